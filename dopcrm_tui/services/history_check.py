"""Whether one complaint is as its history was written: the first thing that is not."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from data.queries.cases import standing
from data.queries.checking import Kept
from dopcrm_tui.rules import clocks
from dopcrm_tui.rules.chain import FIRST, link
from dopcrm_tui.rules.complaint import Complaint, Deadline
from dopcrm_tui.rules.dates import show_time, write_duration
from dopcrm_tui.rules.offices import OfficePath
from dopcrm_tui.rules.replay import OutOfRule, Step
from dopcrm_tui.rules.vocabulary import DeadlineKind, OfficeKind, State

Retell = Callable[[Complaint, Iterable[Any]], Iterator[Step]]

_HASHES = ("previous_hash", "hash")
_WORDS = frozenset({"feedback", "closure_reference"})
"""Columns that hold what people said: a difference is told without it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as written: of which complaint, at which entry of its history."""

    number: str | None
    sequence: int | None
    what: str


def first_fault(kept: Kept, retell: Retell, told: list[Step]) -> Finding | None:
    """Return the first thing of a complaint that is not as its history was written.

    What the rules tell again is added to `told`.
    """
    row = kept.row
    if row is None:
        return Finding(None, None, "Entries or alarms are kept of a complaint that is not there.")
    broken = _broken(kept.events)
    if broken is not None:
        return Finding(row.number, *broken)
    if len(kept.events) != row.version:
        ends = f"The history ends here, but the complaint has come to entry {row.version}."
        return Finding(row.number, len(kept.events), ends)
    return _retold(row, kept, retell, told)


def _broken(events: list[Row[Any]]) -> tuple[int, str] | None:
    """Return where the chain of a history breaks, and how."""
    if not events:
        return 1, "The history is gone."
    previous = FIRST
    for place, event in enumerate(events, start=1):
        if event.sequence != place:
            return place, "The entry is missing."
        written = dict(event._mapping)
        hashes = [written.pop(name) for name in _HASHES]
        if hashes[0] != previous:
            return place, "The entry does not follow the one before it."
        if link(previous, written) != hashes[1]:
            return place, "The entry is not as it was written."
        previous = event.hash
    return None


def _retold(row: Row[Any], kept: Kept, retell: Retell, told: list[Step]) -> Finding | None:
    steps = retell(origin_of(row), kept.events)
    after = None
    for event in kept.events:
        try:
            step = next(steps)
        except OutOfRule as problem:
            reason = f"The rules cannot have written the entry: {problem}."
            return Finding(row.number, event.sequence, reason)
        after = step.after
        told.append(step)
        if difference := _differs_from(event, after):
            return Finding(row.number, event.sequence, difference)
    if after is None:
        return None
    difference = _misplaced(row, kept, after)
    return Finding(row.number, None, difference) if difference else None


def origin_of(row: Row[Any]) -> Complaint:
    """Return what no act changes of a complaint; the rest is for the history to tell."""
    return Complaint(
        id=row.id,
        number=row.number,
        state=State.PENDING,
        holder=OfficePath(row.office_id, OfficeKind.SUB_OFFICE),
        registered_office_id=row.registered_office_id,
        registered_at=row.registered_at,
        confined=row.confined,
    )


def _differs_from(event: Row[Any], after: Complaint) -> str | None:
    """Return how an entry contradicts what the rules make of it."""
    told = (
        ("state", event.to_state, after.state),
        ("level", event.escalation_level, int(after.escalation_level)),
    )
    return next((_contrast(*each) for each in told if each[1] != each[2]), None)


def _misplaced(row: Row[Any], kept: Kept, after: Complaint) -> str | None:
    """Return how a complaint stands otherwise than its history leaves it."""
    due_at = clocks.due_at(after.state, after.deadlines) or row.due_at
    written = {**standing(after, due_at), "registered_at": after.registered_at}
    for column, expected in written.items():
        if getattr(row, column) != expected:
            return _contrast(column, getattr(row, column), expected)
    for kind in DeadlineKind:
        stored, alarm = kept.alarms.get(kind), after.deadlines.get(kind)
        if stored != alarm:
            return _contrast(f"{kind} alarm", stored, alarm)
    for name in ("enquiry", "compensation"):
        if getattr(kept, name) != getattr(after, name):
            return f"The {name} is not as the history leaves it."
    return None


def _contrast(name: str, stored: object, expected: object) -> str:
    if name in _WORDS:
        return f"The {name.replace('_', ' ')} is not what the history gives."
    shown = name.removesuffix("_id").replace("_", " ")
    return f"The {shown} is kept as {_shown(stored)}; the history gives {_shown(expected)}."


def _shown(value: object) -> str:
    if isinstance(value, Deadline):
        left = write_duration(value.remaining) if value.remaining is not None else ""
        return f"standing with {left} left" if left else _shown(value.due_at)
    if isinstance(value, datetime):
        return show_time(value)
    return "none" if value is None else str(value)
