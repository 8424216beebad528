"""What was marked in a period, counted: from sums where days are over, else mark by mark."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, Table, func, select
from sqlmodel import Session

from data.models.measured import Grain
from data.queries.mark_sums import summed_until
from data.queries.tables import MARK, MARK_SUM, OFFICE
from data.queries.visible import naming
from dopcrm_tui.rules.jurisdiction import Column, Reach, Scope
from dopcrm_tui.rules.measures import NEVER_SUMMED, Measure
from dopcrm_tui.rules.period import Period
from dopcrm_tui.rules.vocabulary import Channel

_BENEATH = OFFICE.alias("beneath")

By = Literal["unit", "office", "month", "key", "value", "category", "channel"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted: measures of an office and all below it in a period, and by what."""

    measures: tuple[Measure, ...]
    scope: Scope
    period: Period
    by: frozenset[By] = frozenset()
    category: str | None = None
    channel: Channel | None = None


class Cell(NamedTuple):
    """What one count is about; what was not asked by is None.

    `unit_id` is the office next below the scope's, or the office itself; `month` its first day.
    """

    measure: Measure
    unit_id: int | None = None
    office_id: int | None = None
    month: date | None = None
    key: str | None = None
    value: int | None = None
    category: str | None = None
    channel: Channel | None = None


def counted(session: Session, asked: Asked, reach: Reach) -> Counter[Cell]:
    """Return how many marks the actor may know of, by what was asked."""
    found: Counter[Cell] = Counter()
    summed = summed_until(session)
    for part in _parts(asked):
        for statement in _statements(part, reach, summed):
            _add(session, statement, part, found)
    if _is_named(session, reach):
        hidden: Counter[Cell] = Counter()
        _add(session, _marks_of_hidden(asked, reach), asked, hidden)
        found.subtract(hidden)
    return +found


def _parts(asked: Asked) -> Iterator[Asked]:
    """Yield what is asked so that each part is read from sums of one kind."""
    alone = {Measure.RECEIVED} if "key" in asked.by else set()
    for some in (alone, set(asked.measures) - alone):
        if measures := tuple(each for each in asked.measures if each in some):
            yield replace(asked, measures=measures)


def _add(session: Session, wanted: Select[Any], asked: Asked, found: Counter[Cell]) -> None:
    names = _names(asked)
    for row in session.execute(wanted):
        values = dict(zip(names, row, strict=True))
        count = values.pop("count")
        if day := values.get("month"):
            values["month"] = day.replace(day=1)
        found[Cell(**values)] += count


def _names(asked: Asked) -> list[str]:
    by = ("unit", "office", "month", "key", "value", "category", "channel")
    named = {"unit": "unit_id", "office": "office_id"}
    return ["measure", *(named.get(each, each) for each in by if each in asked.by), "count"]


def _statements(asked: Asked, reach: Reach, summed: date | None) -> Iterator[Select[Any]]:
    """Yield what to read: whole months, then days, from sums; the rest from the marks."""
    left: tuple[Period, ...] = (asked.period,)
    alone = "office" in asked.by or NEVER_SUMMED.intersection(asked.measures)
    by_grievance = asked.measures == (Measure.RECEIVED,) and "key" in asked.by
    known = _BY_GRIEVANCE if by_grievance else _GRAINS
    grains = () if alone else known.get(asked.scope.column, ())
    for grain in grains:
        for period in left:
            over = _over(period, grain, summed)
            if over is not None:
                yield _sums(asked, reach, grain, over)
        left = tuple(
            part for period in left for part in period.without(_over(period, grain, summed))
        )
    for period in left:
        yield _marks(asked, reach, period)


_GRAINS: dict[Column | None, tuple[Grain, ...]] = {
    None: (Grain.CIRCLE_MONTH, Grain.CIRCLE_DAY),
    "circle_id": (Grain.DIVISION_MONTH,),
    "region_id": (Grain.DIVISION_MONTH,),
}
_BY_GRIEVANCE: dict[Column | None, tuple[Grain, ...]] = {
    None: (Grain.CIRCLE_GRIEVANCE,),
    "circle_id": (Grain.DIVISION_GRIEVANCE,),
    "region_id": (Grain.DIVISION_GRIEVANCE,),
}
"""The sums that tell of a scope; of a division and below the marks themselves are few."""


def _over(period: Period, grain: Grain, summed: date | None) -> Period | None:
    if summed is None:
        return None
    if grain is Grain.CIRCLE_DAY:
        return period.until(summed)
    return period.whole_months(summed)


def _sums(asked: Asked, reach: Reach, grain: Grain, period: Period) -> Select[Any]:
    table = MARK_SUM.c
    wanted = select(*_columns(asked, MARK_SUM, _sum_unit(asked.scope), table.period)).add_columns(
        func.sum(table["count"])
    )
    within = [table.grain == grain, table.period >= period.first, table.period <= period.last]
    return _grouped(wanted.where(*within, *_of(asked, reach, MARK_SUM)))


def _marks(asked: Asked, reach: Reach, period: Period) -> Select[Any]:
    wanted = select(*_columns(asked, MARK, _mark_unit(asked.scope), MARK.c.day))
    within = (MARK.c.day >= period.first, MARK.c.day <= period.last)
    return _grouped(wanted.add_columns(func.count()).where(*within, *_of(asked, reach, MARK)))


def _marks_of_hidden(asked: Asked, reach: Reach) -> Select[Any]:
    return _marks(asked, reach, asked.period).where(
        MARK.c.complaint_id.in_(naming(reach.operator_id))
    )


def _is_named(session: Session, reach: Reach) -> bool:
    return session.execute(naming(reach.operator_id).limit(1)).first() is not None


def _columns(
    asked: Asked, table: Table, unit: ColumnElement[int], day: ColumnElement[date]
) -> list[ColumnElement[Any]]:
    office = MARK.c.office_id  # sums know none
    columns: dict[str, ColumnElement[Any]] = {"unit": unit, "office": office, "month": day}
    for name in ("key", "value", "category", "channel"):
        columns[name] = table.c[name]
    asked_by = [each for name, each in columns.items() if name in asked.by]
    return [table.c.measure, *asked_by]


def _grouped(wanted: Select[Any]) -> Select[Any]:
    columns = list(wanted.selected_columns)[:-1]
    return wanted.group_by(*columns)


_CIRCLE: dict[Column, str] = {"circle_id": "holder_circle_id"}


def of_scope(scope: Scope) -> list[ColumnElement[bool]]:
    """Return the condition that a mark counts for an office, or one below it."""
    if scope.column is None:
        return []
    if scope.column == "head_office_id":
        below = select(_BENEATH.c.id).where(_BENEATH.c.head_office_id == scope.office_id)
        return [MARK.c.office_id.in_(below)]
    column: ColumnElement[bool] = MARK.c[_CIRCLE.get(scope.column, scope.column)] == scope.office_id
    return [column]


def _sums_of(column: Column, office_id: int) -> list[ColumnElement[bool]]:
    """Return the condition that a sum is of a unit; by its circle, too: sums are found by that."""
    found: list[ColumnElement[bool]] = [MARK_SUM.c[column] == office_id]
    if column == "region_id":
        circle = select(_BENEATH.c.circle_id).where(_BENEATH.c.id == office_id)
        found.append(MARK_SUM.c.circle_id == circle.scalar_subquery())
    return found


def _of(asked: Asked, reach: Reach, table: Table) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [table.c.measure.in_(asked.measures)]
    if table is MARK:
        found += of_scope(asked.scope)
    elif asked.scope.column:
        found += _sums_of(asked.scope.column, asked.scope.office_id)
    if asked.category:
        found.append(table.c.category == asked.category)
    if asked.channel:
        found.append(table.c.channel == asked.channel)
    if not reach.confined:
        found.append(table.c.confined.is_(False))
    return found


def _sum_unit(scope: Scope) -> ColumnElement[int]:
    if scope.column == "circle_id":
        return func.coalesce(MARK_SUM.c.region_id, MARK_SUM.c.unit_id)
    return MARK_SUM.c.unit_id


def _mark_unit(scope: Scope) -> ColumnElement[int]:
    """Return the office next below the scope's in which a mark's office lies."""
    table = MARK.c
    below: dict[Column | None, tuple[ColumnElement[Any], ...]] = {
        None: (table.holder_circle_id,),
        "circle_id": (table.region_id, table.division_id),
        "region_id": (table.division_id,),
    }
    levels = below.get(scope.column, ())
    return func.coalesce(*levels, table.office_id) if levels else table.office_id
