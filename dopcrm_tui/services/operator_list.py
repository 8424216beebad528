"""The accounts a supervisor, an auditor or an administrator may see, as lines of a list."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from data.queries.account_tables import OPERATOR
from data.queries.offices import KIND_ORDER, OFFICE, inside
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.jurisdiction import Scope, subtree
from dopcrm_tui.rules.offices import DIRECTORATE_ID, OfficePath
from dopcrm_tui.rules.refusals import NotFound, NotPermitted
from dopcrm_tui.rules.vocabulary import Role

_LINES = select(
    OPERATOR.c.employee_id,
    OPERATOR.c.name,
    OPERATOR.c.role,
    OFFICE.c.code,
    OFFICE.c.name,
    OPERATOR.c.active,
    OPERATOR.c.must_change,
).join(OFFICE, OFFICE.c.id == OPERATOR.c.office_id)


@dataclass(frozen=True, slots=True)
class OperatorView:
    """An account as a line of a list."""

    employee_id: str
    name: str
    role: Role
    office_code: str
    office_name: str
    active: bool
    must_change: bool


def read(session: Session, by: Actor, under: str | None) -> tuple[OperatorView, ...]:
    """Return the accounts inside both the reach of `by` and the office `under`, by office.

    Raises NotPermitted, NotFound.
    """
    conditions = [inside(_reach(by))]
    if under is not None:
        conditions.append(inside(subtree(_path(session, under))))
    order = (KIND_ORDER, OFFICE.c.name, OPERATOR.c.role, OPERATOR.c.employee_id)
    rows = session.execute(_LINES.where(*conditions).order_by(*order))
    return tuple(OperatorView(*row) for row in rows)


def _reach(by: Actor) -> Scope:
    if by.role in {Role.ADMINISTRATOR, Role.AUDITOR}:
        return Scope(None, DIRECTORATE_ID)
    if by.role is Role.SUPERVISOR and by.office is not None:
        return subtree(by.office)
    raise NotPermitted("Only supervisors, auditors and administrators see the accounts.")


def _path(session: Session, code: str) -> OfficePath:
    columns = ("id", "kind", "head_office_id", "division_id", "region_id", "circle_id")
    wanted = select(*(OFFICE.c[name] for name in columns))
    row = session.execute(wanted.where(OFFICE.c.code == code.strip().upper())).one_or_none()
    if row is None:
        raise NotFound(f"There is no office with the code {code.strip()}.")
    return OfficePath(*row)
