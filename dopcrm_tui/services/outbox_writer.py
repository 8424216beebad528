"""Writing notices: in the transaction that causes them, once for each recipient and channel."""

from collections.abc import Iterable

from sqlmodel import Session

from data.identity import new_id
from data.models import Complaint, Event, Notice, NoticeChannel, NoticeState, Office
from data.queries.cases import path_of
from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.notices import NoticeDraft, Recipient
from dopcrm_tui.rules.offices import handler_of
from dopcrm_tui.rules.vocabulary import Level
from dopcrm_tui.services.ground import Ground


def write(
    session: Session,
    ground: Ground,
    row: Complaint,
    event: Event,
    drafts: Iterable[NoticeDraft],
    act: Act | None,
    code: str | None,
) -> None:
    """Put the notices an event causes into the outbox; those that ask carry the `code`."""
    variables = _variables(session, row, act)
    for draft in drafts:
        told = {**variables, "code": code} if draft.question and code else variables
        for channel, address in _addresses(session, row, draft.recipient):
            notice = _notice(ground, row, event, draft, channel, address)
            notice.variables = told
            session.add(notice)


def _variables(session: Session, row: Complaint, act: Act | None) -> dict[str, str]:
    said = (
        {
            "text": act.text,
            "reason": act.reason,
            "expected_by": act.expected_by.isoformat() if act.expected_by else "",
        }
        if act
        else {}
    )
    return {
        "number": show_number(row.number),
        "name": row.complainant_name,
        "office": session.get_one(Office, row.office_id).name,
        "due_at": row.due_at.isoformat(),
        "closure": row.closure_reason or "",
        **said,
    }


def _addresses(
    session: Session, row: Complaint, recipient: Recipient
) -> list[tuple[NoticeChannel, str]]:
    if recipient is Recipient.HANDLER:
        return [(NoticeChannel.DESK, _handler(session, row).code)]
    addresses = [(NoticeChannel.SMS, row.complainant_mobile)]
    if row.complainant_email:
        addresses.append((NoticeChannel.EMAIL, row.complainant_email))
    return addresses


def _handler(session: Session, row: Complaint) -> Office:

    holder = session.get_one(Office, row.office_id)
    return session.get_one(Office, handler_of(path_of(holder), Level(row.escalation_level)))


def _notice(
    ground: Ground,
    row: Complaint,
    event: Event,
    draft: NoticeDraft,
    channel: NoticeChannel,
    address: str,
) -> Notice:
    return Notice(
        id=new_id(event.at, ground.random),
        complaint_id=row.id,
        circle_id=row.registered_circle_id,
        event_id=event.id,
        once=f"{row.id}:{event.id}:{draft.template}:{channel}",
        recipient=draft.recipient,
        channel=channel,
        address=address,
        language=row.language,
        template=draft.template,
        state=NoticeState.WAITING,
        created_at=event.at,
    )
