"""What is wrong with this installation, and how to mend it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import typer

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.output import Rows
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.refusals import StoreUnavailable

if TYPE_CHECKING:
    from data.database import Store

app = group()

_SLACK = timedelta(minutes=5)
"""How far a clock may be behind what the store's file says."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `remedy` is empty where it is well."""

    name: str
    finding: str
    remedy: str = ""


@verb(app, "doctor")
def doctor(call: Call) -> None:
    """Look at store, revision, terminal and clock; say what is wrong and how to mend it."""
    from data.database import Store

    try:
        store = Store.open(call.settings.store)
        in_store = [_store(store), _revision(store), _clock(store)]
        store.close()
    except StoreUnavailable as unavailable:
        in_store = [Check("store", "It cannot be used.", str(unavailable))]
    checks = [*in_store, _terminal(), _encoding()]
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
    if any(check.remedy for check in in_store):
        raise typer.Exit(StoreUnavailable.exit_code)


def _store(store: Store) -> Check:
    store.check()
    return Check("store", store.name)


def _revision(store: Store) -> Check:
    return Check("revision", store.revision() or "none")


def _clock(store: Store) -> Check:
    now = datetime.now(UTC)
    written = store.file and datetime.fromtimestamp(store.file.stat().st_mtime, UTC)
    if written and written > now + _SLACK:
        return Check(
            "clock",
            f"{show_time(now)} IST, but the store was written at {show_time(written)}",
            "Set this machine's clock; deadlines are counted by it.",
        )
    return Check("clock", f"{show_time(now)} IST")


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
