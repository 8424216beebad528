"""What each action changes besides the state and the level: clocks, assignee, closure, rating."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from dopcrm_tui.rules import clocks, loss
from dopcrm_tui.rules.complaint import Act, Actor, Closure, Complaint
from dopcrm_tui.rules.policy import Policy, RunsFrom
from dopcrm_tui.rules.vocabulary import (
    Action,
    ClosureReason,
    DeadlineKind,
    Proof,
    State,
    Task,
)

RESOLVE, INFORMATION = DeadlineKind.RESOLVE, DeadlineKind.INFORMATION
CONFIRMATION, EXTERNAL = DeadlineKind.CONFIRMATION, DeadlineKind.EXTERNAL
INTERIM = DeadlineKind.INTERIM
OURS = (RESOLVE, INTERIM)
"""The department's own clocks: they stand still while the customer is asked."""


@dataclass(frozen=True, slots=True)
class Circumstance:
    """What was done, by whom, when and under which policy."""

    act: Act
    actor: Actor
    now: datetime
    policy: Policy


def apply(after: Complaint, by: Circumstance) -> Complaint:
    """Return `after`, already in its new state and level, with the rest of what the act changes."""
    if by.act.action in _CLOSURES:
        return _close(after, by)
    if by.act.action in loss.OF_LOSS:
        return loss.after_act(after, by.act, by.now, by.policy)
    effect = _EFFECTS.get(by.act.action)
    return effect(after, by) if effect else after


def _close(after: Complaint, by: Circumstance) -> Complaint:
    reason, agreed = _CLOSURES[by.act.action]
    closure = Closure(by.now, reason, agreed or by.act.proof or Proof.ORDER, by.act.reference)
    closed = replace(after, closure=closure, clarify=False)
    if by.act.action is not Action.ACCEPT:
        return closed
    return replace(
        closed,
        rating=by.act.rating or after.rating,
        feedback=by.act.feedback or after.feedback,
    )


_CLOSURES: dict[Action, tuple[ClosureReason, Proof | None]] = {
    Action.ACCEPT: (ClosureReason.CONFIRMED, None),
    Action.WITHDRAW: (ClosureReason.WITHDRAWN, None),
    Action.CONFIRMATION_LAPSES: (ClosureReason.AUTO_CLOSED, Proof.SILENCE),
    Action.INFORMATION_LAPSES_CLOSED: (ClosureReason.NO_INFORMATION, Proof.SILENCE),
    Action.CLOSE_BY_DIRECTION: (ClosureReason.DIRECTED, Proof.ORDER),
}
"""The reason of each closing action and whose word it stands on; None: the customer's proof."""


def _take(after: Complaint, by: Circumstance) -> Complaint:
    return replace(after, assignee_id=by.actor.id)


def _release(after: Complaint, _: Circumstance) -> Complaint:
    return replace(after, assignee_id=None)


def _refer(after: Complaint, by: Circumstance) -> Complaint:
    postal = by.act.postal_inquiry
    window = by.policy.external_window_postal_inquiry if postal else by.policy.external_window
    return replace(after, deadlines=clocks.arm(after.deadlines, EXTERNAL, by.now + window))


def _come_back(after: Complaint, _: Circumstance) -> Complaint:
    return replace(after, deadlines=clocks.void(after.deadlines, EXTERNAL))


def _remind(after: Complaint, by: Circumstance) -> Complaint:
    """It rings again, and again, until the authority answers."""
    due = by.now + by.policy.external_reminder_step
    deadlines = clocks.arm(after.deadlines, EXTERNAL, due)
    return replace(after, deadlines=deadlines, task=Task.REMIND_AUTHORITY)


def _updated(after: Complaint, _: Circumstance) -> Complaint:
    return _without(after, Task.REMIND_AUTHORITY)


def _draft_interim(after: Complaint, _: Circumstance) -> Complaint:
    deadlines = clocks.void(after.deadlines, INTERIM)
    return replace(after, deadlines=deadlines, task=Task.SEND_INTERIM)


def _reply_meanwhile(after: Complaint, _: Circumstance) -> Complaint:
    """The customer knows now; nothing is left to be drafted."""
    told = _without(after, Task.SEND_INTERIM)
    return replace(told, deadlines=clocks.void(after.deadlines, INTERIM))


def _without(after: Complaint, task: Task) -> Complaint:
    return replace(after, task=None) if after.task is task else after


def _ask_information(after: Complaint, by: Circumstance) -> Complaint:
    """The department's clock stands still while the customer is asked (design, section 3)."""
    deadlines = clocks.pause(after.deadlines, by.now, *OURS)
    if by.policy.information_runs_from is RunsFrom.ASKING:
        deadlines = clocks.arm(deadlines, INFORMATION, by.now + by.policy.information_window)
    return replace(after, deadlines=deadlines, on_silence=by.act.on_silence, clarify=False)


def _informed(after: Complaint, by: Circumstance) -> Complaint:
    deadlines = clocks.void(clocks.resume(after.deadlines, by.now, *OURS), INFORMATION)
    return replace(after, deadlines=deadlines, on_silence=None)


def _ask_confirmation(after: Complaint, by: Circumstance) -> Complaint:
    """The 48 hours start here only where policy says so; otherwise when the notice is delivered."""
    deadlines = clocks.pause(after.deadlines, by.now, *OURS)
    if by.policy.confirmation_runs_from is RunsFrom.ASKING:
        deadlines = clocks.arm(deadlines, CONFIRMATION, by.now + by.policy.confirmation_window)
    return replace(after, deadlines=deadlines, clarify=False)


def _delivered(after: Complaint, by: Circumstance) -> Complaint:
    """The customer's time begins with the first notice that arrives."""
    reached = _without(after, Task.PHONE_CUSTOMER)
    informs = after.state is State.INFO_SOUGHT
    question = INFORMATION if informs else CONFIRMATION
    if question in after.deadlines:
        return reached
    window = by.policy.information_window if informs else by.policy.confirmation_window
    deadlines = clocks.arm(after.deadlines, question, by.now + window)
    return replace(reached, deadlines=deadlines)


def _undeliverable(after: Complaint, _: Circumstance) -> Complaint:
    """Who was not reached cannot be silent: no time runs, somebody has to phone."""
    deadlines = clocks.void(after.deadlines, CONFIRMATION, INFORMATION)
    return replace(after, deadlines=deadlines, task=Task.PHONE_CUSTOMER)


def _clarify(after: Complaint, by: Circumstance) -> Complaint:
    deadlines = clocks.void(clocks.resume(after.deadlines, by.now, *OURS), CONFIRMATION)
    return replace(after, deadlines=deadlines, clarify=True)


def _start_level(after: Complaint, by: Circumstance) -> Complaint:
    """Each level has its own time; no question to the customer is open any more."""
    deadlines = clocks.void(after.deadlines, CONFIRMATION, INFORMATION, INTERIM)
    deadlines = clocks.arm(deadlines, RESOLVE, by.now + by.policy.escalation_step)
    eased = _without(after, Task.SEND_INTERIM)
    return replace(eased, deadlines=deadlines, on_silence=None, closure=None)


def _direct(after: Complaint, _: Circumstance) -> Complaint:
    """Whoever took it above lets go of it: the work is the holder's people's again."""
    return replace(after, directed=True, assignee_id=None)


def _rate(after: Complaint, by: Circumstance) -> Complaint:
    return replace(after, rating=by.act.rating, feedback=by.act.feedback)


Effect = Callable[[Complaint, Circumstance], Complaint]

_EFFECTS: dict[Action, Effect] = {
    Action.TAKE: _take,
    Action.RELEASE: _release,
    Action.REFER_EXTERNAL: _refer,
    Action.EXTERNAL_UPDATE: _updated,
    Action.EXTERNAL_RETURN: _come_back,
    Action.EXTERNAL_REMINDER: _remind,
    Action.INTERIM_DRAFTED: _draft_interim,
    Action.INTERIM_REPLY: _reply_meanwhile,
    Action.SEEK_INFORMATION: _ask_information,
    Action.GIVE_INFORMATION: _informed,
    Action.INFORMATION_LAPSES_ESCALATED: _start_level,
    Action.SEEK_CONFIRMATION: _ask_confirmation,
    Action.NOTICE_DELIVERED: _delivered,
    Action.NOTICE_UNDELIVERABLE: _undeliverable,
    Action.REJECT: _start_level,
    Action.ASK_CLARIFICATION: _clarify,
    Action.RATE: _rate,
    Action.ESCALATE: _start_level,
    Action.DIRECT: _direct,
    Action.REOPEN: _start_level,
    Action.JOIN_INCIDENT: lambda after, by: replace(after, incident=by.act.reference),
    Action.LEAVE_INCIDENT: lambda after, _: replace(after, incident=""),
}
