"""Complaints that refer to an earlier one."""

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session

from data.queries.tables import COMPLAINT
from data.queries.visible import seen, values_of
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.jurisdiction import Column, reach_of

MOST = 20


def referring_to(session: Session, actor: Actor, number: str) -> tuple[str, ...]:
    """Return numbers of complaints that refer to `number`, oldest first, that the actor may see."""
    reach = reach_of(actor)
    if reach is None:
        return ()
    wanted = _referring(reach.scope.column, reach.confined)
    return tuple(session.execute(wanted, {"old": number, **values_of(reach)}).scalars())


@cache
def _referring(column: Column | None, confined: bool) -> Select[Any]:
    return (
        select(COMPLAINT.c.number)
        .where(COMPLAINT.c.refers_to == bindparam("old"), seen(column, confined))
        .order_by(COMPLAINT.c.registered_at, COMPLAINT.c.number)
        .limit(MOST)
    )
