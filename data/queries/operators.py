"""What operators are called."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import Session

from data.queries.account_tables import OPERATOR


def names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Return operators by their employee ID and name: `10000002 Asha Nair`."""
    columns = (OPERATOR.c.id, OPERATOR.c.employee_id, OPERATOR.c.name)
    wanted = select(*columns).where(OPERATOR.c.id.in_(tuple(ids)))
    return {row.id: f"{row.employee_id} {row.name}" for row in session.execute(wanted)}
