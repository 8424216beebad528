"""How long a grievance may take: its rule's dated policy, or the days the taxonomy gives it."""

from datetime import timedelta

from data.catalogues.taxonomy import Grievance
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.policy_used import LIMIT_KEYS


def resolve_limit(grievance: Grievance, policy: Policy) -> timedelta:
    """Return the time from registering to resolving a grievance (domain, section 7.3)."""
    key = LIMIT_KEYS.get(grievance.limit_rule)
    limit: timedelta = getattr(policy, key) if key else timedelta(days=grievance.limit_days)
    return limit
