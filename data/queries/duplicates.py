"""Complaints that look like the one being registered."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from data.models import Complaint
from data.queries.visible import seen_by
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.jurisdiction import reach_of
from dopcrm_tui.rules.policy import Policy

MOST = 5


def lookalikes(
    session: Session, actor: Actor, subject: Mapping[str, str], now: datetime, policy: Policy
) -> tuple[str, ...]:
    """Return numbers of complaints on the same article, newest first, that the actor may see."""
    article = subject.get("article_number")
    if not article:
        return ()
    wanted = (
        select(Complaint.number)
        .where(
            Complaint.article_number == article,
            col(Complaint.registered_at) >= now - policy.duplicate_window,
            seen_by(reach_of(actor)),
        )
        .order_by(col(Complaint.id).desc())
        .limit(MOST)
    )
    return tuple(session.exec(wanted))
