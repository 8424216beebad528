"""What an action does to a complaint: the one function every door asks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from dopcrm_tui.rules import loss
from dopcrm_tui.rules.complaint import Act, Actor, Complaint
from dopcrm_tui.rules.contact import Contact
from dopcrm_tui.rules.contact_change import change_told, corrected, wrong_fields
from dopcrm_tui.rules.effects import Circumstance, apply
from dopcrm_tui.rules.guards import refusal
from dopcrm_tui.rules.interim import too_early
from dopcrm_tui.rules.jurisdiction import sees
from dopcrm_tui.rules.lifecycle import LIFECYCLE, target_state
from dopcrm_tui.rules.notices import NoticeDraft, notices_for
from dopcrm_tui.rules.offices import OfficePath, next_level
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.policy_used import policy_used
from dopcrm_tui.rules.refusals import InvalidInput, NotFound
from dopcrm_tui.rules.transfer import holder_after
from dopcrm_tui.rules.vocabulary import Action, Proof, Role, State


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a complaint.

    `after` is the complaint as it will be, its version one higher; where the holder changes,
    `after.holder` still is the old path and `holder_id` names the new office. `event` is what the
    history keeps. `contact` is how the customer is reached from now on, where that is corrected.
    """

    after: Complaint
    holder_id: int
    event: Mapping[str, object]
    notices: tuple[NoticeDraft, ...]
    contact: Contact | None = None


def decide(complaint: Complaint, act: Act, actor: Actor, now: datetime, policy: Policy) -> Decision:
    """Return what `act` by `actor` does now.

    Raises the refusal of `guards.refusal`, or `InvalidInput` naming what the action lacks.
    """
    against = refusal(complaint, act.action, actor, now, policy, said_at=act.said_at)
    if against is not None:
        raise against
    if actor.role is not Role.SWEEPER or act.action is Action.INTERIM_DRAFTED:
        _check_needs(act)
        _check_promise(act, now)
    _check_proof(complaint, act, actor)
    loss.check(complaint, act)
    if act.action is Action.TRANSFER and act.target is not None:
        return _transferred(complaint, act, act.target, policy)
    after = outcome_of(complaint, act, actor, now, policy)
    decision = _decision(complaint, after, after.holder.id, act, policy)
    return _corrected(decision, act) if act.action is Action.CORRECT_CONTACT else decision


def outcome_of(
    complaint: Complaint, act: Act, actor: Actor, now: datetime, policy: Policy
) -> Complaint:
    """Return what an act makes of a complaint, a transfer excepted: when decided, when replayed."""
    return apply(_moved(complaint, act.action), Circumstance(act, actor, now, policy))


def _decision(
    before: Complaint, after: Complaint, holder_id: int, act: Act, policy: Policy
) -> Decision:
    after = replace(after, version=before.version + 1)
    event = _told(act)
    if used := policy_used(act, policy):
        event["policy"] = used
    return Decision(after, holder_id, event, notices_for(act.action, before, after))


def _told(act: Act) -> dict[str, object]:
    """Return the words of an act that the history keeps; what was not said is left out."""
    told: dict[str, object] = {
        name: str(value)
        for name in (
            "text",
            "reason",
            "reference",
            "authority",
            "expected_by",
            "on_silence",
            "proof",
        )
        if (value := getattr(act, name))
    }
    if act.postal_inquiry:
        told["postal_inquiry"] = True
    if act.said_at is not None:
        told["said_at"] = act.said_at.isoformat()
    if act.rating is not None:
        told["rating"] = act.rating
    if act.feedback:
        told["feedback"] = act.feedback
    return {**told, **loss.told(act)}


_NEED_SENTENCES = {
    "text": "Write the text: it may not be empty.",
    "reason": "Give the reason: it may not be empty.",
    "reference": "Give the reference: it may not be empty.",
    "target": "Name the office to transfer to.",
    "authority": "Name the authority: air cargo, customs or foreign administration.",
    "expected_by": "Give the date by which an answer is expected.",
    "on_silence": "Say what silence means: close or escalate.",
    "proof": "Give the response code, or attach a signed statement.",
    "rating": "Give a rating from 1 to 5.",
    "route": "Name the offices on the route, in their order.",
    "posting": "Say what the office did with the item.",
    "claim": "Say what became of the article, and how it was sent.",
}


def _check_needs(act: Act) -> None:
    missing = {
        need: _NEED_SENTENCES[need]
        for need in LIFECYCLE[act.action].needs
        if not (value := getattr(act, need)) or (isinstance(value, str) and not value.strip())
    }
    if act.action is Action.CORRECT_CONTACT:
        missing = {**wrong_fields(act), **missing}
    if act.rating is not None and act.rating not in range(1, 6):
        missing["rating"] = "A rating is a number from 1 to 5."
    if missing:
        raise InvalidInput(missing, rule="needs")


def _check_promise(act: Act, now: datetime) -> None:
    """An interim reply promises a day to come."""
    promised = act.expected_by if act.action is Action.INTERIM_REPLY else None
    if promised is not None and (sentence := too_early(promised, now)):
        raise InvalidInput({"expected_by": sentence}, rule="promise")


def _check_proof(complaint: Complaint, act: Act, actor: Actor) -> None:
    """A code may be told at any counter; a signed statement only where the complaint is seen."""
    if act.proof is None or actor.role is Role.SWEEPER:
        return
    if act.proof not in {Proof.CODE, Proof.SIGNED_STATEMENT}:
        raise InvalidInput({"proof": _NEED_SENTENCES["proof"]}, rule="proof")
    if act.proof is Proof.SIGNED_STATEMENT and not sees(actor, complaint):
        raise NotFound(f"There is no complaint {complaint.shown} that you may see.", rule="sees")


def _moved(complaint: Complaint, action: Action) -> Complaint:
    """Return the complaint in the rule's state and on its level, nothing else changed."""
    rule = LIFECYCLE[action]
    level = complaint.escalation_level
    if rule.rises:
        level = next_level(complaint.holder, level) or level
    state = target_state(complaint.state, rule)
    rose = level > complaint.escalation_level
    return replace(
        complaint,
        state=state,
        escalation_level=level,
        assignee_id=None if rose or state is State.CLOSED else complaint.assignee_id,
        directed=False if rose else complaint.directed,
        task=complaint.task if state is complaint.state else None,
        deadlines={} if state is State.CLOSED else complaint.deadlines,
    )


def _corrected(decision: Decision, act: Act) -> Decision:
    contact = corrected(act)
    event = {**decision.event, **change_told(act.stands or Contact(""), contact)}
    return replace(decision, event=event, contact=contact)


def _transferred(complaint: Complaint, act: Act, target: OfficePath, policy: Policy) -> Decision:
    holder_id, to_superior = holder_after(complaint, target, policy)
    after = handed_over(complaint, holder_id)
    decision = _decision(complaint, after, holder_id, act, policy)
    event = {**decision.event, "from_office": complaint.holder.id, "to_office": holder_id}
    if to_superior:
        event["named_office"] = target.id
    return replace(decision, event=event)


def handed_over(complaint: Complaint, holder_id: int) -> Complaint:
    """Return the complaint on its way to another holder; its clocks go on."""
    return replace(
        complaint,
        assignee_id=None,
        directed=False,
        transfers=(*complaint.transfers, (complaint.holder.id, holder_id)),
    )
