"""A message from outside as the desk understands it, whichever way it came."""

import json
from dataclasses import dataclass

from data.models.message import InboundMessage, NoticeChannel
from dopcrm_tui.rules.bounces import Bounce
from dopcrm_tui.rules.inbound_mail import Enclosure, read_letter
from dopcrm_tui.rules.inbound_sms import LONGEST_SMS, read_sms
from dopcrm_tui.rules.mail_headers import storable
from dopcrm_tui.rules.mail_text import decoded
from dopcrm_tui.rules.reply_reading import Reply, read_reply


@dataclass(frozen=True, slots=True)
class Message:
    """What came, read: `says_something` is whether its writer wrote any word themselves."""

    channel: NoticeChannel
    sender: str
    subject: str
    text: str
    reply: Reply
    says_something: bool
    thread: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    is_automatic: bool = False
    bounce: Bounce | None = None
    readable: bool = True


def understand(kept: InboundMessage) -> Message:
    """Read a message as it was kept; nothing in it can make this fail."""
    return _mail(kept) if kept.channel is NoticeChannel.EMAIL else _sms(kept)


def _mail(kept: InboundMessage) -> Message:
    letter = read_letter(kept.content)
    return Message(
        channel=kept.channel,
        sender=kept.sender,
        subject=letter.subject,
        text=letter.whole,
        reply=read_reply(letter.written, letter.whole, letter.recipients, letter.subject),
        says_something=bool(letter.written.strip()),
        thread=letter.thread,
        enclosures=letter.enclosures,
        is_automatic=letter.is_automatic,
        bounce=letter.bounce,
        readable=letter.readable,
    )


def _sms(kept: InboundMessage) -> Message:
    text, readable = _sms_text(kept.content)
    return Message(
        channel=kept.channel,
        sender=kept.sender,
        subject="",
        text=text,
        reply=read_reply(text, text, (), ""),
        says_something=bool(text.strip()),
        readable=readable,
    )


def _sms_text(content: bytes) -> tuple[str, bool]:
    """Return what an SMS says and whether it is one; a gateway may hand on the bare words."""
    try:
        return read_sms(content).text, True
    except ValueError:
        bare = storable(decoded(content, "utf-8"))[:LONGEST_SMS]
        return bare, not _is_json(content)


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True
