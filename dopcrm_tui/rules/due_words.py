"""The words of a due date's account: what happened, and what it did to a clock."""

from collections.abc import Callable

from dopcrm_tui.rules.replay import Step
from dopcrm_tui.rules.vocabulary import Action, DeadlineKind

K = DeadlineKind
ARMED = {
    K.RESOLVE: "a limit of {spell}",
    K.INFORMATION: "the customer has {spell} to answer",
    K.CONFIRMATION: "the customer has {spell} to answer",
    K.EXTERNAL: "the authority has {spell} to answer",
    K.INTERIM: "an interim reply is drafted after {spell}",
}
NEW_LIMIT = "a new limit of {spell}"
PAUSED = {
    K.RESOLVE: "the clock stands still",
    K.INFORMATION: "the customer's time stands still",
    K.CONFIRMATION: "the customer's time stands still",
    K.EXTERNAL: "the authority's time stands still",
    K.INTERIM: "the interim reply waits",
}
RESUMED = {
    K.RESOLVE: "the clock goes on, its standstill is added",
    K.INFORMATION: "the customer's time goes on, its standstill is added",
    K.CONFIRMATION: "the customer's time goes on, its standstill is added",
    K.EXTERNAL: "the authority's time goes on, its standstill is added",
    K.INTERIM: "the interim reply waits no more, the standstill is added",
}
ENDED = {
    K.RESOLVE: "nothing is due any more",
    K.INFORMATION: "the customer's time ends",
    K.CONFIRMATION: "the customer's time ends",
    K.EXTERNAL: "the authority's time ends",
    K.INTERIM: "no interim reply is due any more",
}
WHOSE = {
    K.RESOLVE: "the department's limit",
    K.INFORMATION: "the customer's time to give information",
    K.CONFIRMATION: "the customer's time to confirm the closure",
    K.EXTERNAL: "the authority's time to answer",
    K.INTERIM: "the time before an interim reply",
}

_HAPPENED = {
    Action.REGISTER: "Registered",
    Action.INTERIM_DRAFTED: "Interim reply drafted",
    Action.INTERIM_REPLY: "Interim reply sent",
    Action.TRANSFER: "Transferred to {office}",
    Action.REFER_EXTERNAL: "Referred to an external authority",
    Action.EXTERNAL_REMINDER: "The authority is to be reminded",
    Action.EXTERNAL_RETURN: "Back from the external authority",
    Action.SEEK_INFORMATION: "Information sought",
    Action.GIVE_INFORMATION: "Information given",
    Action.INFORMATION_LAPSES_CLOSED: "Closed as no information came",
    Action.INFORMATION_LAPSES_ESCALATED: "No information came, escalated {risen}",
    Action.SEEK_CONFIRMATION: "Confirmation sought",
    Action.NOTICE_DELIVERED: "Notice delivered",
    Action.NOTICE_UNDELIVERABLE: "Notice undeliverable",
    Action.ACCEPT: "Accepted by the customer",
    Action.REJECT: "Rejected by the customer, escalated {risen}",
    Action.ASK_CLARIFICATION: "Clarification asked",
    Action.CONFIRMATION_LAPSES: "Closed as the customer did not answer",
    Action.ESCALATE: "Escalated {risen}",
    Action.CLOSE_BY_DIRECTION: "Closed by direction",
    Action.WITHDRAW: "Withdrawn by the customer",
    Action.REOPEN: "Reopened",
}


def what_happened(step: Step, name_of: Callable[[int], str]) -> str:
    """Say what an entry is, with the office of a transfer and the level of a rise."""
    action = step.entry.action
    said = _HAPPENED.get(action, action.value.replace("_", " ").capitalize())
    office = name_of(step.after.holder.id) if action is Action.TRANSFER else ""
    return said.format(office=office, risen=_risen(step))


def _risen(step: Step) -> str:
    level = step.after.escalation_level
    rose = step.before is None or level > step.before.escalation_level
    return f"to {level.name.lower()}" if rose else "at the highest level"
