"""Complaints that look like the one being registered."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session

from data.queries.tables import COMPLAINT
from data.queries.visible import seen, values_of
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.jurisdiction import Column, reach_of
from dopcrm_tui.rules.policy import Policy

MOST = 5


def lookalikes(
    session: Session, actor: Actor, subject: Mapping[str, str], now: datetime, policy: Policy
) -> tuple[str, ...]:
    """Return numbers of complaints on the same article, newest first, that the actor may see."""
    article, reach = subject.get("article_number"), reach_of(actor)
    if not article or reach is None:
        return ()
    wanted = _alike(reach.scope.column, reach.confined)
    values = {"article": article, "since": now - policy.duplicate_window, **values_of(reach)}
    return tuple(session.execute(wanted, values).scalars())


_KNOWN = (
    select(COMPLAINT.c.id)
    .where(
        COMPLAINT.c.article_number == bindparam("article"),
        COMPLAINT.c.id < bindparam("this"),
        COMPLAINT.c.confined.is_(False),
    )
    .limit(1)
)


def is_known(session: Session, article: str, complaint_id: int) -> bool:
    """Whether an earlier complaint is about the same article; of a confined one nobody is told."""
    return session.execute(_KNOWN, {"article": article, "this": complaint_id}).first() is not None


@cache
def _alike(column: Column | None, confined: bool) -> Select[Any]:
    return (
        select(COMPLAINT.c.number)
        .where(
            COMPLAINT.c.article_number == bindparam("article"),
            COMPLAINT.c.registered_at >= bindparam("since"),
            seen(column, confined),
        )
        .order_by(COMPLAINT.c.id.desc())
        .limit(MOST)
    )
