"""The whole store page by page, in the order of complaints: for who checks what is written."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import BindParameter, Row, String, bindparam, func, type_coerce
from sqlalchemy import select as sql_select
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from data import sqlite
from data.queries import losses
from data.queries.tables import COMPLAINT, DEADLINE, EVENT, QUEUE_COUNT
from dopcrm_tui.rules.compensation import Compensation
from dopcrm_tui.rules.complaint import Deadline
from dopcrm_tui.rules.enquiry import Enquiry
from dopcrm_tui.rules.vocabulary import DeadlineKind, Queue

PAGE = 500
FIRST, LAST = -1, 2**63 - 1

UNREADABLE = (LookupError, TypeError, ValueError)
"""What reading raises where a column holds no value of its kind."""

Counters = Counter[tuple[int, str, str, bool]]
"""How many complaints stand in each counter: unit, grain, queue, confined."""

_AFTER: BindParameter[int] = bindparam("after")
_UNTIL: BindParameter[int] = bindparam("until")
_UNCHECKED = frozenset({"description", "subject"})

_IDS = sql_select(COMPLAINT.c.id).where(COMPLAINT.c.id > _AFTER).order_by(COMPLAINT.c.id)
_PAGE_OF_IDS = _IDS.limit(bindparam("size"))
_ROWS = (
    sql_select(*(column for column in COMPLAINT.c if column.name not in _UNCHECKED))
    .where(COMPLAINT.c.id > _AFTER, COMPLAINT.c.id <= _UNTIL)
    .order_by(COMPLAINT.c.id)
)
_EVENTS = (
    sql_select(EVENT)
    .where(EVENT.c.complaint_id > _AFTER, EVENT.c.complaint_id <= _UNTIL)
    .order_by(EVENT.c.complaint_id, EVENT.c.sequence)
)
_ALARMS = sql_select(DEADLINE).where(
    DEADLINE.c.complaint_id > _AFTER, DEADLINE.c.complaint_id <= _UNTIL
)
_NUMBER = sql_select(COMPLAINT.c.number).where(COMPLAINT.c.id == bindparam("this"))
_SEQUENCES = (
    sql_select(EVENT.c.id, EVENT.c.sequence)
    .where(EVENT.c.complaint_id == bindparam("this"))
    .order_by(EVENT.c.sequence)
)
_EVENT = sql_select(EVENT).where(EVENT.c.id == bindparam("this"))


@dataclass(slots=True)
class Kept:
    """All that is kept of one complaint; `row` is None where only remains of it are left."""

    row: Row[Any] | None = None
    events: list[Row[Any]] = field(default_factory=list)
    alarms: dict[DeadlineKind, Deadline] = field(default_factory=dict)
    enquiry: Enquiry | None = None
    compensation: Compensation | None = None


def how_many(session: Session) -> int:
    """Return the number of complaints."""
    return int(session.execute(sql_select(func.count()).select_from(COMPLAINT)).scalar_one())


def spans(session: Session, size: int = PAGE) -> Iterator[tuple[int, int, list[int]]]:
    """Yield ranges of ids that leave no gap, `(after, until]`, and the complaints in each."""
    after = FIRST
    while after < LAST:
        until, ids = next_span(session, after, size)
        yield after, until, ids
        after = until


def next_span(session: Session, after: int, size: int = PAGE) -> tuple[int, list[int]]:
    """Return where the span behind an id ends, and the complaints in it."""
    ids = list(session.execute(_PAGE_OF_IDS, {"after": after, "size": size}).scalars())
    return ids[-1] if len(ids) == size else LAST, ids


def page(session: Session, after: int, until: int) -> dict[int, Kept]:
    """Return what is kept of the complaints of a span. Raises one of `UNREADABLE`."""
    with _damage_told():
        return _page(session, after, until)


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if not sqlite.is_damage(error):
            raise
        raise ValueError("a part of the file is damaged") from error


def _page(session: Session, after: int, until: int) -> dict[int, Kept]:
    span = {"after": after, "until": until}
    found = {row.id: Kept(row) for row in session.execute(_ROWS, span)}
    for event in session.execute(_EVENTS, span):
        found.setdefault(event.complaint_id, Kept()).events.append(event)
    for alarm in session.execute(_ALARMS, span):
        seconds = alarm.remaining_seconds
        remaining = None if seconds is None else timedelta(seconds=seconds)
        kept = found.setdefault(alarm.complaint_id, Kept())
        kept.alarms[alarm.kind] = Deadline(alarm.due_at, remaining)
    for complaint_id, enquiry in losses.enquiries(session, after, until):
        found.setdefault(complaint_id, Kept()).enquiry = enquiry
    for complaint_id, case in losses.compensations(session, after, until):
        found.setdefault(complaint_id, Kept()).compensation = case
    return found


def unreadable_entry(session: Session, complaint_id: int) -> int | None:
    """Return the sequence of the first entry that cannot be read, None where all can."""
    for event_id, sequence in session.execute(_SEQUENCES, {"this": complaint_id}).all():
        try:
            with _damage_told():
                session.execute(_EVENT, {"this": event_id}).one()
        except UNREADABLE:
            return int(sequence)
    return None


def number_of(session: Session, complaint_id: int) -> str | None:
    """Return the number of a complaint, whatever else of it cannot be read."""
    return session.execute(_NUMBER, {"this": complaint_id}).scalar_one_or_none()


def counted(session: Session) -> Counters:
    """Count every complaint into its counters, as if one after another had come there."""
    unit = {"office": COMPLAINT.c.office_id, "division": _division_or_office()}
    queue = type_coerce(COMPLAINT.c.queue, String)
    escalated = (COMPLAINT.c.closed_at.is_(None)) & (COMPLAINT.c.escalation_level > 0)
    found: Counters = Counter()
    for grain, column in unit.items():
        by = (column, queue, COMPLAINT.c.confined, escalated)
        for unit_id, name, confined, is_escalated, count in session.execute(
            sql_select(*by, func.count()).group_by(*by)
        ):
            found[unit_id, grain, name, confined] += count
            if is_escalated:
                found[unit_id, grain, Queue.ESCALATED.value, confined] += count
    return found


def _division_or_office() -> Any:  # noqa: ANN401  SQLAlchemy's own
    return func.coalesce(COMPLAINT.c.division_id, COMPLAINT.c.office_id)


def counters(session: Session) -> Counters:
    """Return the counters as they are kept; one that stands at nothing is left out."""
    table = QUEUE_COUNT.c
    wanted = sql_select(
        table.unit_id, table.grain, type_coerce(table.queue, String), table.confined, table.count
    ).where(table.count != 0)
    return Counter(
        {
            (unit, grain, queue, bool(hidden)): n
            for unit, grain, queue, hidden, n in session.execute(wanted)
        }
    )
