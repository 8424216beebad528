"""How many complaints lie in each queue: kept while they move, read as a sum over few rows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, func, text
from sqlmodel import Session, col, select

from data.models.complaint import Complaint as Row
from data.models.complaint import ComplaintNamed, QueueCount
from data.queries.visible import inside, not_hidden
from dopcrm_tui.rules.complaint import Complaint
from dopcrm_tui.rules.jurisdiction import Column, Reach, Scope
from dopcrm_tui.rules.offices import OfficePath
from dopcrm_tui.rules.vocabulary import Level, Queue, State

OFFICE, DIVISION = "office", "division"


def queues_of(complaint: Complaint) -> frozenset[Queue]:
    """Return the counted queues a complaint lies in."""
    queues = {complaint.queue}
    if complaint.state is not State.CLOSED and complaint.escalation_level > Level.NONE:
        queues.add(Queue.ESCALATED)
    return frozenset(queues)


def move(session: Session, moves: Iterable[tuple[Complaint | None, Complaint]]) -> None:
    """Count complaints out of where they were and in where they are."""
    changes: Counter[tuple[_Place, bool]] = Counter()
    for before, after in moves:
        was = _places(before) if before else set()
        now = _places(after)
        changes.update({(place, after.confined): 1 for place in now - was})
        changes.subtract({(place, after.confined): 1 for place in was - now})
    rows = [_change(*place, by) for place, by in changes.items() if by]
    if rows:
        # In one order for all, so that no two writers wait for each other.
        session.execute(
            _COUNT, sorted(rows, key=itemgetter("unit_id", "grain", "queue", "confined"))
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """One counter a complaint stands in; an office without a division counts as its own."""

    holder: OfficePath
    grain: str
    queue: Queue


def _places(complaint: Complaint) -> set[_Place]:
    return {
        _Place(complaint.holder, grain, queue)
        for grain in (OFFICE, DIVISION)
        for queue in queues_of(complaint)
    }


_COUNT = text(
    "INSERT INTO queue_count"
    " (unit_id, grain, queue, confined, head_office_id, region_id, circle_id, count)"
    " VALUES (:unit_id, :grain, :queue, :confined, :head_office_id, :region_id, :circle_id, :by)"
    " ON CONFLICT (unit_id, grain, queue, confined)"
    " DO UPDATE SET count = queue_count.count + excluded.count"
)
"""SQLite and PostgreSQL have these words in common; SQLAlchemy has none for both."""


def _change(place: _Place, confined: bool, by: int) -> dict[str, Any]:
    holder, is_office = place.holder, place.grain == OFFICE
    return {
        "unit_id": holder.id if is_office else holder.division_id or holder.id,
        "grain": place.grain,
        "queue": place.queue.value,
        "confined": confined,
        "head_office_id": holder.head_office_id if is_office else None,
        "region_id": holder.region_id,
        "circle_id": holder.circle_id,
        "by": by,
    }


def badges(session: Session, scope: Scope, reach: Reach) -> dict[Queue, int]:
    """Return how many complaints each queue of `scope` shows an actor with `reach`."""
    counted = _summed(session, scope, reach)
    hidden = _hidden(session, scope, reach)
    mine = session.exec(
        select(func.count())
        .select_from(Row)
        .where(
            col(Row.assignee_id) == reach.operator_id,
            col(Row.closed_at).is_(None),
            inside(scope.column, scope.office_id),
            not_hidden(reach.confined, reach.operator_id),
        )
    ).one()
    found = {queue: counted.get(queue, 0) - hidden.get(queue, 0) for queue in Queue}
    return {**found, Queue.MINE: mine}


def _summed(session: Session, scope: Scope, reach: Reach) -> Mapping[Queue, int]:
    wanted = select(QueueCount.queue, func.sum(QueueCount.count)).where(*_units(scope))
    if not reach.confined:
        wanted = wanted.where(col(QueueCount.confined).is_(False))
    return {Queue(queue): int(n) for queue, n in session.exec(wanted.group_by(QueueCount.queue))}


_UNITS: dict[Column | None, tuple[str, str | None]] = {
    "office_id": (OFFICE, "unit_id"),
    "head_office_id": (OFFICE, "head_office_id"),
    "division_id": (DIVISION, "unit_id"),
    "region_id": (DIVISION, "region_id"),
    "circle_id": (DIVISION, "circle_id"),
    None: (DIVISION, None),
}
"""The grain in which each scope is counted, and the column that bounds it."""


def _units(scope: Scope) -> list[ColumnElement[bool]]:
    grain, bound = _UNITS[scope.column]
    units = [col(QueueCount.grain) == grain]
    if bound:
        units.append(getattr(QueueCount, bound) == scope.office_id)
    return units


def _hidden(session: Session, scope: Scope, reach: Reach) -> dict[Queue, int]:
    """Count what `scope` holds and the actor may not see because it names them."""
    named = (
        select(Row)
        .join(ComplaintNamed, col(ComplaintNamed.complaint_id) == col(Row.id))
        .where(
            col(ComplaintNamed.operator_id) == reach.operator_id,
            inside(scope.column, scope.office_id),
        )
    )
    found: dict[Queue, int] = {}
    for row in session.exec(named):
        if row.confined and not reach.confined:
            continue
        escalated = row.closed_at is None and row.escalation_level > 0
        for queue in (row.queue, *((Queue.ESCALATED,) if escalated else ())):
            found[queue] = found.get(queue, 0) + 1
    return found
