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
from dopcrm_tui.gateways.https import LOOPBACK, why_unreached
from dopcrm_tui.rules.inbound_mail import CUT

LARGEST = 2 << 20
"""Bytes of a letter that are fetched: ten times any paper that is kept.

Of a larger one the beginning is, in which its writer's words stand.
"""

_TROUBLES = (imaplib.IMAP4.error, OSError, ValueError)
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
        box = self._reached()
        try:
            self._enter(box)
            yield from self._letters(box, cursor)
        except _TROUBLES as problem:
            raise DoorShut(f"The mailbox broke off: {type(problem).__name__}.") from None
        finally:
            _leave(box)

    def look(self) -> str:
        """Log in and open the folder, and read nothing. Raises `DoorShut`."""
        box = self._reached()
        try:
            self._enter(box)
        except _TROUBLES as problem:
            raise DoorShut(f"The mailbox broke off: {type(problem).__name__}.") from None
        finally:
            _leave(box)
        return f"{self.host}:{self.port} takes our login; {self.folder} can be read"

    def _reached(self) -> imaplib.IMAP4:
        if self.security == "none" and self.host not in LOOPBACK:
            raise DoorShut("The mailbox is on another machine and is read with TLS only.")
        try:
            if self.security == "tls":
                return imaplib.IMAP4_SSL(
                    self.host, self.port, ssl_context=self._tls(), timeout=self.timeout
                )
            return imaplib.IMAP4(self.host, self.port, timeout=self.timeout)
        except OSError as problem:
            raise DoorShut(f"The mailbox cannot be reached: {why_unreached(problem)}.") from None
        except _TROUBLES as problem:
            raise DoorShut(f"The mailbox cannot be reached: {type(problem).__name__}.") from None

    def _tls(self) -> ssl.SSLContext:
        return self.context or ssl.create_default_context()

    def _enter(self, box: imaplib.IMAP4) -> None:
        if self.security == "starttls":
            box.starttls(self._tls())
        try:
            box.login(_quoted(self.user), self.password)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            raise DoorShut("The mailbox refused the user or the password.") from None
        if box.select(_quoted(self.folder), readonly=True)[0] != "OK":
            raise DoorShut(f"The mailbox has no folder {self.folder} that can be read.")

    def _letters(self, box: imaplib.IMAP4, cursor: str | None) -> Iterator[Arrived]:
        validity = _text(box.response("UIDVALIDITY")[1])
        known, _, last = (cursor or "").partition(":")
        behind = int(last) if known == validity and last.isdigit() else 0
        found = _text(_asked(box, "SEARCH", f"UID {behind + 1}:*"))
        # `n:*` names the newest letter even where its number is lower than n.
        for uid in sorted(int(word) for word in found.split() if int(word) > behind):
            if (letter := self._letter(box, uid, validity)) is not None:
                yield letter

    def _letter(self, box: imaplib.IMAP4, uid: int, validity: str) -> Arrived | None:
        """Return a letter, None where it was taken away meanwhile."""
        facts = _bytes(tuple(_asked(box, "FETCH", str(uid), "(RFC822.SIZE INTERNALDATE)")))
        size = _SIZE.search(facts)
        if size is None or not _UID.search(facts):
            return None
        cut = int(size[1]) > LARGEST
        wanted = f"(BODY.PEEK[]<0.{LARGEST}>)" if cut else "(BODY.PEEK[])"
        fetched = _asked(box, "FETCH", str(uid), wanted)
        content = next((_bytes(part[1]) for part in fetched if isinstance(part, tuple)), None)
        if content is None:
            return None
        if cut:
            content = b"%b%d\r\n%b" % (CUT, int(size[1]), content)
        return _arrived(content, _received(facts), f"{validity}:{uid}")


def _asked(box: imaplib.IMAP4, command: str, *words: str) -> list[object]:
    """Return what a mailbox answers; a letter that it refuses now is not passed over."""
    said, answer = box.uid(command, *words)
    if said != "OK":
        raise DoorShut(f"The mailbox refused to {command.lower()}.")
    return list(answer)


def _leave(box: imaplib.IMAP4) -> None:
    with suppress(*_TROUBLES):
        box.logout()
    with suppress(OSError):  # of a farewell that failed the socket is open still
        box.shutdown()


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


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


def _text(parts: list[object]) -> str:
    return _bytes(tuple(parts)).decode("ascii", "replace")


def _bytes(part: object) -> bytes:
    if isinstance(part, tuple):
        return b" ".join(_bytes(each) for each in part)
    return part if isinstance(part, bytes) else b""
