"""The sentence for the slower of two: what the other did meanwhile."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.models import Event, Operator
from data.queries import cases, histories
from dopcrm_tui.rules.refusals import Conflict
from dopcrm_tui.rules.vocabulary import STATE_LABELS, Action

IST = ZoneInfo("Asia/Kolkata")

DONE = {
    Action.TAKE: "took it",
    Action.RELEASE: "released it",
    Action.REMARK: "added a remark",
    Action.ATTACH: "attached a paper",
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
}


def since(session: Session, case: cases.Case, version: int) -> Conflict:
    """Return the refusal that says what happened to a complaint after `version`."""
    news = histories.entries(session, case.facts.id, version)
    told = ", ".join(_told(session, event) for event in news) or "it was changed"
    label = STATE_LABELS[case.facts.state]
    return Conflict(
        f"{case.facts.shown} changed meanwhile: {told}. It is now “{label}”; look again.",
        rule="version",
    )


def _told(session: Session, event: Event) -> str:
    actor = session.get(Operator, event.actor_id) if event.actor_id else None
    who = actor.employee_id if actor else "the desk"
    did = DONE.get(event.action, event.action.value.replace("_", " "))
    return f"{who} {did} at {_clock(event.at)}"


def _clock(at: datetime) -> str:
    return at.astimezone(IST).strftime("%H:%M")
