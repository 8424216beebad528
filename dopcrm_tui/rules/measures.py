"""What reports count: each act leaves marks, at the office that had the complaint.

Registering and closing are found at the office that holds the complaint after the act; what the
customer says of the work, and who gave it away, at the one that held it before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dopcrm_tui.rules.compensation import Stage
from dopcrm_tui.rules.complaint import Complaint
from dopcrm_tui.rules.dates import today
from dopcrm_tui.rules.doubts import doubt_of, wording
from dopcrm_tui.rules.enquiry import gap_of
from dopcrm_tui.rules.loss import OF_LOSS
from dopcrm_tui.rules.offices import OfficePath
from dopcrm_tui.rules.vocabulary import Action, DeadlineKind, Level, Proof, Role

IN_TIME, LATE = "in_time", "late"


class Measure(StrEnum):
    """What can be counted of a time that has passed; the key of a mark says which kind of it."""

    RECEIVED = "received"
    REPEATED = "repeated"
    SENT_ON = "sent_on"
    SENT_HERE = "sent_here"
    REFERRED = "referred"
    REMINDED = "reminded"
    UNREACHED = "unreached"
    REJECTED = "rejected"
    ESCALATED = "escalated"
    CLOSED = "closed"
    RATED = "rated"
    REOPENED = "reopened"
    DOUBTED = "doubted"
    WORDED = "worded"
    SIGNED = "signed"
    REVIEWED = "reviewed"
    ENQUIRED = "enquired"
    FOUND = "found"
    CLAIMED = "claimed"
    SANCTIONED = "sanctioned"
    NOT_PAYABLE = "not_payable"
    PAID = "paid"


class Cause(StrEnum):
    """Why a complaint came to be escalated (handbook)."""

    LATE = "late"
    REJECTED = "rejected"
    SILENCE = "silence"
    PERSON = "person"


NEVER_SUMMED = frozenset({Measure.WORDED, Measure.SIGNED})
"""Measures with a key of their own for nearly every mark: sums would be as many."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An act as marks are made of it: who did what when, and what the history keeps of it.

    `grievance` is the code of what is complained of; `answered_at` when the entry before was made,
    if that was the customer's answer.
    """

    action: Action
    told: Mapping[str, object]
    grievance: str
    role: Role
    actor_id: int | None
    at: datetime
    answered_at: datetime | None = None


ANSWERS = frozenset({Action.GIVE_INFORMATION, Action.ASK_CLARIFICATION})
"""The customer's answers after which the work goes on."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One complaint counted once: under which measure and key, at which office, on which day (IST).

    `value` is a number that goes with it: for CLOSED the days from registration, the paise
    claimed, sanctioned or paid, else 0.
    """

    measure: Measure
    key: str
    holder: OfficePath
    day: date
    value: int = 0


def marks_of(before: Complaint | None, after: Complaint, deed: Deed) -> tuple[Mark, ...]:
    """Return the marks an act leaves."""
    day, holder, action = today(deed.at), after.holder, deed.action
    if before is None:
        return _registered(deed.grievance, deed.told, holder, day)
    if action is Action.TRANSFER:
        return (
            Mark(Measure.SENT_ON, str(holder.id), before.holder, day),
            Mark(Measure.SENT_HERE, str(before.holder.id), holder, day),
        )
    found = [Mark(measure, key, holder, day) for measure, key in _said(before, after, deed)]
    if (cause := cause_of(action, deed.role)) is not None:
        key = f"{int(after.escalation_level)}.{cause}"
        found.append(Mark(Measure.ESCALATED, key, holder, day))
    if after.closure is not None and before.closure is None:
        key, age = closing(before, after, deed.at), days(after, deed.at)
        found.append(Mark(Measure.CLOSED, key, holder, day, age))
    if action in OF_LOSS:
        found.extend(_of_loss(after, action, holder, day))
    return tuple(found)


def _of_loss(after: Complaint, action: Action, holder: OfficePath, day: date) -> Iterator[Mark]:
    """Yield what is counted of an enquiry or a compensation case; the key says what of."""
    if action is Action.OPEN_ENQUIRY:
        yield Mark(Measure.ENQUIRED, "", holder, day)
    elif action is Action.CLOSE_ENQUIRY and after.enquiry is not None:
        yield Mark(Measure.FOUND, GAP if gap_of(after.enquiry) else NO_GAP, holder, day)
    elif (case := after.compensation) is not None and action in _OF_CASE:
        key = f"{case.claim.carriage}.{case.claim.harm}"
        refused = case.stage is Stage.REFUSED
        measure = Measure.NOT_PAYABLE if refused else _OF_CASE[action]
        yield Mark(measure, key, holder, day, 0 if refused else case.amount)


GAP, NO_GAP = "gap", "no_gap"

_OF_CASE = {
    Action.CLAIM_COMPENSATION: Measure.CLAIMED,
    Action.SANCTION_COMPENSATION: Measure.SANCTIONED,
    Action.REFUSE_COMPENSATION: Measure.NOT_PAYABLE,
    Action.PAY_COMPENSATION: Measure.PAID,
}


def _registered(
    grievance: str, told: Mapping[str, object], holder: OfficePath, day: date
) -> tuple[Mark, ...]:
    received = Mark(Measure.RECEIVED, grievance, holder, day)
    if repeats := told.get("repeats"):
        return received, Mark(Measure.REPEATED, str(repeats), holder, day)
    return (received,)


def _said(before: Complaint, after: Complaint, deed: Deed) -> Iterator[tuple[Measure, str]]:
    """Yield what is counted of an act whether or not it changes where the complaint stands."""
    action, told = deed.action, deed.told
    if action is Action.REFER_EXTERNAL:
        yield Measure.REFERRED, str(told.get("authority", ""))
    elif action is Action.NOTICE_UNDELIVERABLE:
        yield Measure.UNREACHED, before.state.value
    elif action in _ALONE:
        yield _ALONE[action], ""
    if action in {Action.ACCEPT, Action.RATE} and (rating := told.get("rating")) is not None:
        yield Measure.RATED, str(rating)
    yield from _to_be_looked_at(before, after, deed)


def _to_be_looked_at(
    before: Complaint, after: Complaint, deed: Deed
) -> Iterator[tuple[Measure, str]]:
    text = str(deed.told.get("text", ""))
    doubt = doubt_of(before, after, deed.action, text, answered_at=deed.answered_at, at=deed.at)
    if doubt is not None:
        yield Measure.DOUBTED, doubt.value
    if deed.action is Action.SEEK_CONFIRMATION and (known := wording(text)):
        yield Measure.WORDED, known
    if deed.action is Action.ACCEPT and deed.told.get("proof") == Proof.SIGNED_STATEMENT:
        yield Measure.SIGNED, str(deed.actor_id or "")


_ALONE = {
    Action.EXTERNAL_REMINDER: Measure.REMINDED,
    Action.REJECT: Measure.REJECTED,
    Action.REOPEN: Measure.REOPENED,
    Action.REVIEW: Measure.REVIEWED,
}


def cause_of(action: Action, role: Role) -> Cause | None:
    """Return why an act escalates, None where it does not."""
    if action is Action.ESCALATE:
        return Cause.LATE if role is Role.SWEEPER else Cause.PERSON
    return _CAUSES.get(action)


_CAUSES = {
    Action.REJECT: Cause.REJECTED,
    Action.INFORMATION_LAPSES_ESCALATED: Cause.SILENCE,
}


def closing(before: Complaint, after: Complaint, at: datetime) -> str:
    """Return the key of a closure: its reason, by whose word, and whether it was in time."""
    if after.closure is None:
        raise ValueError("the complaint is not closed")
    timely = IN_TIME if is_in_time(before, at) else LATE
    return f"{after.closure.reason}.{after.closure.agreed}.{timely}"


def is_in_time(complaint: Complaint, at: datetime) -> bool:
    """Whether a complaint is within its limit: never escalated, and its time has not run out."""
    if complaint.escalation_level is not Level.NONE:
        return False
    limit = complaint.deadlines.get(DeadlineKind.RESOLVE)
    return limit is None or limit.due_at is None or at <= limit.due_at


def days(complaint: Complaint, at: datetime) -> int:
    """Return how many days old a complaint is, by the calendar of India."""
    return (today(at) - today(complaint.registered_at)).days
