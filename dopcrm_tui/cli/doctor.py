"""What is wrong with this installation, and how to mend it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated

import typer

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.check import Check
from dopcrm_tui.cli.output import Rows
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.refusals import StoreUnavailable

if TYPE_CHECKING:
    from data.database import Store
    from dopcrm_tui.services.beats import DoorState

app = group()

WRONG = 1

_SLACK = timedelta(minutes=5)
"""How far a clock may be behind what the store's file says."""


@verb(app, "doctor")
def doctor(
    call: Call,
    ssh: Annotated[
        bool, typer.Option("--ssh", help="Look at the way in by SSH instead, as root.")
    ] = False,
    account: Annotated[
        str, typer.Option("--account", metavar="NAME", help="The account that owns the store.")
    ] = "dopcrm",
    sshd_config: Annotated[
        Path | None,
        typer.Option("--sshd-config", metavar="FILE", help="sshd's configuration."),
    ] = None,
) -> None:
    """Look at store, sweeper, mail, SMS, mailbox, wording and terminal; say how to mend them.

    Servers are asked to let us in, a few seconds each; nothing is sent, nothing taken.
    """
    if ssh:
        _look_at_ssh(call, account, sshd_config)
        return
    from data.database import Store
    from dopcrm_tui.cli.outside_checks import outside_checks, wording_checks
    from dopcrm_tui.cli.server_checks import ownership_checks, server_checks

    in_store: list[Check] = []
    try:
        store = Store.open(call.settings.store)
        in_store = server_checks(store, datetime.now(UTC))
        in_store = [_store(store), _revision(store), _clock(store), *in_store]
        beside = [*ownership_checks(store), _sweeper(store), *_doors(store), *_ways(store)]
        store.close()
    except StoreUnavailable as unavailable:
        in_store = [Check("store", "It cannot be used.", str(unavailable)), *in_store]
        beside = []
    outside = [*outside_checks(call.settings), *wording_checks(call.settings)]
    checks = [*in_store, *beside, *outside, _terminal(), _encoding()]
    _tell(call, checks)
    if any(check.remedy for check in in_store):
        raise typer.Exit(StoreUnavailable.exit_code)


def _look_at_ssh(call: Call, account: str, sshd_config: Path | None) -> None:
    from data.database import Store
    from dopcrm_tui.cli.ssh_checks import ssh_checks
    from dopcrm_tui.host.place import SERVICE, SOCKET

    file, host = Store.open(call.settings.store).file, Path(os.environ.get(SOCKET, SERVICE))
    checks = ssh_checks(account, sshd_config, file, host)
    _tell(call, checks)
    if any(check.remedy for check in checks):
        raise typer.Exit(WRONG)


def _tell(call: Call, checks: Sequence[Check]) -> None:
    call.out.give(
        {"ok": not any(check.remedy for check in checks), "checks": checks},
        Rows(
            ("Is", "What", "Finding", "What to do"),
            [
                ("wrong" if check.remedy else "well", check.name, check.finding, check.remedy)
                for check in checks
            ],
        ),
    )


def _store(store: Store) -> Check:
    store.check()
    return Check("store", store.name)


def _revision(store: Store) -> Check:
    return Check("revision", store.revision() or "none")


def _clock(store: Store) -> Check:
    from data.queries import histories

    now = datetime.now(UTC)
    with store.reading() as session:
        entered = histories.newest(session)
    saved = datetime.fromtimestamp(store.file.stat().st_mtime, UTC) if store.file else None
    written = max(filter(None, (entered, saved)), default=None)
    if written and written > now + _SLACK:
        return Check(
            "clock",
            f"{show_time(now)} IST, but the store was written at {show_time(written)}",
            "Set this machine's clock; deadlines are counted by it.",
        )
    return Check("clock", f"{show_time(now)} IST")


def _sweeper(store: Store) -> Check:
    from dopcrm_tui.desk import Desk

    seen, now = Desk.over(store).beats.last_seen(), datetime.now(UTC)
    remedy = "Start it as a service: dopcrm sweep --watch 30"
    if seen is None:
        return Check("sweeper", "It has never run: nothing closes or escalates.", remedy)
    finding = f"last seen at {show_time(seen)} IST"
    return Check("sweeper", finding, remedy if now - seen > _SLACK else "")


def _doors(store: Store) -> list[Check]:
    from dopcrm_tui.desk import Desk

    return [_door(door) for door in Desk.over(store).beats.doors()]


def _door(door: DoorState) -> Check:
    """Until a door is read again, no customer's silence is believed."""
    read = f"read until {show_time(door.read_at)} IST" if door.read_at else "never read"
    if door.trouble:
        return Check(f"answers by {door.name}", f"{read}; {door.trouble}", "Mend the way in.")
    return Check(f"answers by {door.name}", read)


def _ways(store: Store) -> list[Check]:
    from dopcrm_tui.desk import Desk

    remedy = "Mend the way out; the notices wait, and the next sweep tries it again."
    shut = Desk.over(store).beats.shut_ways()
    return [Check(f"notices by {way.channel}", str(way), remedy) for way in shut]


def _terminal() -> Check:
    from dopcrm_tui.terminal.environment import UnsuitableTerminal, prepare, too_small

    size = get_terminal_size()
    found = f"{os.environ.get('TERM') or 'no TERM'}, {size.columns}x{size.lines}"
    try:
        prepare(dict(os.environ))
    except UnsuitableTerminal as unsuitable:
        return Check("terminal", found, str(unsuitable))
    if sys.stdout.isatty() and (problem := too_small(size.columns, size.lines)):
        return Check("terminal", found, f"{problem}: make the window larger.")
    return Check("terminal", found)


def _encoding() -> Check:
    encoding = (sys.stdout.encoding or "none").lower()
    if encoding.replace("-", "") == "utf8":
        return Check("encoding", encoding)
    return Check("encoding", encoding, "Set LANG to a UTF-8 locale, such as en_IN.UTF-8.")
