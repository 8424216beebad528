"""What a walk through the lifecycle expects: written down apart from the rules."""

from datetime import timedelta

from casework import actor
from small_tree import IDS

from dopcrm_tui.rules.vocabulary import (
    Action,
    DeadlineKind,
    Role,
    State,
    Task,
)

SECOND = timedelta(seconds=1)
RESOLVE, INFORMATION = DeadlineKind.RESOLVE, DeadlineKind.INFORMATION
CONFIRMATION, EXTERNAL = DeadlineKind.CONFIRMATION, DeadlineKind.EXTERNAL
INTERIM = DeadlineKind.INTERIM
HOLDERS = sorted(set(IDS) - {"branch"})
CLOSURES = {"confirmed", "auto_closed", "no_information", "directed", "withdrawn"}
MAY_BE_ARMED = {
    State.PENDING: {RESOLVE, INTERIM},
    State.EXTERNAL: {RESOLVE, INTERIM, EXTERNAL},
    State.INFO_SOUGHT: {RESOLVE, INTERIM, INFORMATION},
    State.CONFIRMATION_SOUGHT: {RESOLVE, INTERIM, CONFIRMATION},
    State.CLOSED: set(),
}
TASKS = {
    State.PENDING: {None, Task.SEND_INTERIM},
    State.EXTERNAL: {None, Task.SEND_INTERIM, Task.REMIND_AUTHORITY},
    State.INFO_SOUGHT: {None, Task.PHONE_CUSTOMER},
    State.CONFIRMATION_SOUGHT: {None, Task.PHONE_CUSTOMER},
    State.CLOSED: {None},
}
LEADS_TO = {
    "refer_external": "external",
    "external_return": "pending",
    "seek_information": "info_sought",
    "give_information": "pending",
    "information_lapses_closed": "closed",
    "information_lapses_escalated": "pending",
    "seek_confirmation": "confirmation_sought",
    "accept": "closed",
    "reject": "pending",
    "ask_clarification": "pending",
    "confirmation_lapses": "closed",
    "close_by_direction": "closed",
    "withdraw": "closed",
    "reopen": "pending",
}
"""Where an event leaves a complaint; every other event leaves it where it was."""

DESK_ACTIONS = [action for action in Action if action is not Action.REGISTER]
ANSWERS = {
    State.INFO_SOUGHT: (INFORMATION, [Action.GIVE_INFORMATION]),
    State.CONFIRMATION_SOUGHT: (
        CONFIRMATION,
        [Action.ACCEPT, Action.REJECT, Action.ASK_CLARIFICATION],
    ),
}
LAPSES = [
    Action.INFORMATION_LAPSES_CLOSED,
    Action.INFORMATION_LAPSES_ESCALATED,
    Action.CONFIRMATION_LAPSES,
    Action.EXTERNAL_REMINDER,
    Action.INTERIM_DRAFTED,
    Action.ESCALATE,
]
RUNG = {
    Action.ESCALATE: RESOLVE,
    Action.EXTERNAL_REMINDER: EXTERNAL,
    Action.INTERIM_DRAFTED: INTERIM,
}
"""Which alarm each act of the sweeper answers; the others answer the customer's silence."""
OUTRIGHT = [Action.WITHDRAW, Action.CLOSE_BY_DIRECTION]
CUSTOMER, SWEEPER = actor(Role.COMPLAINANT), actor(Role.SWEEPER)
