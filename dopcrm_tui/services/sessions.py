"""Sessions as the store keeps them: who holds one, and whether it still counts."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import Session, col, select

from data.models.operator import Operator, OperatorSession
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.refusals import NotLoggedIn
from dopcrm_tui.rules.sessions import ENDED, idle_limit, is_alive

SEEN_EVERY = timedelta(seconds=30)
"""How exactly the store knows when a session was last used: not every look is written down."""


def token_hash(token: str) -> str:
    """Return what the store keeps of a session's token."""
    return sha256(token.encode(errors="replace")).hexdigest()


def holder(
    session: Session, hashed: str, policy: Policy, now: datetime
) -> tuple[Operator, OperatorSession]:
    """Return whose a session is. Raises NotLoggedIn where it is over, or the account closed."""
    found = session.exec(
        select(Operator, OperatorSession)
        .join(OperatorSession, col(OperatorSession.operator_id) == col(Operator.id))
        .where(OperatorSession.token_hash == hashed, col(Operator.active))
    ).one_or_none()
    if found is not None:
        operator, held = found
        limit = idle_limit(operator.role, policy)
        if is_alive(held.valid_until, held.last_seen_at, now, limit):
            return operator, held
    raise NotLoggedIn(ENDED, rule="session")


def check(session: Session, actor: Actor, policy: Policy, now: datetime) -> None:
    """Let an actor act whose session counts; one without acts for the program itself.

    Raises NotLoggedIn.
    """
    if actor.session:
        holder(session, actor.session, policy, now)
