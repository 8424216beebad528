"""How long a session lasts: so long at rest, and so long in all (OWASP ASVS 5.0, 7.3)."""

from datetime import datetime, timedelta

from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.vocabulary import Role

AT_A_COUNTER = frozenset({Role.OPERATOR, Role.CALL_CENTRE})
"""Whose screens strangers stand before."""

ENDED = "You are not logged in, or your session has ended. Please log in."


def idle_limit(role: Role, policy: Policy) -> timedelta:
    """Return how long a session of a role may rest."""
    return policy.session_idle_counter if role in AT_A_COUNTER else policy.session_idle


def is_alive(
    valid_until: datetime, last_seen_at: datetime, now: datetime, limit: timedelta
) -> bool:
    """Whether a session still counts. A clock that was set back ends none."""
    return now < valid_until and now - last_seen_at < limit
