"""The alarms that ring: read oldest first from the small table of what is armed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, bindparam, func, or_, select
from sqlmodel import Session

from data.queries import cases
from data.queries.tables import COMPLAINT, DEADLINE
from dopcrm_tui.rules.alarms import SILENCES
from dopcrm_tui.rules.vocabulary import DeadlineKind, OnSilence


class Ringing(NamedTuple):
    """An alarm that has rung and nobody has answered yet."""

    complaint_id: int
    kind: DeadlineKind
    due_at: datetime


class Announced(NamedTuple):
    """An alarm as it is listed before anything is done."""

    due_at: datetime
    kind: DeadlineKind
    number: str
    on_silence: OnSilence | None


_IS_SILENCE = DEADLINE.c.kind.in_(SILENCES)
_RUNG = or_(DEADLINE.c.kind.not_in(SILENCES), DEADLINE.c.due_at <= bindparam("heard"))
"""Silence is believed only as far as the customers' answers have been read."""

_ORDER = (DEADLINE.c.due_at, DEADLINE.c.complaint_id, DEADLINE.c.kind)

_RINGING: Select[tuple[int, DeadlineKind, datetime]] = (
    select(DEADLINE.c.complaint_id, DEADLINE.c.kind, DEADLINE.c.due_at)
    .where(DEADLINE.c.due_at <= bindparam("until"), _RUNG)
    .order_by(*_ORDER)
    .limit(bindparam("limit"))
)
_RINGING_IN_NO_HAND = _RINGING.join(
    COMPLAINT, COMPLAINT.c.id == DEADLINE.c.complaint_id
).with_for_update(of=COMPLAINT, skip_locked=True, key_share=True)
"""Held are the complaints, as by everybody who acts: no two then wait for each other."""

_OF_ONE = (
    select(DEADLINE.c.complaint_id, DEADLINE.c.kind, DEADLINE.c.due_at)
    .where(DEADLINE.c.complaint_id == bindparam("this"), DEADLINE.c.due_at <= bindparam("until"))
    .where(_RUNG)
    .order_by(*_ORDER)
    .limit(1)
)
_ANNOUNCED = (
    select(DEADLINE.c.due_at, DEADLINE.c.kind, COMPLAINT.c.number, COMPLAINT.c.on_silence)
    .join(COMPLAINT, COMPLAINT.c.id == DEADLINE.c.complaint_id)
    .where(DEADLINE.c.due_at <= bindparam("until"), _RUNG)
    .order_by(*_ORDER)
)
_NEXT = select(func.min(DEADLINE.c.due_at)).where(DEADLINE.c.due_at <= bindparam("until"))
_UNHEARD = select(func.count()).where(
    DEADLINE.c.due_at <= bindparam("until"), _IS_SILENCE, DEADLINE.c.due_at > bindparam("heard")
)


def ringing(
    session: Session, until: datetime, heard: datetime, limit: int, without: Collection[int]
) -> list[Ringing]:
    """Return up to `limit` alarms that have rung by `until`, at most one of a complaint.

    Complaints in `without` are passed over.
    """
    return _first(session, _RINGING, until, heard, limit, without)


def take_ringing(
    session: Session, until: datetime, heard: datetime, limit: int, without: Collection[int]
) -> list[Ringing]:
    """Return alarms as `ringing` does, their complaints held; what anybody holds is passed over.

    One may have been answered a moment before it was held.
    """
    wanted = _RINGING_IN_NO_HAND if cases.has_row_locks(session) else _RINGING
    return _first(session, wanted, until, heard, limit, without)


def _first(
    session: Session,
    wanted: Select[tuple[int, DeadlineKind, datetime]],
    until: datetime,
    heard: datetime,
    limit: int,
    without: Collection[int],
) -> list[Ringing]:
    values = {"until": until, "heard": heard, "limit": limit + len(without)}
    first: dict[int, Ringing] = {}
    for row in session.execute(wanted, values):
        if row.complaint_id not in without:
            first.setdefault(row.complaint_id, Ringing._make(row))
    return list(first.values())[:limit]


def ringing_of(
    session: Session, complaint_id: int, until: datetime, heard: datetime
) -> list[Ringing]:
    """Return the alarm of one complaint that rang first, none where it has been answered."""
    values = {"this": complaint_id, "until": until, "heard": heard}
    return [Ringing._make(row) for row in session.execute(_OF_ONE, values)]


def announced(session: Session, until: datetime, heard: datetime) -> Sequence[Announced]:
    """Return every alarm that has rung by `until`, oldest first."""
    rows = session.execute(_ANNOUNCED, {"until": until, "heard": heard})
    return [Announced._make(row) for row in rows]


def next_due(session: Session, until: datetime) -> datetime | None:
    """Return when the first alarm rings, None where none does by `until`."""
    return session.execute(_NEXT, {"until": until}).scalar()


def unheard(session: Session, until: datetime, heard: datetime) -> int:
    """Return how many silences wait because not every door has been read."""
    return int(session.execute(_UNHEARD, {"until": until, "heard": heard}).scalar_one())
