"""Replies by e-mail, read from a mailbox over IMAP: nothing is marked, nothing is taken away."""

import email
import hashlib
import imaplib
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from dopcrm_tui.gateways.channel import Arrived, DoorShut
from dopcrm_tui.gateways.https import LOOPBACK

LARGEST = 2 << 20
"""Bytes of a letter that is fetched whole; of a larger one only the headers are."""

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"UID (\d+)")


@dataclass(frozen=True, slots=True)
class ImapDoor:
    """One folder of one mailbox."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    timeout: float = 20.0
    context: ssl.SSLContext | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """What this door is called."""
        return f"imap {self.user}@{self.host}/{self.folder}"

    def read(self, cursor: str | None) -> Iterator[Arrived]:
        """Yield the letters behind `cursor`, oldest first. Raises `DoorShut`."""
        box: imaplib.IMAP4 | None = None
        try:
            box = self._opened()
            yield from self._letters(box, cursor)
        except (imaplib.IMAP4.error, OSError, ValueError) as problem:
            raise DoorShut(f"The mailbox: {type(problem).__name__}.") from None
        finally:
            if box is not None:
                with suppress(imaplib.IMAP4.error, OSError):
                    box.logout()

    def _opened(self) -> imaplib.IMAP4:
        if self.security == "none" and self.host not in LOOPBACK:
            raise ValueError("a mailbox elsewhere is read with TLS")
        context = self.context or ssl.create_default_context()
        if self.security == "tls":
            box: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                self.host, self.port, ssl_context=context, timeout=self.timeout
            )
        else:
            box = imaplib.IMAP4(self.host, self.port, timeout=self.timeout)
        try:
            if self.security == "starttls":
                box.starttls(context)
            box.login(self.user, self.password)
            box.select(self.folder, readonly=True)
        except BaseException:
            box.shutdown()
            raise
        return box

    def _letters(self, box: imaplib.IMAP4, cursor: str | None) -> Iterator[Arrived]:
        validity = _text(box.response("UIDVALIDITY")[1])
        known, _, last = (cursor or "").partition(":")
        behind = int(last) if known == validity and last.isdigit() else 0
        found = _text(box.uid("SEARCH", f"UID {behind + 1}:*")[1])
        # `n:*` names the newest letter even where its number is lower than n.
        for uid in sorted(int(word) for word in found.split() if int(word) > behind):
            if (letter := self._letter(box, uid, validity)) is not None:
                yield letter

    def _letter(self, box: imaplib.IMAP4, uid: int, validity: str) -> Arrived | None:
        _, about = box.uid("FETCH", str(uid), "(RFC822.SIZE INTERNALDATE)")
        facts = b" ".join(_bytes(part) for part in about or ())
        size = _SIZE.search(facts)
        if size is None or not _UID.search(facts):
            return None  # it was taken away meanwhile
        cut = int(size[1]) > LARGEST
        _, fetched = box.uid("FETCH", str(uid), "(BODY.PEEK[HEADER])" if cut else "(BODY.PEEK[])")
        content = next((part[1] for part in fetched or () if isinstance(part, tuple)), b"")
        if cut:
            content = b"X-Dopcrm-Cut: %d\r\n%b" % (int(size[1]), content)
        return _arrived(content, _received(facts), f"{validity}:{uid}")


def _arrived(content: bytes, received_at: datetime, cursor: str) -> Arrived:
    headers = email.message_from_bytes(content.split(b"\r\n\r\n", 1)[0] + b"\r\n\r\n")
    identity = str(headers.get("Message-ID", "")).strip().strip("<>")
    return Arrived(
        reference=identity or f"sha256-{hashlib.sha256(content).hexdigest()}",
        sender=str(headers.get("From", ""))[:254],
        received_at=received_at,
        content=content,
        cursor=cursor,
    )


def _received(facts: bytes) -> datetime:
    """Return when the mailbox had it, by the mailbox's own clock."""
    at = imaplib.Internaldate2tuple(facts)
    if at is None:
        raise ValueError("a letter without a date of arrival")
    return datetime.fromtimestamp(time.mktime(at), UTC)


def _text(parts: object) -> str:
    first = parts[0] if isinstance(parts, list) and parts else b""
    return _bytes(first).decode("ascii", "replace")


def _bytes(part: object) -> bytes:
    if isinstance(part, tuple):
        return b" ".join(_bytes(each) for each in part)
    return part if isinstance(part, bytes) else b""
