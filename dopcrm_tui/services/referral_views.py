"""What outside authorities have, or had, of a complaint, as people are shown it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from data.models.history import Event
from data.models.question import ExternalReferral
from dopcrm_tui.rules.complaint import Complaint
from dopcrm_tui.rules.interim import Outside
from dopcrm_tui.rules.vocabulary import Action, Authority, DeadlineKind


@dataclass(frozen=True, slots=True)
class UpdateView:
    """What an authority said while it had the complaint."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ReferralView:
    """A stay with an external authority; `answer_due` stands while it lasts."""

    authority: Authority
    reference: str
    referred_at: datetime
    answer_due: datetime | None
    updates: tuple[UpdateView, ...]
    returned_at: datetime | None
    outcome: str | None


def referrals(session: Session, facts: Complaint) -> tuple[ReferralView, ...]:
    """Return every stay with an authority, the newest first."""
    wanted = select(ExternalReferral).where(ExternalReferral.complaint_id == facts.id)
    found = session.exec(wanted.order_by(col(ExternalReferral.id).desc())).all()
    updates = _updates(session, facts.id) if found else ()
    return tuple(_view(referral, facts, updates) for referral in found)


def outside(session: Session, facts: Complaint) -> Outside | None:
    """Return where a complaint lies outside now, None where it does not."""
    found = referrals(session, facts)
    if not found or found[0].returned_at is not None:
        return None
    return Outside(found[0].authority, found[0].reference, found[0].answer_due)


def _updates(session: Session, complaint_id: int) -> tuple[UpdateView, ...]:
    wanted = select(Event).where(
        Event.complaint_id == complaint_id, Event.action == Action.EXTERNAL_UPDATE
    )
    events = session.exec(wanted.order_by(col(Event.sequence)))
    return tuple(UpdateView(event.at, str(event.data["text"])) for event in events)


def _view(
    referral: ExternalReferral, facts: Complaint, updates: tuple[UpdateView, ...]
) -> ReferralView:
    alarm = facts.deadlines.get(DeadlineKind.EXTERNAL)
    back = referral.returned_at
    return ReferralView(
        authority=referral.authority,
        reference=referral.reference,
        referred_at=referral.referred_at,
        answer_due=alarm.due_at if alarm and back is None else None,
        updates=tuple(
            each
            for each in updates
            if each.at >= referral.referred_at and (back is None or each.at <= back)
        ),
        returned_at=back,
        outcome=referral.outcome,
    )
