"""What waits on others, as text: what outside authorities have, and what is asked of people."""

from __future__ import annotations

from collections.abc import Iterator

from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.vocabulary import TASK_LABELS, OnSilence, State, Task
from dopcrm_tui.services.cases import ComplaintView
from dopcrm_tui.services.referral_views import ReferralView
from screens.wording import ASKED_AGAIN, TASK_HELP

_SILENCE = {
    OnSilence.CLOSE: "closes the complaint",
    OnSilence.ESCALATE: "escalates the complaint",
}

_WAYS = {"sms": "SMS", "email": "e-mail"}


def outside(view: ComplaintView) -> Iterator[tuple[str, str]]:
    """Yield what outside authorities have or had, the newest first."""
    for referral in view.referrals:
        yield "Outside", f"{_authority(referral)}, reference {referral.reference}"
        yield "Referred on", show_time(referral.referred_at)
        yield "Answer due", show_time(referral.answer_due) if referral.answer_due else ""
        for update in referral.updates:
            yield "Update", f"{show_time(update.at)}: {update.text}"
        yield "Came back", show_time(referral.returned_at) if referral.returned_at else ""
        yield "Outcome", referral.outcome or ""


def asking(view: ComplaintView) -> Iterator[tuple[str, str]]:
    """Yield each way by which the customer is asked, and how far the question came on it."""
    for each in view.asked_by:
        came = f"{each.state}: {each.problem}" if each.problem else each.state
        yield "Asked by", f"{_WAYS.get(each.channel, each.channel)} to {each.address}, {came}"


def to_be_done(view: ComplaintView) -> str:
    """Say what somebody must do about a complaint, and which key does it; empty for nothing."""
    if view.task is None:
        return ""
    again = any(each.state == "waiting" for each in view.asked_by)
    help_ = ASKED_AGAIN if again and view.task is Task.PHONE_CUSTOMER else TASK_HELP[view.task]
    return f"{TASK_LABELS[view.task]}.\n{help_}"


def silence(view: ComplaintView) -> str:
    """Say what becomes of a complaint whose customer does not answer; empty when not asked."""
    if view.state not in (State.INFO_SOUGHT, State.CONFIRMATION_SOUGHT):
        return ""
    if view.task is Task.PHONE_CUSTOMER:
        return "changes nothing: who was not reached cannot be silent"
    return _SILENCE[view.on_silence or OnSilence.CLOSE]


def _authority(referral: ReferralView) -> str:
    return referral.authority.value.replace("_", " ").capitalize()
