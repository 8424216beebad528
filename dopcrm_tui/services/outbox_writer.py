"""Writing notices: in the transaction that causes them, once for each recipient and channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import bindparam, insert, select
from sqlmodel import Session

from data.models.complaint import Complaint as Row
from data.models.message import NoticeChannel, NoticeState
from data.models.office import Office
from data.queries.tables import NOTICE, OFFICE
from dopcrm_tui.rules.compensation import rupees
from dopcrm_tui.rules.complaint import Act, Complaint
from dopcrm_tui.rules.notices import NoticeDraft, Recipient
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.vocabulary import DeadlineKind, Language
from dopcrm_tui.services.moment import Moment

_WRITE = insert(NOTICE)
_CODES = select(OFFICE.c.id, OFFICE.c.code).where(OFFICE.c.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who complains, as far as notices need it, and the circle the complaint is kept with."""

    name: str
    mobile: str
    email: str | None
    language: Language
    circle_id: int

    @classmethod
    def of(cls, row: Row) -> Self:
        """Return the addressee of a complaint."""
        return cls(
            row.complainant_name,
            row.complainant_mobile,
            row.complainant_email,
            row.language,
            row.registered_circle_id,
        )


@dataclass(frozen=True, slots=True)
class News:
    """How a complaint stands after an event, and the response code where the act asks something."""

    addressee: Addressee
    after: Complaint
    office: Office
    due_at: datetime
    act: Act
    event_id: int
    code: str | None = None
    rung_at: datetime | None = None
    """The value of the alarm that caused it, where one did."""


def write(moment: Moment, told: Sequence[tuple[News, Sequence[NoticeDraft]]]) -> None:
    """Put the notices that events cause into the outbox; those that ask carry the code."""
    codes = _handlers(moment.session, told)
    notices = [
        _notice(moment, news, draft, channel, address)
        for news, drafts in told
        for draft in drafts
        for channel, address in _addresses(codes, news, draft.recipient)
    ]
    if notices:
        moment.session.execute(_WRITE, notices)


def _handlers(
    session: Session, told: Sequence[tuple[News, Sequence[NoticeDraft]]]
) -> dict[int, str]:
    """Return the codes of the offices that are to be told, by id."""
    ids = {
        news.after.handler_id
        for news, drafts in told
        for draft in drafts
        if draft.recipient is Recipient.HANDLER
    }
    if not ids:
        return {}
    return {row.id: row.code for row in session.execute(_CODES, {"ids": sorted(ids)})}


def _addresses(
    codes: Mapping[int, str], news: News, recipient: Recipient
) -> list[tuple[NoticeChannel, str]]:
    if recipient is Recipient.HANDLER:
        return [(NoticeChannel.DESK, codes[news.after.handler_id])]
    addresses = [(NoticeChannel.SMS, news.addressee.mobile)]
    if news.addressee.email:
        addresses.append((NoticeChannel.EMAIL, news.addressee.email))
    return addresses


def _notice(
    moment: Moment, news: News, draft: NoticeDraft, channel: NoticeChannel, address: str
) -> dict[str, object]:
    return {
        "id": moment.new_id(),
        "complaint_id": news.after.id,
        "circle_id": news.addressee.circle_id,
        "event_id": news.event_id,
        "once": _once(news, draft, channel),
        "recipient": draft.recipient,
        "channel": channel,
        "address": address,
        "language": news.addressee.language,
        "template": draft.template,
        "variables": _variables(moment, news, draft),
        "state": NoticeState.WAITING,
        "created_at": moment.now,
        "next_try_at": moment.now,
        "attempts": 0,
    }


def _once(news: News, draft: NoticeDraft, channel: NoticeChannel) -> str:
    """Return what no two notices share: complaint, event, recipient, channel, alarm.

    An event is named by its place in the history, so that two who write the same one collide.
    """
    rung = f"{news.rung_at:%Y%m%dT%H%M%S.%f}" if news.rung_at else "-"
    return f"{news.after.id}:{news.after.version}:{draft.recipient}:{channel}:{rung}"


def by_way_of(once: str, channel: NoticeChannel) -> str:
    """Return what no two notices share, for the same notice by another way."""
    complaint, version, recipient, _, rung = once.split(":")
    return f"{complaint}:{version}:{recipient}:{channel}:{rung}"


def _variables(moment: Moment, news: News, draft: NoticeDraft) -> dict[str, str]:
    """Return what a template may speak of; the words themselves are chosen when it is sent."""
    act, closure, case = news.act, news.after.closure, news.after.compensation
    told = {
        "number": news.after.shown,
        "name": news.addressee.name,
        "office": news.office.name,
        "due_at": news.due_at.isoformat(),
        "closure": closure.reason.value if closure else "",
        "text": act.text,
        "reason": act.reason,
        "reference": act.reference,
        "amount": rupees(case.amount) if case else "",
        "expected_by": act.expected_by.isoformat() if act.expected_by else "",
    }
    if draft.question:
        told["code"] = news.code or ""
        told["hours"] = str(_hours(moment.policy, draft.question))
    return {name: value for name, value in told.items() if value}


def _hours(policy: Policy, question: DeadlineKind) -> int:
    informs = question is DeadlineKind.INFORMATION
    window = policy.information_window if informs else policy.confirmation_window
    return round(window.total_seconds() / 3600)
