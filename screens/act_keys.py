"""The letters by which complaints are acted on, and what each stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dopcrm_tui.rules.vocabulary import Action
from screens.wording import ACTION_LABELS


@dataclass(frozen=True, slots=True)
class ActKey:
    """A letter or F-key, the actions it does or asks for, and what a line of keys says of it."""

    letter: str
    actions: tuple[Action, ...]
    short: str
    long: str = ""

    @property
    def action(self) -> Action:
        """The action by which it is known."""
        return self.actions[0]

    @property
    def label(self) -> str:
        """What it is called where there is room."""
        return self.long or ACTION_LABELS[self.action]


ANSWERED = (
    Action.ACCEPT,
    Action.REJECT,
    Action.ASK_CLARIFICATION,
    Action.GIVE_INFORMATION,
    Action.WITHDRAW,
)
"""What a customer can say of an open complaint; one letter asks for all of it."""

ENQUIRY = (Action.OPEN_ENQUIRY, Action.POST_DISPOSAL, Action.CLOSE_ENQUIRY)
COMPENSATION = (
    Action.CLAIM_COMPENSATION,
    Action.SANCTION_COMPENSATION,
    Action.REFUSE_COMPENSATION,
    Action.PAY_COMPENSATION,
)
INCIDENT = (Action.JOIN_INCIDENT, Action.LEAVE_INCIDENT)
GROUPS = (INCIDENT, ENQUIRY, COMPENSATION)
"""What goes under one key; of several that can be done now one is chosen."""

KEYS = (
    ActKey("t", (Action.TAKE,), "Take"),
    ActKey("l", (Action.RELEASE,), "Release"),
    ActKey("r", (Action.REMARK,), "Remark"),
    ActKey("a", (Action.ATTACH,), "Attach"),
    ActKey("x", (Action.TRANSFER,), "Transfer"),
    ActKey("i", (Action.SEEK_INFORMATION,), "Seek information"),
    ActKey("s", (Action.REFER_EXTERNAL,), "Send outside"),
    ActKey("u", (Action.EXTERNAL_UPDATE,), "Update from outside"),
    ActKey("b", (Action.EXTERNAL_RETURN,), "Back from outside"),
    ActKey("y", (Action.INTERIM_REPLY,), "Interim reply"),
    ActKey("c", (Action.SEEK_CONFIRMATION,), "Seek confirmation"),
    ActKey("n", ANSWERED, "Customer's answer", "Customer's answer, or withdrawal"),
    ActKey("e", (Action.ESCALATE,), "Escalate"),
    ActKey("d", (Action.DIRECT,), "Direction"),
    ActKey("z", (Action.CLOSE_BY_DIRECTION,), "Close by direction"),
    ActKey("p", (Action.REOPEN,), "Reopen"),
    ActKey("j", (Action.REVIEW,), "Review"),
    ActKey("g", (Action.RATE,), "Rating", "Customer's rating"),
    ActKey("k", (Action.CORRECT_CONTACT,), "Contact"),
    ActKey("f6", INCIDENT, "Incident"),
    ActKey("f7", ENQUIRY, "Enquiry", "Responsibility enquiry"),
    ActKey("f8", COMPENSATION, "Claim", "Compensation"),
)
"""Every action that people do; the alarm clock's own have no letter."""


def possible(actions: Mapping[Action, str | None]) -> tuple[ActKey, ...]:
    """Return the keys that do something; `actions` holds why not, None where nothing stands."""
    return tuple(
        key for key in KEYS if any(actions.get(one, "unknown") is None for one in key.actions)
    )


def choices(action: Action, actions: Mapping[Action, str | None]) -> tuple[ActKey, ...]:
    """Return what an action can mean now: itself, or what goes under the same key."""
    group = next((key.actions for key in KEYS if key.action is action), (action,))
    if group not in GROUPS:
        return (ActKey("", (action,), ""),)
    return tuple(ActKey("", (one,), "") for one in group if actions.get(one, "unknown") is None)


def key_of(action: Action) -> ActKey:
    """Return the key that does an action."""
    return next(key for key in KEYS if action in key.actions)
