"""The visibility predicate of `rules.jurisdiction`, as a condition of a query."""

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    false,
    literal_column,
    or_,
    select,
    true,
)

from data.queries.tables import COMPLAINT, COMPLAINT_NAMED
from dopcrm_tui.rules.jurisdiction import Column, Reach

Id = int | BindParameter[int]
"""An id, or the place where a statement built once takes it."""


def inside(column: Column | None, office_id: Id) -> ColumnElement[bool]:
    """Return the condition that the holder lies in a scope, for few rows found by other means.

    It is a sum so that no planner looks it up in an index: without the right statistics SQLite
    would rather walk all open complaints of a circle than the few of one assignee.
    """
    if column is None:
        return true()
    held: ColumnElement[bool] = COMPLAINT.c[column] + literal_column("0") == office_id
    return held


def seen_by(reach: Reach | None) -> ColumnElement[bool]:
    """Return the condition under which an actor with `reach` sees a complaint."""
    if reach is None:
        return false()
    scope = _held(reach.scope.column, reach.scope.office_id)
    return _seen(scope, reach.registered_office_id, reach.confined, reach.operator_id)


def seen(column: Column | None, confined: bool) -> ColumnElement[bool]:
    """Return `seen_by` for a statement built once; `values_of` a reach fills it."""
    here: BindParameter[int] = bindparam("here")
    return _seen(_held(column, bindparam("scope")), here, confined, bindparam("me"))


def values_of(reach: Reach) -> dict[str, int]:
    """Return what `seen` leaves open."""
    return {
        "scope": reach.scope.office_id,
        "here": reach.registered_office_id,
        "me": reach.operator_id,
    }


def not_hidden(confined: bool, operator_id: Id) -> ColumnElement[bool]:
    """Return the part of the predicate that holds wherever the complaint lies."""
    open_to_all = true() if confined else COMPLAINT.c.confined.is_(False)
    return and_(open_to_all, COMPLAINT.c.id.not_in(naming(operator_id)))


def naming(operator_id: Id) -> Select[tuple[int]]:
    """Select the ids of the complaints that name an operator, who therefore does not see them."""
    return select(COMPLAINT_NAMED.c.complaint_id).where(
        COMPLAINT_NAMED.c.operator_id == operator_id
    )


def _held(column: Column | None, office_id: Id) -> ColumnElement[bool]:
    if column is None:
        return true()
    held: ColumnElement[bool] = COMPLAINT.c[column] == office_id
    return held


def _seen(scope: ColumnElement[bool], here: Id, confined: bool, me: Id) -> ColumnElement[bool]:
    registered_here: ColumnElement[bool] = COMPLAINT.c.registered_office_id == here
    return and_(or_(scope, registered_here), not_hidden(confined, me))
