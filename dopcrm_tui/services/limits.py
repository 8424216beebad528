"""How long a grievance may take: its rule's dated policy, or the days the taxonomy gives it."""

from datetime import timedelta

from data.catalogues.taxonomy import Grievance
from dopcrm_tui.rules.policy import Policy


def resolve_limit(grievance: Grievance, policy: Policy) -> timedelta:
    """Return the time from registering to resolving a grievance (domain, section 7.3)."""
    by_rule = {
        "R21": policy.resolve_limit,
        "R30": policy.resolve_limit_mail,
        "LOST": policy.resolve_limit_lost,
        "INQ": policy.resolve_limit_inquiry,
        "COMP": policy.resolve_limit_compensation,
    }
    return by_rule.get(grievance.limit_rule, timedelta(days=grievance.limit_days))
