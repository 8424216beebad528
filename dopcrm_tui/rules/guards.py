"""Whether an actor may do an action to a complaint now, and if not, the sentence that says why."""

from collections.abc import Callable
from datetime import datetime

from dopcrm_tui.rules import clocks, loss
from dopcrm_tui.rules.alarms import ALARM_OF
from dopcrm_tui.rules.complaint import Actor, Complaint
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.jurisdiction import (
    handles,
    has_jurisdiction,
    sees,
    stands_above,
    works_as_directed,
)
from dopcrm_tui.rules.lifecycle import LIFECYCLE, Rule, Who
from dopcrm_tui.rules.offices import next_level
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.refusals import Conflict, NotFound, NotPermitted, Refusal
from dopcrm_tui.rules.vocabulary import (
    STATE_LABELS,
    Action,
    DeadlineKind,
    Level,
    OnSilence,
    Role,
    State,
)

_COMPLAINANT_DOORS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.CALL_CENTRE, Role.COMPLAINANT})


def refusal(
    complaint: Complaint,
    action: Action,
    actor: Actor,
    now: datetime,
    policy: Policy,
    *,
    said_at: datetime | None = None,
) -> Refusal | None:
    """Return why `actor` may not do `action` now, None where nothing stands against it.

    An answer counts by when the customer gave it, `said_at`, however long it was under way.
    """
    if not _exists_for(actor, complaint, action):
        return NotFound(f"There is no complaint {complaint.shown} that you may see.", rule="sees")
    rule = LIFECYCLE[action]
    if complaint.state not in rule.sources:
        return _wrong_state(complaint, rule)
    if not _GUARDS[rule.who](actor, complaint):
        return NotPermitted(f"{_verb(action)} belongs to {rule.who.value}.", rule=rule.who.name)
    question = _QUESTION_OF.get(action)
    if question and clocks.passed(complaint.deadlines, question, said_at or now):
        return Conflict(f"The time to answer on {complaint.shown} is over.", rule="answer window")
    return _untimely(complaint, action, actor, now, policy)


def allowed(
    complaint: Complaint, actor: Actor, now: datetime, policy: Policy
) -> dict[Action, Refusal | None]:
    """Return for every action None where `actor` may do it now, else the reason why not."""
    return {action: refusal(complaint, action, actor, now, policy) for action in LIFECYCLE}


def _exists_for(actor: Actor, complaint: Complaint, action: Action) -> bool:
    if actor.role is Role.SWEEPER:
        return True
    if actor.role is Role.COMPLAINANT and action is Action.ATTACH:
        return True
    if LIFECYCLE[action].who is Who.COMPLAINANT and actor.role in _COMPLAINANT_DOORS:
        return actor.id not in complaint.named
    return sees(actor, complaint)


def _verb(action: Action) -> str:
    return action.value.replace("_", " ").capitalize()


def _wrong_state(complaint: Complaint, rule: Rule) -> Refusal:
    label = STATE_LABELS[complaint.state]
    where = " or ".join(STATE_LABELS[state] for state in State if state in rule.sources)
    sentence = (
        f"{_verb(rule.action)} is not possible: {complaint.shown} is “{label}”, not “{where}”."
    )
    return Conflict(sentence, rule="state")


def _handler_or_sweeper(actor: Actor, complaint: Complaint) -> bool:
    return actor.role is Role.SWEEPER or handles(actor, complaint)


def _works_or_complains(actor: Actor, complaint: Complaint) -> bool:
    """Customers send papers themselves; nothing else of this kind exists for them."""
    return actor.role is Role.COMPLAINANT or has_jurisdiction(actor, complaint)


def _directed(actor: Actor, complaint: Complaint) -> bool:
    return handles(actor, complaint) or works_as_directed(actor, complaint)


def _assignee(actor: Actor, complaint: Complaint) -> bool:
    if complaint.assignee_id is None or not _directed(actor, complaint):
        return False
    return actor.id == complaint.assignee_id or actor.role is Role.SUPERVISOR


def _level_supervisor(actor: Actor, complaint: Complaint) -> bool:
    return (
        complaint.escalation_level > Level.NONE
        and actor.role is Role.SUPERVISOR
        and actor.office is not None
        and actor.office.id == complaint.handler_id
    )


def _reopener(actor: Actor, complaint: Complaint) -> bool:
    return (
        actor.role is Role.SUPERVISOR
        and actor.office is not None
        and actor.office.level >= Level.DIVISION
        and has_jurisdiction(actor, complaint)
    )


_GUARDS: dict[Who, Callable[[Actor, Complaint], bool]] = {
    Who.HANDLER: handles,
    Who.DIRECTED: _directed,
    Who.JURISDICTION: _works_or_complains,
    Who.ASSIGNEE: _assignee,
    Who.COMPLAINANT: lambda actor, _: actor.role in _COMPLAINANT_DOORS,
    Who.SWEEPER: lambda actor, _: actor.role is Role.SWEEPER,
    Who.HANDLER_OR_SWEEPER: _handler_or_sweeper,
    Who.LEVEL_SUPERVISOR: _level_supervisor,
    Who.SUPERIOR: stands_above,
    Who.REOPENER: _reopener,
}

_QUESTION_OF = {
    Action.GIVE_INFORMATION: DeadlineKind.INFORMATION,
    Action.ACCEPT: DeadlineKind.CONFIRMATION,
    Action.REJECT: DeadlineKind.CONFIRMATION,
    Action.ASK_CLARIFICATION: DeadlineKind.CONFIRMATION,
}
_NOT_RUNG = {
    DeadlineKind.RESOLVE: "{number} is not overdue.",
    DeadlineKind.INFORMATION: "The time to answer on {number} still runs.",
    DeadlineKind.CONFIRMATION: "The time to answer on {number} still runs.",
    DeadlineKind.EXTERNAL: "The answer of the external authority on {number} is not overdue.",
    DeadlineKind.INTERIM: "The limit of {number} is not near.",
}

_SILENCE_OF = {
    Action.INFORMATION_LAPSES_CLOSED: OnSilence.CLOSE,
    Action.INFORMATION_LAPSES_ESCALATED: OnSilence.ESCALATE,
}


def _untimely(
    complaint: Complaint, action: Action, actor: Actor, now: datetime, policy: Policy
) -> Refusal | None:
    alarm = ALARM_OF.get(action)
    if alarm and actor.role is Role.SWEEPER and not clocks.passed(complaint.deadlines, alarm, now):
        return Conflict(_NOT_RUNG[alarm].format(number=complaint.shown), rule="deadline")
    if action in _SILENCE_OF and complaint.on_silence is not _SILENCE_OF[action]:
        return Conflict(f"Silence on {complaint.shown} was to mean something else.", rule="silence")
    if action is Action.ESCALATE and actor.role is not Role.SWEEPER:
        return _cannot_rise(complaint)
    if action is Action.RATE and complaint.rating is not None:
        return Conflict(f"{complaint.shown} has been rated already.", rule="rate once")
    if action is Action.TAKE:
        return _taken(complaint, actor)
    if action is Action.REOPEN:
        return _closed_too_long_ago(complaint, now, policy)
    if action in {Action.JOIN_INCIDENT, Action.LEAVE_INCIDENT}:
        return _incident(complaint, action)
    return loss.against(complaint, action)


def _incident(complaint: Complaint, action: Action) -> Refusal | None:
    joins = action is Action.JOIN_INCIDENT
    if bool(complaint.incident) is not joins:
        return None
    stands = f"belongs to the incident {show_number(complaint.incident)} already"
    return Conflict(
        f"{complaint.shown} {stands if joins else 'belongs to no incident'}.", rule="incident"
    )


def _taken(complaint: Complaint, actor: Actor) -> Refusal | None:
    if complaint.assignee_id == actor.id:
        return Conflict(f"You have taken {complaint.shown} already.", rule="take")
    if complaint.assignee_id is not None and actor.role is not Role.SUPERVISOR:
        return Conflict(
            f"{complaint.shown} is taken by a colleague; they or a supervisor can release it.",
            rule="take",
        )
    return None


def _closed_too_long_ago(complaint: Complaint, now: datetime, policy: Policy) -> Refusal | None:
    if complaint.closure is None or now - complaint.closure.at <= policy.reopen_window:
        return None
    return Conflict(
        f"{complaint.shown} was closed more than {policy.reopen_window.days} days ago; "
        "register a new complaint that refers to it.",
        rule="reopen window",
    )


def _cannot_rise(complaint: Complaint) -> Refusal | None:
    if next_level(complaint.holder, complaint.escalation_level) is None:
        return Conflict(f"{complaint.shown} is with the Directorate already.", rule="ladder")
    return None
