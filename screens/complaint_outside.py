"""What waits on others, as text: what outside authorities have, and what is asked of people."""

from __future__ import annotations

from collections.abc import Iterator

from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.vocabulary import OnSilence, State
from dopcrm_tui.services.cases import ComplaintView
from dopcrm_tui.services.referral_views import ReferralView

_SILENCE = {
    OnSilence.CLOSE: "closes the complaint",
    OnSilence.ESCALATE: "escalates the complaint",
}


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


def silence(view: ComplaintView) -> str:
    """Say what becomes of a complaint whose customer does not answer; empty when not asked."""
    if view.state is not State.INFO_SOUGHT or view.on_silence is None:
        return ""
    return _SILENCE[view.on_silence]


def _authority(referral: ReferralView) -> str:
    return referral.authority.value.replace("_", " ").capitalize()
