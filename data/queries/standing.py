"""Open complaints as they stand now, counted for reports in one index."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, false, func, literal, not_, or_, select, true
from sqlmodel import Session

from data.queries import outside
from data.queries.outside import in_band
from data.queries.tables import COMPLAINT, OFFICE
from data.queries.visible import not_hidden
from dopcrm_tui.rules.jurisdiction import Column, Reach, Scope
from dopcrm_tui.rules.reporting.bands import BANDS
from dopcrm_tui.rules.reporting.tallies import Origin, Standing
from dopcrm_tui.rules.vocabulary import Channel, State, Task

TABLE = COMPLAINT.c
_ORIGIN, _BENEATH = OFFICE.alias("origin"), OFFICE.alias("beneath")

IS_OPEN = TABLE.closed_at.is_(None)
"""In the very words of the partial indexes."""


class Stood(NamedTuple):
    """What one count of open complaints is about; `band` is a place in `BANDS`."""

    unit_id: int | None = None
    state: State | None = None
    band: int | None = None
    late: bool | None = None
    escalated: bool | None = None
    to_phone: bool | None = None
    category: str | None = None
    grievance: str | None = None
    assignee_id: int | None = None


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a report is narrowed by besides the office."""

    category: str | None = None
    channel: Channel | None = None


def stood(
    session: Session,
    scope: Scope,
    reach: Reach,
    now: datetime,
    by: Sequence[str],
    narrowing: Narrowing,
) -> Counter[Stood]:
    """Return how many open complaints of a scope stand how; `by` names fields of `Stood`."""
    known: dict[str, ColumnElement[Any]] = {
        "unit_id": unit_of(scope),
        "state": TABLE.state,
        "band": in_band(TABLE.registered_at, now),
        "late": TABLE.due_at <= literal(now, TABLE.due_at.type),
        "escalated": TABLE.escalation_level > 0,
        "to_phone": TABLE.task.is_not_distinct_from(Task.PHONE_CUSTOMER),
    }
    columns = [known[name] if name in known else TABLE[name] for name in by]
    wanted = (
        select(*columns, func.count())
        .where(IS_OPEN, held_in(scope), *narrowed(narrowing, reach))
        .group_by(*columns)
    )
    found: Counter[Stood] = Counter()
    for *told, count in session.execute(wanted):
        what: dict[str, Any] = {
            name: bool(value) if name in _YES_OR_NO else value
            for name, value in zip(by, told, strict=True)
        }
        found[Stood(**what)] += count
    return found


_YES_OR_NO = frozenset({"late", "escalated", "to_phone"})
"""What SQLite tells as a number."""


def held_in(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a complaint lies with an office, or one below it."""
    if scope.column is None:
        return true()
    held: ColumnElement[bool] = TABLE[scope.column] == scope.office_id
    return held


def came_from(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a complaint was registered at an office, or one below it."""
    if scope.column is None:
        return true()
    if scope.column == "circle_id":
        return TABLE.registered_circle_id == scope.office_id
    if scope.column == "office_id":
        return TABLE.registered_office_id == scope.office_id
    below = select(_BENEATH.c.id).where(_BENEATH.c[scope.column] == scope.office_id)
    return TABLE.registered_office_id.in_(below)


def narrowed(narrowing: Narrowing, reach: Reach) -> list[ColumnElement[bool]]:
    """Return the conditions of who looks and of what a report is narrowed by."""
    found = [not_hidden(reach.confined, reach.operator_id)]
    if narrowing.category:
        found.append(TABLE.category == narrowing.category)
    if narrowing.channel:
        found.append(TABLE.channel == narrowing.channel)
    return found


_BELOW: dict[Column | None, tuple[str, ...]] = {
    None: ("circle_id",),
    "circle_id": ("region_id", "division_id"),
    "region_id": ("division_id",),
}
"""The columns that name the office next below a scope's, the highest first."""


def unit_of(scope: Scope) -> ColumnElement[int]:
    """Return the office next below a scope's, or the office itself, as a column."""
    levels = [TABLE[name] for name in _BELOW.get(scope.column, ())]
    return func.coalesce(*levels, TABLE.office_id) if levels else TABLE.office_id


def lying(
    session: Session, scope: Scope, reach: Reach, narrowing: Narrowing
) -> Counter[tuple[int | None, int | None]]:
    """Return how many open complaints lie where and came from where.

    Both are the office next below the scope's, None outside; those with both outside are left out.
    """
    held, came = _place(scope, COMPLAINT), _place(scope, _ORIGIN)
    wanted = (
        select(held, came, func.count())
        .select_from(COMPLAINT.join(_ORIGIN, _ORIGIN.c.id == TABLE.registered_office_id))
        .where(IS_OPEN, or_(held_in(scope), came_from(scope)), *narrowed(narrowing, reach))
        .group_by(held, came)
    )
    return Counter({(here, there): n for here, there, n in session.execute(wanted)})


def _place(scope: Scope, of: Any) -> ColumnElement[int | None]:  # noqa: ANN401  table or alias
    own = of.c.office_id if of is COMPLAINT else of.c.id
    levels = [of.c[name] for name in _BELOW.get(scope.column, ())]
    unit = func.coalesce(*levels, own) if levels else own
    if scope.column is None:
        return unit
    above = own if scope.column == "office_id" else of.c[scope.column]
    return case((above == scope.office_id, unit), else_=None)


def _elsewhere(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a complaint lies outside; offices high up have no level below."""
    if scope.column is None:
        return false()
    return TABLE[scope.column].is_distinct_from(scope.office_id)


def conditions(
    tally: Standing, scope: Scope, reach: Reach, now: datetime, narrowing: Narrowing
) -> list[ColumnElement[bool]]:
    """Return the conditions on the complaints that a figure counts."""
    found = [IS_OPEN, _lies(tally.origin, scope), *narrowed(narrowing, reach)]
    if tally.state is not None:
        found.append(TABLE.state == tally.state)
    if tally.late is not None:
        is_late = TABLE.due_at <= literal(now, TABLE.due_at.type)
        found.append(is_late if tally.late else not_(is_late))
    if tally.escalated is not None:
        found.append((TABLE.escalation_level > 0) == tally.escalated)
    if tally.taken:
        found.append(TABLE.assignee_id.is_not(None))
    if tally.to_phone:
        found.append(TABLE.task == Task.PHONE_CUSTOMER)
    if tally.band is not None:
        found.append(in_band(TABLE.registered_at, now) == BANDS.index(tally.band))
    for name in ("category", "grievance", "assignee_id"):
        if (value := getattr(tally, name)) is not None:
            found.append(TABLE[name] == value)
    if tally.authority is not None or tally.stay is not None:
        found.append(TABLE.id.in_(outside.lying_with(tally.authority, tally.stay, now)))
    return found


def _lies(origin: Origin | None, scope: Scope) -> ColumnElement[bool]:
    if origin is None:
        return held_in(scope)
    held, came = held_in(scope), came_from(scope)
    parts = {
        Origin.OWN: (held, came),
        Origin.INWARD: (held, not_(came)),
        Origin.OUTWARD: (_elsewhere(scope), came),
    }
    return reduce(and_, parts[origin])
