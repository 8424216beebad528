"""Telling a customer what became of a message, where that helps them: once, at their own address.

It goes to the address the complaint was registered with, and only where the message came from there
or had the right code: whoever else writes in learns nothing, and brings nobody a notice.
"""

from sqlalchemy import insert
from sqlmodel import select

from data.models.complaint import Complaint
from data.models.history import Event
from data.models.message import NoticeChannel, NoticeState
from data.queries.tables import NOTICE
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.contact import parse_mobile
from dopcrm_tui.rules.notices import Recipient
from dopcrm_tui.services.inbound_outcome import Outcome
from dopcrm_tui.services.inbound_reading import Message
from dopcrm_tui.services.moment import Moment

_WRITE = insert(NOTICE)


def tell(moment: Moment, message_id: int, message: Message, outcome: Outcome) -> None:
    """Write the notice that an outcome asks for."""
    if outcome.template is None or outcome.complaint_id is None:
        return
    row = moment.session.get_one(Complaint, outcome.complaint_id)
    own = _is_own(row, message)
    if not own and not outcome.proved:
        return
    channel = message.channel if own or row.complainant_email else NoticeChannel.SMS
    by_mail = channel is NoticeChannel.EMAIL
    notice = {
        "id": moment.new_id(),
        "complaint_id": row.id,
        "circle_id": row.registered_circle_id,
        "event_id": _last_event(moment, row),
        "once": f"{row.id}:message {message_id}",
        "recipient": Recipient.COMPLAINANT,
        "channel": channel,
        "address": row.complainant_email if by_mail else row.complainant_mobile,
        "language": row.language,
        "template": outcome.template,
        "variables": _variables(row, outcome),
        "state": NoticeState.WAITING,
        "created_at": moment.now,
        "next_try_at": moment.now,
        "attempts": 0,
    }
    moment.session.execute(_WRITE, notice)


def _is_own(row: Complaint, message: Message) -> bool:
    """Tell whether a message came from the address the complaint was registered with."""
    if message.channel is NoticeChannel.EMAIL:
        known = row.complainant_email
        return known is not None and known.casefold() == message.sender.casefold()
    try:
        return parse_mobile(message.sender) == row.complainant_mobile
    except ValueError:
        return False


def _last_event(moment: Moment, row: Complaint) -> int:
    wanted = select(Event.id).where(Event.complaint_id == row.id, Event.sequence == row.version)
    return moment.session.exec(wanted).one()


def _variables(row: Complaint, outcome: Outcome) -> dict[str, str]:
    return {
        "number": show_number(row.number),
        "name": row.complainant_name,
        "refused": outcome.word,
    }
