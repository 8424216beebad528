"""An e-mail from outside (RFC 5322), taken apart; no byte of it is trusted, none makes it fail."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Any

from dopcrm_tui.rules.bounces import Bounce, bounce_of
from dopcrm_tui.rules.mail_headers import (
    POLICY,
    file_name_of,
    header,
    is_automatic,
    recipients_of,
    sender_of,
    storable,
    thread_of,
)
from dopcrm_tui.rules.mail_text import content_of, is_text, text_of
from dopcrm_tui.rules.quoted_text import written_part

LONGEST_ID = 200
"""Characters of a message id; a longer one is known by the hash of the letter."""

MOST_PARTS = 2_000
"""Parts of a letter that is taken apart; no person writes one of more."""

CUT = b"X-Dopcrm-Cut: "
"""The first line of a letter that was too large to be fetched whole begins so."""

_HEAD = re.compile(rb"\s*(?:From \S.*\r?\n)?(?:[!-9;-~]+[ \t]*:.*\r?\n(?:[ \t].*\r?\n)*)+")
_KNOWN = re.compile(
    rb"^(?:from|to|subject|date|message-id|received|return-path)[ \t]*:", re.IGNORECASE | re.M
)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that came with a letter; an inline one may be no more than decoration.

    Of one that is not `whole` only the beginning was fetched.
    """

    file_name: str
    content: bytes
    inline: bool = False
    whole: bool = True


@dataclass(frozen=True, slots=True)
class InboundLetter:
    """A letter: `written` is what its writer wrote, `whole` also what they quote.

    One that is not `readable` is too broken to be taken apart; its headers may be known.
    """

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    thread: str
    subject: str
    written: str = ""
    whole: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    is_automatic: bool = False
    bounce: Bounce | None = None
    readable: bool = True

    @property
    def is_bounce(self) -> bool:
        """Whether the letter tells of another one that did not arrive."""
        return self.bounce is not None


def is_letter(content: bytes) -> bool:
    """Tell whether bytes begin as an e-mail does: with headers, one of them well known."""
    head = _HEAD.match(content[:100_000] + b"\n")
    return head is not None and _KNOWN.search(head[0]) is not None


def letter_id(content: bytes) -> str:
    """Return by what a letter is known again: its message id, else the hash of its bytes."""
    return _id_of(BytesHeaderParser(policy=POLICY).parsebytes(content), content)


def letter_sender(content: bytes) -> str:
    """Return the address of who wrote a letter, else what stands in its place."""
    return sender_of(BytesHeaderParser(policy=POLICY).parsebytes(content))


def read_letter(content: bytes) -> InboundLetter:
    """Take a letter apart."""
    if content.count(b"\n--") <= MOST_PARTS:
        # The parser of the standard library stumbles over broken letters in ways it does not say.
        with suppress(Exception):
            return _read(message_from_bytes(content, policy=POLICY), content)
    head = BytesHeaderParser(policy=POLICY).parsebytes(content)
    return InboundLetter(**_head(head, content), readable=False)


def _read(message: Message, content: bytes) -> InboundLetter:
    text = storable(text_of(message))
    return InboundLetter(
        **_head(message, content),
        written=written_part(text),
        whole=text,
        enclosures=tuple(_enclosures(message, cut=content.startswith(CUT))),
        is_automatic=is_automatic(message),
        bounce=bounce_of(message),
    )


def _head(message: Message, content: bytes) -> dict[str, Any]:
    return {
        "message_id": _id_of(message, content),
        "sender": sender_of(message),
        "recipients": recipients_of(message),
        "thread": thread_of(message),
        "subject": header(message, "subject"),
    }


def _id_of(message: Message, content: bytes) -> str:
    given = header(message, "message-id").strip("<> ")
    if given and given.isprintable() and len(given) <= LONGEST_ID:
        return given
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _enclosures(message: Message, *, cut: bool) -> Iterator[Enclosure]:
    leaves = list(_leaves(message))
    for place, part in enumerate(leaves, 1):
        content = b"" if is_text(part) else content_of(part)
        if content:
            name = file_name_of(part) or f"enclosure {place}"
            inline = part.get_content_disposition() != "attachment" and "content-id" in part
            whole = not cut or place < len(leaves)
            yield Enclosure(name[:LONGEST_ID], content, inline, whole)


def _leaves(message: Message) -> Iterator[Message]:
    """Yield the parts that hold something themselves; a letter within a letter is not opened."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if not part.is_multipart():
            yield part
        elif part.get_content_maintype() == "multipart":
            waiting += [each for each in part.get_payload() if isinstance(each, Message)][::-1]
