"""Marks as they are written, and held against what their histories give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from data.queries.once import add_unless_there
from data.queries.tables import MARK, MARK_STATE
from dopcrm_tui.rules.measures import Mark

_ADD = insert(MARK)
_STATE = select(MARK_STATE.c.filled, MARK_STATE.c.summed_until).where(MARK_STATE.c.id == 1)
_OF_SPAN = (
    select(MARK)
    .where(MARK.c.complaint_id > bindparam("after"), MARK.c.complaint_id <= bindparam("until"))
    .order_by(MARK.c.complaint_id, MARK.c.sequence)
)


@dataclass(frozen=True, slots=True)
class Matter:
    """What never changes about a complaint, and reports tell complaints apart by."""

    complaint_id: int
    circle_id: int
    grievance: str
    category: str
    channel: str
    confined: bool


def row_of(matter: Matter, sequence: int, mark: Mark) -> dict[str, object]:
    """Return a mark as it is kept."""
    holder = mark.holder
    return {
        "complaint_id": matter.complaint_id,
        "circle_id": matter.circle_id,
        "sequence": sequence,
        "measure": mark.measure,
        "key": mark.key,
        "value": mark.value,
        "day": mark.day,
        "office_id": holder.id,
        "head_office_id": holder.head_office_id,
        "division_id": holder.division_id,
        "region_id": holder.region_id,
        "holder_circle_id": holder.circle_id,
        "category": matter.category,
        "channel": matter.channel,
        "confined": matter.confined,
    }


def add(session: Session, rows: Iterable[Mapping[str, object]]) -> None:
    """Write marks."""
    if written := list(rows):
        session.execute(_ADD, written)


def add_missing(session: Session, rows: Iterable[Mapping[str, object]]) -> int:
    """Write those marks that nobody else has written meanwhile; return how many were new."""
    kind = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    written = 0
    for row in rows:
        added = kind(MARK).values(dict(row)).on_conflict_do_nothing().returning(MARK.c.sequence)
        written += session.execute(added).first() is not None
    return written


def of_span(session: Session, after: int, until: int) -> dict[int, list[dict[str, Any]]]:
    """Return what the marks of a span of complaints say, by complaint."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in session.execute(_OF_SPAN, {"after": after, "until": until}).mappings():
        found.setdefault(row["complaint_id"], []).append(dict(row))
    return found


def told(row: Mapping[str, object]) -> tuple[object, ...]:
    """Return what a mark says, to compare."""
    return tuple(value for _, value in sorted(row.items()))


def say_filled(session: Session) -> None:
    """Note that histories that are older than marks have theirs."""
    add_unless_there(session, MARK_STATE, {"id": 1, "filled": True})


def are_filled(session: Session) -> bool:
    """Whether histories that are older than marks have theirs."""
    found = session.execute(_STATE).first()
    return found is not None and bool(found.filled)
