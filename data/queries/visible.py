"""The visibility predicate of `rules.jurisdiction`, as a condition of a query."""

from sqlalchemy import BindParameter, ColumnElement, and_, false, or_, select, true
from sqlmodel import col

from data.models import Complaint, ComplaintNamed
from dopcrm_tui.rules.jurisdiction import Reach, Scope


def in_scope(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that the holder lies in `scope`."""
    if scope.column is None:
        return true()
    column: ColumnElement[int] = Complaint.__table__.c[scope.column]  # type: ignore[attr-defined]  # SQLModel hides it
    return column == scope.office_id


def not_named(operator_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Return the condition that the complaint does not name the operator."""
    named = select(ComplaintNamed.complaint_id).where(  # type: ignore[call-overload]  # SQLModel attributes are columns
        col(ComplaintNamed.operator_id) == operator_id
    )
    return col(Complaint.id).not_in(named)


def seen_by(reach: Reach | None) -> ColumnElement[bool]:
    """Return the condition under which an actor with `reach` sees a complaint."""
    if reach is None:
        return false()
    registered_here = col(Complaint.registered_office_id) == reach.registered_office_id
    return and_(
        or_(in_scope(reach.scope), registered_here), not_hidden(reach.confined, reach.operator_id)
    )


def not_hidden(confined: bool, operator_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Return the part of the predicate that holds wherever the complaint lies."""
    open_to_all = true() if confined else col(Complaint.confined).is_(False)
    return and_(open_to_all, not_named(operator_id))
