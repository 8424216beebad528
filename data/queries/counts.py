"""How many complaints lie in each queue: kept while they move, read as a sum over few rows."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, func, update
from sqlmodel import Session, col, select

from data.models import Complaint as Row
from data.models import ComplaintNamed, QueueCount
from data.queries.visible import in_scope
from dopcrm_tui.rules.complaint import Complaint
from dopcrm_tui.rules.jurisdiction import Column, Reach, Scope
from dopcrm_tui.rules.offices import OfficePath
from dopcrm_tui.rules.vocabulary import QUEUE_OF_STATE, Level, Queue, State

OFFICE, DIVISION = "office", "division"


def queues_of(complaint: Complaint) -> frozenset[Queue]:
    """Return the counted queues a complaint lies in."""
    queues = {QUEUE_OF_STATE[complaint.state]}
    if complaint.state is not State.CLOSED and complaint.escalation_level > Level.NONE:
        queues.add(Queue.ESCALATED)
    return frozenset(queues)


def move(session: Session, before: Complaint | None, after: Complaint) -> None:
    """Count a complaint out of where it was and in where it is."""
    was = _places(before) if before else set()
    now = _places(after)
    for holder, queue in was - now:
        _count(session, holder, queue, after.confined, -1)
    for holder, queue in now - was:
        _count(session, holder, queue, after.confined, 1)


def _places(complaint: Complaint) -> set[tuple[OfficePath, Queue]]:
    return {(complaint.holder, queue) for queue in queues_of(complaint)}


def _count(session: Session, holder: OfficePath, queue: Queue, confined: bool, by: int) -> None:
    for grain, unit_id in ((OFFICE, holder.id), (DIVISION, holder.division_id or holder.id)):
        counted = session.execute(
            update(QueueCount)
            .where(
                col(QueueCount.unit_id) == unit_id,
                col(QueueCount.grain) == grain,
                col(QueueCount.queue) == queue,
                col(QueueCount.confined) == confined,
            )
            .values(count=QueueCount.count + by)
            .execution_options(synchronize_session=False)
        )
        if counted.rowcount == 0:  # type: ignore[attr-defined]  # an UPDATE has one
            session.add(_first(holder, grain, unit_id, queue, confined, by))
            session.flush()


def _first(
    holder: OfficePath, grain: str, unit_id: int, queue: Queue, confined: bool, count: int
) -> QueueCount:
    return QueueCount(
        unit_id=unit_id,
        grain=grain,
        queue=queue,
        confined=confined,
        head_office_id=holder.head_office_id if grain == OFFICE else None,
        region_id=holder.region_id,
        circle_id=holder.circle_id,
        count=count,
    )


def badges(session: Session, scope: Scope, reach: Reach) -> dict[Queue, int]:
    """Return how many complaints each queue of `scope` shows an actor with `reach`."""
    counted = _summed(session, scope, reach)
    hidden = _hidden(session, scope, reach)
    mine = session.exec(
        select(func.count())
        .select_from(Row)
        .where(col(Row.assignee_id) == reach.operator_id, col(Row.closed_at).is_(None))
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
        .where(col(ComplaintNamed.operator_id) == reach.operator_id, in_scope(scope))
    )
    found: dict[Queue, int] = {}
    for row in session.exec(named):
        if row.confined and not reach.confined:
            continue
        escalated = row.closed_at is None and row.escalation_level > 0
        for queue in (row.queue, *((Queue.ESCALATED,) if escalated else ())):
            found[queue] = found.get(queue, 0) + 1
    return found
