"""Which messages an action causes: to whom, with which text, and whether they ask something."""

from dataclasses import dataclass
from enum import StrEnum

from dopcrm_tui.rules.complaint import Complaint
from dopcrm_tui.rules.vocabulary import Action, DeadlineKind


class Recipient(StrEnum):
    """Who a notice is for."""

    COMPLAINANT = "complainant"
    HANDLER = "handler"


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """One message to write; with a `question`, whose deadline it names, it carries a code."""

    template: str
    recipient: Recipient
    question: DeadlineKind | None = None


_CUSTOMER = Recipient.COMPLAINANT
_CLOSED = NoticeDraft("closed", _CUSTOMER)
_RISEN = (NoticeDraft("escalated", _CUSTOMER), NoticeDraft("escalated_to_you", Recipient.HANDLER))

REGISTERED = (NoticeDraft("registered", _CUSTOMER),)

_NOTICES: dict[Action, tuple[NoticeDraft, ...]] = {
    Action.INTERIM_REPLY: (NoticeDraft("interim_reply", _CUSTOMER),),
    Action.TRANSFER: (NoticeDraft("transferred", _CUSTOMER),),
    Action.SEEK_INFORMATION: (
        NoticeDraft("information_sought", _CUSTOMER, DeadlineKind.INFORMATION),
    ),
    Action.SEEK_CONFIRMATION: (
        NoticeDraft("confirmation_sought", _CUSTOMER, DeadlineKind.CONFIRMATION),
    ),
    Action.NOTICE_UNDELIVERABLE: (NoticeDraft("undeliverable", Recipient.HANDLER),),
    Action.INTERIM_DRAFTED: (NoticeDraft("interim_drafted", Recipient.HANDLER),),
    Action.EXTERNAL_REMINDER: (NoticeDraft("external_reminder", Recipient.HANDLER),),
    Action.INFORMATION_LAPSES_CLOSED: (_CLOSED,),
    Action.INFORMATION_LAPSES_ESCALATED: _RISEN,
    Action.ACCEPT: (_CLOSED,),
    Action.REJECT: _RISEN,
    Action.CONFIRMATION_LAPSES: (_CLOSED,),
    Action.ESCALATE: _RISEN,
    Action.CLOSE_BY_DIRECTION: (_CLOSED,),
    Action.WITHDRAW: (_CLOSED,),
    Action.REOPEN: (NoticeDraft("reopened", _CUSTOMER),),
    Action.SANCTION_COMPENSATION: (NoticeDraft("compensation_sanctioned", _CUSTOMER),),
    Action.REFUSE_COMPENSATION: (NoticeDraft("compensation_refused", _CUSTOMER),),
    Action.PAY_COMPENSATION: (NoticeDraft("compensation_paid", _CUSTOMER),),
}


def notices_for(action: Action, before: Complaint, after: Complaint) -> tuple[NoticeDraft, ...]:
    """Return the notices of an action; no customer is told of a rise that was none."""
    drafts = _NOTICES.get(action, ())
    if drafts is _RISEN and after.escalation_level == before.escalation_level:
        return tuple(draft for draft in drafts if draft.recipient is Recipient.HANDLER)
    return drafts
