"""The refusal for the slower of two: what the other did meanwhile."""

from dataclasses import replace

from sqlmodel import select

from data.models.history import Event
from data.models.office import Office
from data.queries import cases, histories
from data.queries.offices import path_of
from dopcrm_tui.rules.dates import show_hour
from dopcrm_tui.rules.guards import refusal
from dopcrm_tui.rules.refusals import OVERTAKEN, Conflict, NotFound, Refusal
from dopcrm_tui.rules.vocabulary import STATE_LABELS, Action
from dopcrm_tui.services.meanwhile import changes, who
from dopcrm_tui.services.moment import Moment

DONE = {
    Action.TAKE: "took it",
    Action.RELEASE: "released it",
    Action.REMARK: "added a remark",
    Action.ATTACH: "attached a paper",
    Action.CORRECT_CONTACT: "corrected the customer's number or e-mail",
    Action.INTERIM_REPLY: "sent an interim reply",
    Action.TRANSFER: "transferred it",
    Action.REFER_EXTERNAL: "referred it to an external authority",
    Action.EXTERNAL_UPDATE: "recorded an update of the external authority",
    Action.EXTERNAL_RETURN: "took it back from the external authority",
    Action.SEEK_INFORMATION: "asked the customer for information",
    Action.GIVE_INFORMATION: "recorded the customer's information",
    Action.SEEK_CONFIRMATION: "asked the customer for closure confirmation",
    Action.ACCEPT: "recorded the customer's acceptance",
    Action.REJECT: "recorded the customer's rejection",
    Action.ASK_CLARIFICATION: "recorded the customer's question",
    Action.RATE: "recorded a rating",
    Action.ESCALATE: "escalated it",
    Action.DIRECT: "gave a direction",
    Action.CLOSE_BY_DIRECTION: "closed it by direction",
    Action.WITHDRAW: "recorded its withdrawal",
    Action.REOPEN: "reopened it",
    Action.REVIEW: "reviewed it",
    Action.OPEN_ENQUIRY: "opened an enquiry",
    Action.POST_DISPOSAL: "noted a disposal",
    Action.CLOSE_ENQUIRY: "closed the enquiry",
    Action.CLAIM_COMPENSATION: "claimed compensation",
    Action.SANCTION_COMPENSATION: "sanctioned the compensation",
    Action.REFUSE_COMPENSATION: "refused the compensation",
    Action.JOIN_INCIDENT: "put it to an incident",
    Action.LEAVE_INCIDENT: "took it out of its incident",
    Action.PAY_COMPENSATION: "noted that the compensation is paid",
}


def stale(moment: Moment, case: cases.Case, action: Action, version: int) -> Refusal:
    """Return the refusal for an actor who saw `version`, which is not the newest.

    Who saw the complaint then is told what happened, even where it has left their sight since.
    """
    seen = _as_of(moment, case, version)
    against = refusal(seen.facts, action, moment.actor, moment.now, moment.policy)
    return against if isinstance(against, NotFound) else since(moment, case, version)


def since(moment: Moment, case: cases.Case, version: int) -> Conflict:
    """Return the refusal that says what happened to a complaint after `version`."""
    news = histories.entries(moment.session, case.facts.id, version)
    told = ", ".join(_told(moment, event) for event in news) or "it was changed"
    label = STATE_LABELS[news[-1].to_state if news else case.facts.state]
    return Conflict(
        f"{case.facts.shown} changed meanwhile: {told}. It is now “{label}”; look again.",
        rule=OVERTAKEN,
        fields=changes(moment, case, version),
    )


def _as_of(moment: Moment, case: cases.Case, version: int) -> cases.Case:
    """Return the case with the holder it had at `version`; nobody saw one that never was."""
    wanted = select(Event.office_id).where(
        Event.complaint_id == case.facts.id, Event.sequence == version
    )
    office_id = moment.session.exec(wanted).first()
    if office_id is None:
        return case
    holder = path_of(moment.session.get_one(Office, office_id))
    return replace(case, facts=replace(case.facts, holder=holder))


def _told(moment: Moment, event: Event) -> str:
    did = DONE.get(event.action, event.action.value.replace("_", " "))
    return f"{who(moment.session, event)} {did} at {show_hour(event.at, moment.now)}"
