"""Drafting the interim reply of a complaint that is on file."""

from data.models.office import Office
from data.queries.cases import Case
from dopcrm_tui.rules.interim import InterimDraft, draft_interim
from dopcrm_tui.rules.vocabulary import DeadlineKind
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.referral_views import outside


def draft(moment: Moment, case: Case) -> InterimDraft:
    """Return the interim reply that the complaint's standing suggests, in its own language."""
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
        outside=outside(moment.session, facts),
        language=case.row.language,
    )
