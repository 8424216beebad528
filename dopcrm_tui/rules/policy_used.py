"""The numbers of the policy an act used, kept with its entry: what was due then stays due."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.dates import read_duration, write_duration
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.vocabulary import Action

LIMIT_KEYS = {
    "R21": "resolve_limit",
    "R30": "resolve_limit_mail",
    "LOST": "resolve_limit_lost",
    "INQ": "resolve_limit_inquiry",
    "COMP": "resolve_limit_compensation",
}
"""The number behind each limit rule of the taxonomy."""

_USED: dict[Action, tuple[str, ...]] = {
    Action.REGISTER: ("interim_reply_lead",),
    Action.SEEK_INFORMATION: ("information_window", "information_runs_from"),
    Action.INFORMATION_LAPSES_ESCALATED: ("escalation_step",),
    Action.SEEK_CONFIRMATION: ("confirmation_window", "confirmation_runs_from"),
    Action.NOTICE_DELIVERED: ("confirmation_window", "information_window"),
    Action.EXTERNAL_REMINDER: ("external_reminder_step",),
    Action.REJECT: ("escalation_step",),
    Action.ESCALATE: ("escalation_step",),
    Action.REOPEN: ("escalation_step",),
    Action.OPEN_ENQUIRY: ("enquiry_window",),
    Action.CLAIM_COMPENSATION: ("resolve_limit_compensation",),
}


def policy_used(act: Act, policy: Policy) -> dict[str, str]:
    """Return the numbers by which an act sets clocks, durations as ISO 8601."""
    return {key: _written(getattr(policy, key)) for key in _keys(act)}


def policy_then(recorded: Mapping[str, str], fallback: Policy) -> Policy:
    """Return the policy of an entry: what it recorded, and `fallback` for all else.

    Raises ValueError where what it recorded is no such number.
    """
    known = {key: _read(key, text) for key, text in recorded.items() if hasattr(fallback, key)}
    return replace(fallback, **known) if known else fallback


def _keys(act: Act) -> tuple[str, ...]:
    if act.action is Action.REFER_EXTERNAL:
        return ("external_window_postal_inquiry" if act.postal_inquiry else "external_window",)
    return _USED.get(act.action, ())


def _written(value: object) -> str:
    return write_duration(value) if isinstance(value, timedelta) else str(value)


def _read(key: str, written: str) -> Any:  # noqa: ANN401  # as many kinds as the policy has
    """Return a recorded value as the kind of its key."""
    kind = type(getattr(_PLAIN, key))
    return read_duration(written) if kind is timedelta else kind(written)


_PLAIN = Policy()
