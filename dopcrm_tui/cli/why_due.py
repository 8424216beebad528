"""Why a complaint is due when it is, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from dopcrm_tui.cli.output import Part, Rows
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.dates import show_time, write_duration
from dopcrm_tui.rules.due_account import HEADINGS

if TYPE_CHECKING:
    from datetime import timedelta

    from dopcrm_tui.rules.due_account import DueAccount
    from dopcrm_tui.rules.due_lines import Line


def document(account: DueAccount) -> dict[str, Any]:
    """Return the account as programs read it, lengths of time as ISO 8601."""
    return {
        "number": account.number,
        "state": account.state,
        "due_at": account.due_at,
        "agrees": account.agrees,
        "lines": [_line(each) for each in account.lines],
        "alarms": {
            kind: {"due_at": alarm.due_at, "remaining": _written(alarm.remaining)}
            for kind, alarm in account.alarms.items()
        },
        "stands": account.stands,
    }


def text(account: DueAccount) -> Iterator[Part]:
    """Yield the account as people read it: the result, the lines, and what is running now."""
    due = f"is due {show_time(account.due_at)}" if account.due_at else "has no time running"
    yield f"{show_number(account.number)} {due}.\n"
    yield Rows(HEADINGS, account.table())
    yield "\n" + "\n".join(account.remarks())


def _line(line: Line) -> dict[str, Any]:
    return {**asdict(line), "change": _written(line.change)}


def _written(spell: timedelta | None) -> str | None:
    return None if spell is None else write_duration(spell)
