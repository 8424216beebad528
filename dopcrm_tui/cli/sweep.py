"""The sweeper as a command: one pass, a service, or a list of what a pass would do."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
import time
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.output import Rows, plain
from dopcrm_tui.rules.alarms import action_of
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.dates import IST, show_time
from dopcrm_tui.rules.refusals import InvalidInput, NotFound, StoreUnavailable

if TYPE_CHECKING:
    from dopcrm_tui.desk import Desk
    from dopcrm_tui.services.sweep_pass import SweepPass

app = group()

SHORTEST = 1
_FATES = {"waiting": "to be tried again"}


@verb(app, "sweep")
def sweep(
    call: Call,
    watch: Annotated[
        int | None,
        typer.Option(
            metavar="SECONDS", min=SHORTEST, help="Keep running, so long a rest after each pass."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what is due; change nothing.")
    ] = False,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="TIME", help="With --dry-run: by then, as 2026-12-01T18:00 (IST)."
        ),
    ] = None,
    forget_door: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Forget a way in that is no more: silence waits for it no longer. "
            "dopcrm doctor has the name.",
        ),
    ] = None,
) -> None:
    """Read answers, close and escalate what is due, send notices.

    One pass, unless --watch keeps it going. Nobody need be logged in.
    """
    if forget_door:
        _forget(call, forget_door)
        return
    if as_of and not dry_run:
        raise InvalidInput({"as_of": "--as-of goes with --dry-run: nothing is done ahead of time."})
    if dry_run and watch is not None:
        raise typer.BadParameter("--dry-run lists once what is due; it does not go with --watch.")
    if dry_run:
        _announce(call, _moment(as_of))
        return
    with call.desk() as desk:
        sweeping = _pass_of(call, desk, beside_people=watch is not None)
        if watch is None:
            done = sweeping.once()
            call.out.give(done, _told(done))
        else:
            _keep_watch(sweeping, watch)


def _forget(call: Call, name: str) -> None:
    with call.desk() as desk:
        if not desk.beats.forget_door(name):
            raise NotFound(f"There is no way in called {name}; dopcrm doctor names them.")
    call.out.give({"forgotten": name}, f"{name} is forgotten.")


def _announce(call: Call, until: datetime | None) -> None:
    with call.desk(read_only=True) as desk:
        found = desk.sweeper.announce(until)
    lines = [(one, action_of(one.kind, one.on_silence)) for one in found]
    call.out.give(
        {
            "due": [
                {"number": one.number, "alarm": one.kind, "due_at": one.due_at, "action": action}
                for one, action in lines
            ]
        },
        Rows(
            ("Due", "Complaint", "What rings", "What would be done"),
            [
                (
                    show_time(one.due_at),
                    show_number(one.number),
                    one.kind.value,
                    action.value.replace("_", " "),
                )
                for one, action in lines
            ],
            none="Nothing is due.",
        ),
    )


def _moment(text: str | None) -> datetime | None:
    """Return a typed moment; one without a zone is Indian time. Raises InvalidInput (`as_of`)."""
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        sentence = "That is no time; type it as 2026-11-25T18:30."
        raise InvalidInput({"as_of": sentence}) from None
    return at if at.tzinfo else at.replace(tzinfo=IST)


def _pass_of(call: Call, desk: Desk, *, beside_people: bool) -> SweepPass:
    from dopcrm_tui.cli.sweeping import sweep_pass

    name = f"{socket.gethostname()}:{os.getpid()}"
    return sweep_pass(desk, call.settings, name, beside_people=beside_people)


def _keep_watch(sweeping: SweepPass, seconds: int) -> None:
    """Sweep until SIGTERM or SIGINT: the batch in hand is finished, then it stops."""
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: over.set())
    while not over.is_set():
        _log(_one(sweeping, over))
        over.wait(seconds)


def _one(sweeping: SweepPass, over: threading.Event) -> dict[str, Any]:
    begun = time.monotonic()
    try:
        done = sweeping.once(stop=over.is_set)
    except StoreUnavailable as unavailable:
        done = {"error": str(unavailable)}
    return {"took_ms": round((time.monotonic() - begun) * 1000), **done}


def _log(done: dict[str, Any]) -> None:
    from dopcrm_tui.services.clock import utc_now

    line = plain({"at": utc_now(), "event": "pass", **done})
    sys.stdout.write(f"{json.dumps(line)}\n")
    sys.stdout.flush()


def _told(done: dict[str, Any]) -> str:
    acts = ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in done["acts"].items())
    sent = ", ".join(f"{n} {_FATES.get(name, name)}" for name, n in done["notices"].items())
    lines = [
        f"Messages: {done['messages']} new, {done['worked']} worked.",
        f"Alarms: {acts or 'none has rung'}.",
        f"Notices: {sent or 'none was to be sent'}.",
        *done["shut"].values(),
    ]
    if done["failed"]:
        lines.append(f"{done['failed']} complaints could not be acted on; the log says why.")
    if done["unheard"]:
        lines.append(
            f"{done['unheard']} silences wait: not every way in for answers has been read; "
            "dopcrm doctor says which."
        )
    return "\n".join(lines)
