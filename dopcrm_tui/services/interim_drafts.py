"""The interim reply that the desk drafts before the limit, for the handler to read and send."""

from sqlmodel import col, select

from data.models.office import Office
from data.models.question import ExternalReferral
from data.queries.cases import Case
from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.interim import InterimDraft, Outside, draft_interim
from dopcrm_tui.rules.vocabulary import Action, DeadlineKind, State
from dopcrm_tui.services.moment import Moment


def drafting(moment: Moment, case: Case) -> Act:
    """Return the act by which the desk drafts an interim reply."""
    draft = draft_of(moment, case)
    return Act(action=Action.INTERIM_DRAFTED, reason=draft.reason, expected_by=draft.expected_by)


def draft_of(moment: Moment, case: Case) -> InterimDraft:
    """Return what an interim reply on a complaint could say now."""
    facts = case.facts
    resolve = facts.deadlines.get(DeadlineKind.RESOLVE)
    return draft_interim(
        facts.state,
        office=case.holder.name,
        now=moment.now,
        policy=moment.policy,
        due_at=resolve.due_at if resolve else None,
        level=facts.escalation_level,
        handler=moment.session.get_one(Office, facts.handler_id).name,
        outside=_outside(moment, case) if facts.state is State.EXTERNAL else None,
        language=case.row.language,
    )


def _outside(moment: Moment, case: Case) -> Outside | None:
    wanted = (
        select(ExternalReferral)
        .where(
            ExternalReferral.complaint_id == case.row.id,
            col(ExternalReferral.returned_at).is_(None),
        )
        .order_by(col(ExternalReferral.id).desc())
        .limit(1)
    )
    referral = moment.session.exec(wanted).first()
    if referral is None:
        return None
    answer = case.facts.deadlines.get(DeadlineKind.EXTERNAL)
    return Outside(referral.authority, referral.reference, answer.due_at if answer else None)
