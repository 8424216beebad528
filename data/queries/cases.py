"""A complaint as the rules see it, read from its rows and written back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from data.models import Complaint as Row
from data.models import ComplaintNamed, DeadlineRow, Event, Office
from dopcrm_tui.rules.complaint import Closure, Complaint, Deadline
from dopcrm_tui.rules.offices import OfficePath
from dopcrm_tui.rules.vocabulary import (
    QUEUE_OF_STATE,
    Action,
    DeadlineKind,
    Level,
)


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint: its row for people and its facts for the rules."""

    row: Row
    facts: Complaint


def path_of(office: Office) -> OfficePath:
    """Return where an office stands in the tree."""
    return OfficePath(
        office.id,
        office.kind,
        office.head_office_id,
        office.division_id,
        office.region_id,
        office.circle_id,
    )


def load(session: Session, number: str) -> Case | None:
    """Return the complaint of that number, None where there is none."""
    row = session.exec(select(Row).where(Row.number == number)).one_or_none()
    return Case(row, facts_of(session, row)) if row else None


def facts_of(session: Session, row: Row) -> Complaint:
    """Return all that the rules look at."""
    holder = session.get_one(Office, row.office_id)
    return Complaint(
        id=row.id,
        number=row.number,
        state=row.state,
        holder=path_of(holder),
        registered_office_id=row.registered_office_id,
        registered_at=row.registered_at,
        version=row.version,
        escalation_level=Level(row.escalation_level),
        confined=row.confined,
        named=_named(session, row.id),
        assignee_id=row.assignee_id,
        directed=row.directed,
        clarify=row.clarify,
        on_silence=row.on_silence,
        deadlines=_deadlines(session, row.id),
        transfers=_transfers(session, row.id),
        closure=_closure(row),
        rating=row.rating,
        feedback=row.feedback or "",
    )


def _named(session: Session, complaint_id: int) -> frozenset[int]:
    wanted = select(ComplaintNamed.operator_id).where(ComplaintNamed.complaint_id == complaint_id)
    return frozenset(session.exec(wanted))


def _deadlines(session: Session, complaint_id: int) -> dict[DeadlineKind, Deadline]:
    rows = session.exec(select(DeadlineRow).where(DeadlineRow.complaint_id == complaint_id))
    return {row.kind: Deadline(row.due_at, _remaining(row)) for row in rows}


def _remaining(row: DeadlineRow) -> timedelta | None:
    return None if row.remaining_seconds is None else timedelta(seconds=row.remaining_seconds)


def _transfers(session: Session, complaint_id: int) -> tuple[tuple[int, int], ...]:
    wanted = select(Event).where(
        Event.complaint_id == complaint_id, Event.action == Action.TRANSFER
    )
    moves = sorted(session.exec(wanted), key=lambda event: event.sequence)
    return tuple((event.data["from_office"], event.data["to_office"]) for event in moves)


def _closure(row: Row) -> Closure | None:
    if row.closed_at is None or row.closure_reason is None or row.closure_agreed is None:
        return None
    return Closure(
        row.closed_at, row.closure_reason, row.closure_agreed, row.closure_reference or ""
    )


def save(
    session: Session, before: Complaint, after: Complaint, sorts_at: datetime, circle_id: int
) -> bool:
    """Write what changed from `before` to `after`; False where somebody else wrote first.

    `after.holder` is the new holder's path.
    """
    closure, holder = after.closure, after.holder
    written = session.execute(
        update(Row)
        .where(col(Row.id) == before.id, col(Row.version) == before.version)
        .values(
            version=after.version,
            state=after.state,
            queue=QUEUE_OF_STATE[after.state],
            escalation_level=int(after.escalation_level),
            office_id=holder.id,
            head_office_id=holder.head_office_id,
            division_id=holder.division_id,
            region_id=holder.region_id,
            circle_id=holder.circle_id,
            assignee_id=after.assignee_id,
            directed=after.directed,
            clarify=after.clarify,
            on_silence=after.on_silence,
            due_at=sorts_at,
            closed_at=closure.at if closure else None,
            closure_reason=closure.reason if closure else None,
            closure_agreed=closure.agreed if closure else None,
            closure_reference=(closure.reference or None) if closure else None,
            rating=after.rating,
            feedback=after.feedback or None,
        )
        .execution_options(synchronize_session=False)
    )
    if written.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE has one
        return False
    if dict(before.deadlines) != dict(after.deadlines):
        rewrite_deadlines(session, after, circle_id)
    return True


def rewrite_deadlines(session: Session, after: Complaint, circle_id: int) -> None:
    """Make the rows of the alarms what `after` says."""
    session.execute(delete(DeadlineRow).where(col(DeadlineRow.complaint_id) == after.id))
    session.add_all(
        DeadlineRow(
            complaint_id=after.id,
            kind=kind,
            circle_id=circle_id,
            due_at=deadline.due_at,
            remaining_seconds=(
                None if deadline.remaining is None else deadline.remaining.total_seconds()
            ),
        )
        for kind, deadline in after.deadlines.items()
    )
