"""Room for the months to come, where histories lie in parts of a month each."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session

_IS_THERE = text("SELECT to_regclass(:part) IS NOT NULL")
_ADD = text("SELECT add_month(:month)")
_LONGEST_MONTH = timedelta(days=31)


def make_room(session: Session, now: datetime) -> bool:
    """Make the parts of this month and the next; whether any was missing.

    Called in good time: what comes before its part is made lies in the part for the rest. Does
    nothing on SQLite.
    """
    if session.get_bind().dialect.name == "sqlite":
        return False
    first = now.date().replace(day=1)
    return _make(session, [first, (first + _LONGEST_MONTH).replace(day=1)])


def make_room_for(session: Session, days: Iterable[date]) -> bool:
    """Make the parts for what was done on some days; whether any was missing."""
    if session.get_bind().dialect.name == "sqlite":
        return False
    return _make(session, sorted({day.replace(day=1) for day in days}))


def _make(session: Session, months: Sequence[date]) -> bool:
    missing = [
        one for one in months if not session.scalar(_IS_THERE, {"part": f"event{one:_%Y_%m}"})
    ]
    for month in missing:
        session.execute(_ADD, {"month": month})
    return bool(missing)
