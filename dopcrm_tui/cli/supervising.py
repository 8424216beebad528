"""What goes over the holder's head: escalate, direct, close by direction, reopen, review."""

from __future__ import annotations

from dopcrm_tui.cli.acting import Key, Numbers, Reason, Reference, Seen, Text, act_on
from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.vocabulary import Action

app = group()


@verb(app, "escalate")
def escalate(
    call: Call, numbers: Numbers, reason: Reason = "", seen: Seen = None, key: Key = None
) -> None:
    """Pass up to the next level (--reason)."""
    act_on(call, numbers, Act(action=Action.ESCALATE, reason=reason), seen, key)


@verb(app, "direct")
def direct(
    call: Call, numbers: Numbers, text: Text = "", seen: Seen = None, key: Key = None
) -> None:
    """Give the holder a direction (--text); the level stays."""
    act_on(call, numbers, Act(action=Action.DIRECT, text=text), seen, key)


@verb(app, "close-by-direction")
def close_by_direction(
    call: Call,
    numbers: Numbers,
    reference: Reference = "",
    reason: Reason = "",
    seen: Seen = None,
    key: Key = None,
) -> None:
    """Close by order of a higher office, without the customer's word."""
    act = Act(action=Action.CLOSE_BY_DIRECTION, reference=reference, reason=reason)
    act_on(call, numbers, act, seen, key)


@verb(app, "reopen")
def reopen(
    call: Call, numbers: Numbers, reason: Reason = "", seen: Seen = None, key: Key = None
) -> None:
    """Reopen what was closed improperly (--reason)."""
    act_on(call, numbers, Act(action=Action.REOPEN, reason=reason), seen, key)


@verb(app, "review")
def review(
    call: Call, numbers: Numbers, text: Text = "", seen: Seen = None, key: Key = None
) -> None:
    """Note that you have looked at how it was worked, and what you found (--text)."""
    act_on(call, numbers, Act(action=Action.REVIEW, text=text), seen, key)
