"""SMS by a gateway: notices out under India's DLT rules, replies pulled in."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import Message
from urllib.parse import urlencode, urlsplit

from dopcrm_tui.gateways.channel import Arrived, DoorShut, Fate, Outgoing, Sent
from dopcrm_tui.gateways.https import TROUBLES, fetch

_OURS = frozenset({401, 403})
"""Our own mistake: it must make no notice undeliverable."""

_REJECTED = frozenset({"rejected", "failed"})


@dataclass(frozen=True, slots=True)
class SmsChannel:
    """Posts each notice to a gateway; `fields` renames the neutral names to the provider's."""

    url: str
    sender: str
    entity_id: str
    token: str = field(default="", repr=False)
    fields: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 20.0

    def send(self, notices: Sequence[Outgoing]) -> Iterator[Sent]:
        """Yield what the gateway says of each notice."""
        for notice in notices:
            yield self._one(notice)

    def _one(self, notice: Outgoing) -> Sent:
        try:
            status, headers, body = fetch(self.url, self.token, self.timeout, self._form(notice))
        except TROUBLES as problem:
            return Sent(Fate.LATER, f"The SMS gateway: {type(problem).__name__}.")
        except ValueError as problem:
            return Sent(Fate.LATER, str(problem))
        return _judged(status, headers, body)

    def _form(self, notice: Outgoing) -> bytes:
        plain = {
            "to": notice.to,
            "sender": self.sender,
            "entity_id": self.entity_id,
            "template_id": notice.template_id,
            "body": notice.text,
            "encoding": "gsm" if notice.text.isascii() else "unicode",
            "reference": notice.reference,
            "variables": json.dumps(notice.variables),
        }
        return urlencode({self.fields.get(name, name): plain[name] for name in plain}).encode()


def _judged(status: int, headers: Message, body: bytes) -> Sent:
    if status < 300:
        rejected = _word(body) in _REJECTED
        return Sent(Fate.NEVER, "The SMS gateway rejected it.") if rejected else Sent(Fate.ACCEPTED)
    detail = f"The SMS gateway said {status}."
    if status == 429 or status >= 500 or status in _OURS or status < 400:
        return Sent(Fate.LATER, detail, _asked_for(headers))
    return Sent(Fate.NEVER, detail)


def _word(body: bytes) -> str:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    return str(said.get("status", "")).lower() if isinstance(said, dict) else ""


def _asked_for(headers: Message) -> timedelta | None:
    seconds = str(headers.get("Retry-After", ""))
    return timedelta(seconds=int(seconds[:9])) if seconds.isascii() and seconds.isdigit() else None


@dataclass(frozen=True, slots=True)
class SmsDoor:
    """Pulls the replies that a gateway keeps."""

    url: str
    token: str = field(default="", repr=False)
    timeout: float = 20.0

    @property
    def name(self) -> str:
        """What this door is called."""
        return f"sms {urlsplit(self.url).hostname}"

    def read(self, cursor: str | None) -> Iterator[Arrived]:
        """Yield the replies behind `cursor`, oldest first. Raises `DoorShut`."""
        try:
            asked = f"{self.url}?{urlencode({'since': cursor})}" if cursor else self.url
            status, _, body = fetch(asked, self.token, self.timeout)
            listed = json.loads(body) if status == 200 else None
        except (*TROUBLES, ValueError, RecursionError) as problem:
            raise DoorShut(f"The SMS gateway: {type(problem).__name__}.") from None
        if not isinstance(listed, list):
            raise DoorShut(f"The SMS gateway said {status} and gave no list.")
        for one in listed:
            yield _arrived(one)


def _arrived(one: object) -> Arrived:
    try:
        assert isinstance(one, dict)
        received_at = datetime.fromisoformat(str(one["received_at"]))
        if received_at.tzinfo is None or not isinstance(one["text"], str):
            raise ValueError(received_at)
        identity = str(one["id"])
        content = json.dumps(one, ensure_ascii=False, sort_keys=True)
        return Arrived(
            reference=f"sms-{identity}",
            sender=str(one["from"]),
            received_at=received_at,
            content=content.encode("utf-8", "backslashreplace"),
            cursor=identity,
        )
    except (AssertionError, KeyError, ValueError):
        raise DoorShut("The SMS gateway gave a reply that is none.") from None
