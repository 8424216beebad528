"""Letters that tell of a letter that did not arrive, and the notice they tell of."""

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

from dopcrm_tui.rules.mail_headers import POLICY, header, sender_of, thread_of
from dopcrm_tui.rules.mail_text import content_of, text_of

_NOTICE = re.compile(r"(?<![\w.-])dopcrm-(\d{1,19})@", re.ASCII)
_DAEMONS = frozenset({"mailer-daemon", "postmaster"})
_MESSAGE_ID = re.compile(r"^\W*Message-ID:\s*(<[^<>\s]{1,250}>)", re.IGNORECASE | re.MULTILINE)
_LARGEST_ID = 2**63 - 1
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail system says of a letter: the letter's id, whether it gave up, and why."""

    original_id: str
    final: bool
    why: str


def notice_of(message_id: str) -> int | None:
    """Return the notice that a message id belongs to, None where it is none of ours."""
    found = _NOTICE.search(message_id)
    return int(found[1]) if found and int(found[1]) <= _LARGEST_ID else None


def bounce_of(message: Message) -> Bounce | None:
    """Return what a letter tells of another one's delivery, None where it is no such report."""
    parts = list(message.walk())
    reports = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    daemon = sender_of(message).rpartition("@")[0].casefold() in _DAEMONS
    if not reports and not daemon:
        return None
    facts = [block for report in reports for block in _blocks(report)]
    actions = {header(block, "action").casefold() for block in facts} - {""}
    return Bounce(
        _original_id(message, parts), not actions or "failed" in actions, _why(message, facts)
    )


def _blocks(report: Message) -> list[Message]:
    return [each for each in report.get_payload() if isinstance(each, Message)]


def _original_id(message: Message, parts: list[Message]) -> str:
    """Return the id of the letter that did not arrive, from the copy of it or of its head."""
    for part in parts[1:]:
        if part.get_content_type() == "text/rfc822-headers":
            text = content_of(part).decode("utf-8", "replace")
            part = HeaderParser(policy=POLICY).parsestr(text)
        if found := header(part, "message-id"):
            return found
    named = _MESSAGE_ID.search(text_of(message))
    return named[1] if named else thread_of(message)


def _why(message: Message, facts: list[Message]) -> str:
    said = (header(block, name) for name in ("diagnostic-code", "status") for block in facts)
    why = next((each for each in said if each), "") or header(message, "subject")
    return why[:_LONGEST_REASON]
