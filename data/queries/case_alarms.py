"""The alarms of complaints, read and armed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import BindParameter, bindparam, delete, insert
from sqlalchemy import select as sql_select
from sqlmodel import Session

from data.queries.tables import DEADLINE
from dopcrm_tui.rules.complaint import Complaint, Deadline
from dopcrm_tui.rules.vocabulary import DeadlineKind

_THIS: BindParameter[int] = bindparam("this")

_ALARMS = sql_select(DEADLINE.c.kind, DEADLINE.c.due_at, DEADLINE.c.remaining_seconds).where(
    DEADLINE.c.complaint_id == _THIS
)
_ALARMS_OF = sql_select(DEADLINE).where(
    DEADLINE.c.complaint_id.in_(bindparam("ids", expanding=True))
)
_DISARM = delete(DEADLINE).where(DEADLINE.c.complaint_id == _THIS)
_ARM = insert(DEADLINE)

Alarms = Mapping[DeadlineKind, Deadline]


def of(session: Session, complaint_id: int) -> Alarms:
    """Return the alarms of one complaint."""
    rows = session.execute(_ALARMS, {"this": complaint_id})
    return {kind: Deadline(due_at, _remaining(seconds)) for kind, due_at, seconds in rows}


def of_many(session: Session, complaint_ids: Sequence[int]) -> Mapping[int, Alarms]:
    """Return the alarms of complaints by id; who has none is left out."""
    found: dict[int, dict[DeadlineKind, Deadline]] = {}
    for row in session.execute(_ALARMS_OF, {"ids": complaint_ids}):
        alarm = Deadline(row.due_at, _remaining(row.remaining_seconds))
        found.setdefault(row.complaint_id, {})[row.kind] = alarm
    return found


def arm(session: Session, armed: Iterable[tuple[Complaint, object]]) -> None:
    """Write the alarms of complaints that have none; each with the circle it is kept with."""
    alarms = [
        {
            "complaint_id": facts.id,
            "kind": kind,
            "circle_id": circle_id,
            "due_at": alarm.due_at,
            "remaining_seconds": _seconds(alarm.remaining),
        }
        for facts, circle_id in armed
        for kind, alarm in facts.deadlines.items()
    ]
    if alarms:
        session.execute(_ARM, alarms)


def rearm(session: Session, armed: Sequence[tuple[Complaint, object]]) -> None:
    """Write the alarms of complaints in place of those they had."""
    session.connection().execute(_DISARM, [{"this": facts.id} for facts, _ in armed])
    arm(session, armed)


def _remaining(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _seconds(remaining: timedelta | None) -> float | None:
    """Return a spell in seconds; none left is nought, not nothing."""
    return None if remaining is None else remaining.total_seconds()
