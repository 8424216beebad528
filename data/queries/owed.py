"""Open enquiries and unsettled compensation, counted for reports: few rows, of all complaints."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, literal, literal_column, not_, select
from sqlmodel import Session

from data.queries.standing import Narrowing, narrowed, unit_of
from data.queries.tables import COMPENSATION, COMPLAINT, ENQUIRY
from data.queries.visible import inside
from dopcrm_tui.rules.jurisdiction import Reach, Scope
from dopcrm_tui.rules.reporting.tallies import Beside, Owed

_TABLES = {Beside.ENQUIRY: ENQUIRY, Beside.COMPENSATION: COMPENSATION}
_UNSETTLED = {
    Beside.ENQUIRY: ENQUIRY.c.closed_at.is_(None),
    Beside.COMPENSATION: COMPENSATION.c.settled_at.is_(None),
}
"""In the very words of the partial indexes."""

_AMOUNTS: dict[Beside, ColumnElement[int]] = {
    Beside.ENQUIRY: literal_column("0"),
    Beside.COMPENSATION: COMPENSATION.c.amount,
}


class Debt(NamedTuple):
    """How many of a unit there are, late or not, and what they come to in paise."""

    unit_id: int
    late: bool
    many: int
    paise: int


def debts(
    session: Session,
    what: Beside,
    scope: Scope,
    reach: Reach,
    now: datetime,
    narrowing: Narrowing,
) -> Sequence[Debt]:
    """Return what is open beside the complaints of a scope, by the office next below it."""
    table, unit = _TABLES[what], unit_of(scope)
    late = table.c.due_at <= literal(now, table.c.due_at.type)
    wanted = (
        select(unit, late, func.count(), func.sum(_AMOUNTS[what]))
        .select_from(table.join(COMPLAINT, COMPLAINT.c.id == table.c.complaint_id))
        .where(_UNSETTLED[what], _held(scope), *narrowed(narrowing, reach))
        .group_by(unit, late)
    )
    return [
        Debt(unit_id, bool(is_late), many, int(paise or 0))
        for unit_id, is_late, many, paise in session.execute(wanted)
    ]


def _held(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a complaint lies there, found by what is open beside it."""
    return inside(scope.column, scope.office_id)


def conditions(
    tally: Owed, scope: Scope, reach: Reach, now: datetime, narrowing: Narrowing
) -> list[ColumnElement[bool]]:
    """Return the conditions on the complaints that a figure counts."""
    table = _TABLES[tally.what]
    unsettled = select(table.c.complaint_id).where(_UNSETTLED[tally.what])
    if tally.late is not None:
        late = table.c.due_at <= literal(now, table.c.due_at.type)
        unsettled = unsettled.where(late if tally.late else not_(late))
    found = [COMPLAINT.c.id.in_(unsettled), _held(scope), *narrowed(narrowing, reach)]
    if tally.category:
        found.append(COMPLAINT.c.category == tally.category)
    return found
