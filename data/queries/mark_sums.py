"""Sums of marks: made of days and months that are over, read instead of the marks."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    func,
    literal,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from data.models.measured import Grain
from data.queries.tables import MARK, MARK_STATE, MARK_SUM
from dopcrm_tui.rules.measures import NEVER_SUMMED, Measure
from dopcrm_tui.rules.period import Period

ROWS = 2_000
"""Sums written in one statement."""

_SUMMED = tuple(each for each in Measure if each not in NEVER_SUMMED)

_KEYS = tuple(column.name for column in MARK_SUM.primary_key)

MONTHLY = (
    Grain.CIRCLE_MONTH,
    Grain.DIVISION_MONTH,
    Grain.CIRCLE_GRIEVANCE,
    Grain.DIVISION_GRIEVANCE,
)
BY_GRIEVANCE = frozenset({Grain.CIRCLE_GRIEVANCE, Grain.DIVISION_GRIEVANCE})
_OF_DIVISIONS = frozenset({Grain.DIVISION_MONTH, Grain.DIVISION_GRIEVANCE})
_PLAIN_KEY = case(
    (MARK.c.measure == literal_column("'received'"), literal_column("''")), else_=MARK.c.key
)
"""The same words wherever it stands, so that a server knows it again."""

CIRCLE_UNIT = func.coalesce(MARK.c.holder_circle_id, MARK.c.office_id)
DIVISION_UNIT = func.coalesce(MARK.c.division_id, MARK.c.office_id)
_KINDS = ("measure", "key", "value", "category", "channel", "confined")


def summed_until(session: Session) -> date | None:
    """Return the last day that is in the sums, None where none is."""
    found: date | None = session.execute(
        select(MARK_STATE.c.summed_until).where(MARK_STATE.c.id == 1)
    ).scalar_one_or_none()
    return found


def first_day(session: Session) -> date | None:
    """Return the day of the oldest mark, None where there is none."""
    oldest = select(func.min(MARK.c.day)).where(MARK.c.measure == Measure.RECEIVED)
    found: date | None = session.execute(oldest).scalar_one()
    return found


def of_day(session: Session, day: date) -> Sequence[dict[str, Any]]:
    """Return the sums of one day by circle."""
    return _summed(session, _marks(Grain.CIRCLE_DAY, CIRCLE_UNIT, Period(day, day)))


def of_month(session: Session, month: Period) -> Iterator[dict[str, Any]]:
    """Yield the sums of a month, by circle and by division."""
    for grain in MONTHLY:
        unit = DIVISION_UNIT if grain in _OF_DIVISIONS else CIRCLE_UNIT
        yield from _summed(session, _marks(grain, unit, month))


def _summed(session: Session, wanted: Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in session.execute(wanted).mappings()]


def _marks(grain: Grain, unit: ColumnElement[int], period: Period) -> Select[Any]:
    """Select the sums of marks of a period in a grain, as rows of the table of sums."""
    region = MARK.c.region_id if grain in _OF_DIVISIONS else literal(None)
    by_grievance = grain in BY_GRIEVANCE
    key = MARK.c.key if by_grievance else _PLAIN_KEY
    kinds = [key.label("key") if name == "key" else MARK.c[name] for name in _KINDS]
    measures = (Measure.RECEIVED,) if by_grievance else _SUMMED
    return (
        select(
            literal(grain.value).label("grain"),
            literal(period.first, MARK.c.day.type).label("period"),
            unit.label("unit_id"),
            func.max(region).label("region_id"),
            func.max(MARK.c.holder_circle_id).label("circle_id"),
            *kinds,
            func.count().label("count"),
        )
        .where(MARK.c.measure.in_(measures), MARK.c.day >= period.first, MARK.c.day <= period.last)
        .group_by(unit, *(key if name == "key" else MARK.c[name] for name in _KINDS))
    )


def write(session: Session, sums: Sequence[dict[str, Any]]) -> None:
    """Write sums in the place of what was there: done twice, it comes to the same."""
    kind = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    written = kind(MARK_SUM)
    written = written.on_conflict_do_update(
        index_elements=_KEYS, set_={"count": written.excluded["count"]}
    )
    for begin in range(0, len(sums), ROWS):
        session.execute(written, sums[begin : begin + ROWS])


def say_summed(session: Session, until: date) -> None:
    """Note the last day that is in the sums."""
    session.execute(update(MARK_STATE).where(MARK_STATE.c.id == 1).values(summed_until=until))


def all_of(session: Session, grain: Grain, period: Period) -> Sequence[dict[str, Any]]:
    """Return the sums that are kept of a period in a grain."""
    table = MARK_SUM.c
    within = and_(table.grain == grain, table.period >= period.first, table.period <= period.last)
    return [dict(row) for row in session.execute(select(MARK_SUM).where(within)).mappings()]
