"""Complaints in the words of the screens: when due, how they stand, what was done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from dopcrm_tui.rules.dates import show_hour, show_time, today
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.vocabulary import Action, Role, State, Task

ROLE_LABELS = {
    Role.OPERATOR: "Operator",
    Role.SUPERVISOR: "Supervisor",
    Role.CALL_CENTRE: "Call centre",
    Role.ADMINISTRATOR: "Administrator",
    Role.AUDITOR: "Auditor",
    Role.COMPLAINANT: "Customer",
    Role.SWEEPER: "The desk",
}

STATE_WORDS = {
    State.PENDING: "pend",
    State.INFO_SOUGHT: "info",
    State.EXTERNAL: "extn",
    State.CONFIRMATION_SOUGHT: "conf",
    State.CLOSED: "clsd",
}
"""The states as narrow as a column of a list."""

ACTION_LABELS = {
    Action.REGISTER: "Registered",
    Action.TAKE: "Take",
    Action.RELEASE: "Release",
    Action.REMARK: "Remark",
    Action.ATTACH: "Attach",
    Action.CORRECT_CONTACT: "Correct the customer's contact",
    Action.INTERIM_REPLY: "Interim reply",
    Action.TRANSFER: "Transfer",
    Action.REFER_EXTERNAL: "Refer to an external authority",
    Action.EXTERNAL_UPDATE: "Update of the external authority",
    Action.EXTERNAL_RETURN: "Return of the external authority",
    Action.SEEK_INFORMATION: "Seek information",
    Action.GIVE_INFORMATION: "Customer gave information",
    Action.INFORMATION_LAPSES_CLOSED: "Closed: no information came",
    Action.INFORMATION_LAPSES_ESCALATED: "Escalated: no information came",
    Action.SEEK_CONFIRMATION: "Seek confirmation",
    Action.NOTICE_DELIVERED: "Notice delivered",
    Action.NOTICE_UNDELIVERABLE: "Notice undeliverable: phone the customer",
    Action.INTERIM_DRAFTED: "Interim reply drafted: read and send it",
    Action.EXTERNAL_REMINDER: "Remind the external authority: no answer",
    Action.ACCEPT: "Customer accepted",
    Action.REJECT: "Customer rejected",
    Action.ASK_CLARIFICATION: "Customer asked for clarification",
    Action.CONFIRMATION_LAPSES: "Closed: the customer did not answer",
    Action.RATE: "Rating",
    Action.ESCALATE: "Escalate",
    Action.DIRECT: "Direction",
    Action.CLOSE_BY_DIRECTION: "Close by direction",
    Action.WITHDRAW: "Withdraw",
    Action.REOPEN: "Reopen",
    Action.REVIEW: "Review",
    Action.OPEN_ENQUIRY: "Open an enquiry",
    Action.POST_DISPOSAL: "Disposal at an office",
    Action.CLOSE_ENQUIRY: "Close the enquiry",
    Action.CLAIM_COMPENSATION: "Claim compensation",
    Action.SANCTION_COMPENSATION: "Sanction compensation",
    Action.REFUSE_COMPENSATION: "Refuse compensation",
    Action.PAY_COMPENSATION: "Compensation paid",
    Action.JOIN_INCIDENT: "Put to an incident",
    Action.LEAVE_INCIDENT: "Take out of its incident",
}
"""What each action is called, in the list of what can be done and in the history."""

CHANGE_LABELS = {
    "state": "State",
    "office": "Held by",
    "assignee": "Taken by",
    "escalation_level": "Level",
    "due_at": "Due",
    "task": "To be done",
    "closure": "Closed",
    "rating": "Rating",
    "mobile": "Mobile",
    "email": "E-mail",
    "words": "Said",
}
"""What the fields are called that another changed meanwhile."""

SWEEPER_MISSED = timedelta(minutes=5)
"""After so long without the sweeper people are told that nothing happens by itself."""


def overtaken_words(refusal: Refusal, hint: str = "") -> str:
    """Say what another did meanwhile: the sentence, what to do now, and a line for each field."""
    changed = (f"{CHANGE_LABELS.get(name, name)}: {how}" for name, how in refusal.fields.items())
    return "\n".join([f"{refusal}{hint}", *changed])


def due_words(due_at: datetime, now: datetime) -> str:
    """Say when a complaint is due, by days in India: `LATE 3d`, `LATE`, `today`, `DUE 2d`."""
    days = (today(due_at) - today(now)).days
    if due_at <= now:
        return f"LATE {-days}d" if days else "LATE"
    return f"DUE {days}d" if days else "today"


def open_words(by: str, since: datetime, now: datetime) -> str:
    """Say who has a complaint open, and since when."""
    return f"open by {by} since {show_hour(since, now)}"


def closed_words(closed_at: datetime) -> str:
    """Say on which day a complaint was closed."""
    return f"{today(closed_at):%d-%m-%y}"


TASK_WORDS = {
    Task.PHONE_CUSTOMER: "PHON",
    Task.SEND_INTERIM: "SEND",
    Task.REMIND_AUTHORITY: "REMD",
}
"""What somebody must do, in capitals and as narrow as a column."""

TASK_HELP = {
    Task.PHONE_CUSTOMER: "K corrects their number; Q sends the question again; N records an answer "
    "by their code or by their signed statement.",
    Task.SEND_INTERIM: "Y opens the draft: read it, change it where needed, and F10 sends it.",
    Task.REMIND_AUTHORITY: "Remind them; U then records what they say, B their outcome.",
}
"""Which key does what must be done."""

ASKED_AGAIN = (
    "The question is on its way again. If it arrives, their time begins, and nobody needs to phone."
)


def state_words(
    state: State, level: int, *, clarify: bool = False, task: Task | None = None
) -> str:
    """Say how a complaint stands, as narrow as a column: `pend`, `conf ESC2`, `clar`, `PHON`."""
    word = TASK_WORDS[task] if task else "clar" if clarify else STATE_WORDS[state]
    return f"{word} ESC{level}" if level and state is not State.CLOSED else word


def sweeper_words(
    last_seen: datetime | None, now: datetime, shut: Mapping[str, datetime] | None = None
) -> str:
    """Say when the sweeper was last at work and what does not go out, each since when (`shut`).

    Where it was at work too long ago, say what that means.
    """
    if last_seen is None:
        return "no sweeper has run yet: nothing closes, escalates or is sent by itself"
    seconds = max(0, int((now - last_seen).total_seconds()))
    if now - last_seen > SWEEPER_MISSED:
        return (
            f"sweeper not seen since {show_time(last_seen)}: nothing closes, escalates or is sent"
        )
    ago = f"{seconds} s" if seconds < 60 else f"{seconds // 60} min"
    return f"sweeper last seen {ago} ago{_shut_words(shut)}"


def _shut_words(shut: Mapping[str, datetime] | None) -> str:
    if not shut:
        return ""
    return f" · {', '.join(shut)} shut since {show_time(min(shut.values()))}"
