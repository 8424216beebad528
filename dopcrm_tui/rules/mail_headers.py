"""The headers of an e-mail as it came: whatever stands in them, reading them never fails."""

import re
from email.header import decode_header, make_header
from email.headerregistry import HeaderRegistry
from email.message import Message
from email.policy import EmailPolicy
from email.utils import parseaddr
from functools import partial

LONGEST_HEADER = 4_000
"""Characters of a header that are looked at: the work of reading one grows with its square."""

_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_AUTOMATIC = frozenset({"bulk", "list", "junk", "auto_reply"})
_SELF_DECLARED = ("list-id", "x-autoreply", "x-autorespond")
_RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to")
_THREAD = ("in-reply-to", "references")


def storable(text: str) -> str:
    """Return the text with what no database keeps replaced: NUL and halves of characters."""
    return _NO_TEXT.sub("\ufffd", text)


def _header(registry: HeaderRegistry, name: str, value: str) -> str:
    """Return a header as the standard library reads it, else as it stands.

    Its parser stumbles over broken headers in more ways than it says.
    """
    short = value[:LONGEST_HEADER]
    try:
        return str(registry(name, short))
    except Exception:
        return short.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


POLICY = EmailPolicy(header_factory=partial(_header, HeaderRegistry()))
"""How letters are read: the default policy, its headers plain text."""


def header(message: Message, name: str) -> str:
    """Return a header as one line of text, empty where it is missing."""
    return storable(" ".join(str(message.get(name, "")).split()))


def sender_of(message: Message) -> str:
    """Return the address of who wrote, else what stands in its place."""
    written = header(message, "from")
    try:
        return parseaddr(written)[1] or written
    except RecursionError:
        return written


def recipients_of(message: Message) -> tuple[str, ...]:
    """Return all that names to whom a letter went."""
    found = (str(each) for name in _RECIPIENTS for each in message.get_all(name, []))
    return tuple(map(storable, found))


def thread_of(message: Message) -> str:
    """Return the ids of the messages that this one answers, the nearest first."""
    return " ".join(header(message, name) for name in _THREAD)


def is_automatic(message: Message) -> bool:
    """Tell whether no person wrote the letter: lists, bulk mail, absences, receipts (RFC 3834)."""
    submitted = header(message, "auto-submitted").split(";")[0].strip().casefold()
    return (
        submitted not in {"", "no"}
        or header(message, "precedence").casefold() in _AUTOMATIC
        or header(message, "return-path") == "<>"
        or message.get_content_type() == "multipart/report"
        or any(name in message for name in _SELF_DECLARED)
    )


def file_name_of(part: Message) -> str:
    """Return the last part of the name of an enclosed file, empty where it has none."""
    try:
        named = part.get_filename() or ""
        decoded = str(make_header(decode_header(named))) if "=?" in named else named
    except Exception:
        return ""
    return storable(" ".join(re.split(r"[\\/]", decoded)[-1].split()))
