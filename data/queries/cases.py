"""A complaint as the rules see it, read from its rows and written back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import BindParameter, and_, bindparam, insert, update
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from data.identity import DAY
from data.models.complaint import Complaint as Row
from data.models.history import Event
from data.models.loss import Compensation, Enquiry
from data.models.office import Office
from data.queries import case_alarms, losses
from data.queries.announcing import announce
from data.queries.offices import path_of
from data.queries.tables import COMPLAINT, COMPLAINT_NAMED, EVENT
from dopcrm_tui.rules.complaint import Closure, Complaint, Deadline
from dopcrm_tui.rules.vocabulary import Action, DeadlineKind, Level

_THIS: BindParameter[int] = bindparam("this")

_CASES = (
    sql_select(Row, Office, col(Event.hash), col(Event.at), col(Event.action))
    .join(Office, col(Office.id) == col(Row.office_id))
    .join(
        Event,
        and_(
            col(Event.complaint_id) == col(Row.id),
            col(Event.sequence) == col(Row.version),
            col(Event.id) > col(Row.id) - DAY,
        ),
    )
)
_BY_NUMBER = (
    _CASES.add_columns(Enquiry, Compensation)
    .outerjoin(Enquiry, col(Enquiry.complaint_id) == col(Row.id))
    .outerjoin(Compensation, col(Compensation.complaint_id) == col(Row.id))
    .where(col(Row.number) == bindparam("number"))
    .execution_options(populate_existing=True)
)
_BY_IDS = _CASES.where(col(Row.id).in_(bindparam("ids", expanding=True)))
_HOLD = sql_select(COMPLAINT.c.id).with_for_update(key_share=True)
_HOLD_NUMBER = _HOLD.where(COMPLAINT.c.number == bindparam("number"))
_HOLD_ID = _HOLD.where(COMPLAINT.c.id == _THIS)
_NAMED = sql_select(COMPLAINT_NAMED.c.operator_id).where(COMPLAINT_NAMED.c.complaint_id == _THIS)
_TRANSFERS = (
    sql_select(EVENT.c.data)
    .where(
        EVENT.c.complaint_id == _THIS,
        EVENT.c.action == Action.TRANSFER,
        EVENT.c.id > _THIS - DAY,
    )
    .order_by(EVENT.c.sequence)
)
_OPEN = insert(COMPLAINT)
_MOVE = update(COMPLAINT).where(
    COMPLAINT.c.id == _THIS, COMPLAINT.c.version == bindparam("as_read")
)


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint: its row for people, its facts for the rules, and the end of its history."""

    row: Row
    facts: Complaint
    holder: Office
    last_hash: str
    last_at: datetime
    last_action: Action


def hold(session: Session, complaint_id: int) -> None:
    """Let nobody else act on a complaint before the transaction is over.

    Whoever acts holds the complaint first and whatever belongs to it after, so that no two wait for
    each other.
    """
    if has_row_locks(session):
        session.execute(_HOLD_ID, {"this": complaint_id})


def hold_number(session: Session, number: str) -> None:
    """Hold the complaint of a number, where there is one, as `hold` does."""
    if has_row_locks(session) and number.isdigit():
        session.execute(_HOLD_NUMBER, {"number": number})


def has_row_locks(session: Session) -> bool:
    """Whether writers are at work together; on SQLite they take turns."""
    return session.get_bind().dialect.name != "sqlite"


def load(session: Session, number: str) -> Case | None:
    """Return the complaint of that number, None where there is none."""
    if not number.isascii() or not number.isdigit():
        return None  # PostgreSQL takes no text with a zero byte in it
    found = session.execute(_BY_NUMBER, {"number": number}).one_or_none()
    if found is None:
        return None
    row, holder, *last, enquiry, compensation = found
    facts = replace(
        _facts_of(session, row, holder),
        enquiry=losses.enquiry_of(enquiry),
        compensation=losses.compensation_of(compensation),
    )
    return Case(row, facts, holder, *last)


def load_many(session: Session, complaint_ids: Sequence[int]) -> list[Case]:
    """Return complaints by id for the sweeper, in no order.

    Their facts lack what none of its acts looks at: who is named, the transfers, what was lost.
    """
    rows = session.execute(_BY_IDS, {"ids": complaint_ids}).all()
    alarms = case_alarms.of_many(session, complaint_ids)
    return [
        Case(row, _facts(row, holder, deadlines=alarms.get(row.id, {})), holder, *last)
        for row, holder, *last in rows
    ]


def _facts_of(session: Session, row: Row, holder: Office) -> Complaint:
    return _facts(
        row,
        holder,
        named=frozenset(session.execute(_NAMED, {"this": row.id}).scalars()),
        deadlines=case_alarms.of(session, row.id),
        transfers=_transfers(session, row.id),
    )


def _facts(
    row: Row,
    holder: Office,
    *,
    deadlines: Mapping[DeadlineKind, Deadline],
    named: frozenset[int] = frozenset(),
    transfers: tuple[tuple[int, int], ...] = (),
) -> Complaint:
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
        named=named,
        assignee_id=row.assignee_id,
        directed=row.directed,
        clarify=row.clarify,
        task=row.task,
        on_silence=row.on_silence,
        deadlines=deadlines,
        transfers=transfers,
        closure=_closure(row),
        rating=row.rating,
        feedback=row.feedback or "",
        incident=row.incident or "",
    )


def _transfers(session: Session, complaint_id: int) -> tuple[tuple[int, int], ...]:
    moves = session.execute(_TRANSFERS, {"this": complaint_id}).scalars()
    return tuple((data["from_office"], data["to_office"]) for data in moves)


def _closure(row: Row) -> Closure | None:
    if row.closed_at is None or row.closure_reason is None or row.closure_agreed is None:
        return None
    return Closure(
        row.closed_at, row.closure_reason, row.closure_agreed, row.closure_reference or ""
    )


def add(session: Session, facts: Complaint, due_at: datetime, told: dict[str, object]) -> None:
    """Write a new complaint and its alarms; `told` are the columns the rules do not look at."""
    origin = {
        "id": facts.id,
        "number": facts.number,
        "confined": facts.confined,
        "registered_at": facts.registered_at,
        "registered_office_id": facts.registered_office_id,
    }
    session.execute(_OPEN, {**told, **origin, **standing(facts, due_at)})
    announce(session, {facts.holder.circle_id, int(str(told["registered_circle_id"]))})
    case_alarms.arm(session, [(facts, told["registered_circle_id"])])


@dataclass(frozen=True, slots=True)
class Move:
    """A complaint before and after an act, where it sorts then, and the circle it is kept with."""

    before: Complaint
    after: Complaint
    sorts_at: datetime
    circle_id: int


def save(session: Session, moves: Sequence[Move]) -> bool:
    """Write what changed; False where somebody else wrote one of them first.

    `after.holder` is the new holder's path. After False the transaction has to be dropped.
    """
    rows = [
        {
            **standing(move.after, move.sorts_at),
            "this": move.before.id,
            "as_read": move.before.version,
        }
        for move in moves
    ]
    written = session.connection().execute(_MOVE, rows)
    if written.rowcount != len(moves):
        return False
    announce(session, {circle for move in moves for circle in _circles(move)})
    losses.keep(session, [(move.before, move.after, move.circle_id) for move in moves])
    rung = [move for move in moves if dict(move.before.deadlines) != dict(move.after.deadlines)]
    if rung:
        case_alarms.rearm(session, [(move.after, move.circle_id) for move in rung])
    return True


def _circles(move: Move) -> Iterator[int | None]:
    yield from (move.before.holder.circle_id, move.after.holder.circle_id, move.circle_id)


def standing(facts: Complaint, sorts_at: datetime) -> dict[str, object]:
    """Return the columns that say where a complaint stands: all that an act can change."""
    closure, holder = facts.closure, facts.holder
    return {
        "version": facts.version,
        "state": facts.state,
        "queue": facts.queue,
        "escalation_level": int(facts.escalation_level),
        "office_id": holder.id,
        "head_office_id": holder.head_office_id,
        "division_id": holder.division_id,
        "region_id": holder.region_id,
        "circle_id": holder.circle_id,
        "assignee_id": facts.assignee_id,
        "directed": facts.directed,
        "clarify": facts.clarify,
        "task": facts.task,
        "on_silence": facts.on_silence,
        "due_at": sorts_at,
        "closed_at": closure.at if closure else None,
        "closure_reason": closure.reason if closure else None,
        "closure_agreed": closure.agreed if closure else None,
        "closure_reference": (closure.reference or None) if closure else None,
        "rating": facts.rating,
        "feedback": facts.feedback or None,
        "incident": facts.incident or None,
    }
