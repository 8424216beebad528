"""SMS by a gateway: notices out under India's DLT rules, replies pulled in."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit

from dopcrm_tui.gateways.channel import Arrived, DoorShut, Fate, Outgoing, Sent, WayShut
from dopcrm_tui.gateways.https import TROUBLES, Unfit, fetch, why_unreached
from dopcrm_tui.rules.inbound_sms import read_sms
from dopcrm_tui.rules.sms_text import is_gsm

LONGEST_LIST = 8 << 20
"""Bytes of replies that are read at once: more than come in the worst of days."""

_LONGEST_WORD = 64 << 10
"""Bytes that are read of what a gateway says of one notice."""

_OURS = {
    401: "it does not take our sms.token",
    402: "our account with it is empty or closed",
    403: "it does not take our sms.token",
    404: "sms.url is not its address",
    405: "sms.url is not its address",
    410: "sms.url is not its address any more",
}
"""Our own mistakes: they must make no notice undeliverable."""

_TOKEN = frozenset({401, 403})
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

    def look(self) -> str:
        """Ask the gateway what it allows, and send nothing. Raises WayShut."""
        try:
            status, _, _ = fetch(self.url, self.token, self.timeout, 1, method="OPTIONS")
        except Unfit as unfit:
            raise WayShut(str(unfit)) from None
        except TROUBLES as problem:
            raise WayShut(f"The SMS gateway cannot be reached: {why_unreached(problem)}.") from None
        if status in _TOKEN:
            raise WayShut(f"The SMS gateway said {status}: {_OURS[status]}.")
        return f"{urlsplit(self.url).hostname} answers; what it takes shows when a notice goes out"

    def _one(self, notice: Outgoing) -> Sent:
        try:
            form = self._form(notice)
        except UnicodeEncodeError:
            return Sent(Fate.NEVER, "The text has signs in it that cannot be sent.")
        try:
            return _judged(*fetch(self.url, self.token, self.timeout, _LONGEST_WORD, form))
        except Unfit as unfit:
            return Sent(Fate.SHUT, str(unfit))
        except URLError as unreached:
            return Sent(
                Fate.SHUT, f"The SMS gateway cannot be reached: {why_unreached(unreached)}."
            )
        except TROUBLES as problem:
            # The words of a fault can hold the token or a number; its kind cannot.
            return Sent(Fate.FAULT, f"The SMS gateway: {type(problem).__name__}.")

    def _form(self, notice: Outgoing) -> bytes:
        plain = {
            "to": notice.to,
            "sender": self.sender,
            "entity_id": self.entity_id,
            "template_id": notice.template_id,
            "body": notice.text,
            "encoding": "gsm" if is_gsm(notice.text) else "unicode",
            "reference": notice.reference,
            "variables": json.dumps(notice.variables),
        }
        return urlencode({self.fields.get(name, name): plain[name] for name in plain}).encode()


def _judged(status: int, headers: Message, body: bytes) -> Sent:
    if status < 300:
        rejected = _word(body) in _REJECTED
        return Sent(Fate.NEVER, "The SMS gateway rejected it.") if rejected else Sent(Fate.ACCEPTED)
    detail = f"The SMS gateway said {status}."
    if status < 400:
        return Sent(Fate.SHUT, f"The SMS gateway said {status}: sms.url has moved.")
    if status in _OURS:
        return Sent(Fate.SHUT, f"The SMS gateway said {status}: {_OURS[status]}.")
    if status == 429 or status >= 500:
        return Sent(Fate.FAULT, detail, _asked_for(headers))
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

    def look(self) -> str:
        """Ask for the replies, and leave them. Raises `DoorShut`."""
        try:
            status, _, _ = fetch(self.url, self.token, self.timeout, 1)
        except Unfit as unfit:
            raise DoorShut(str(unfit)) from None
        except TROUBLES as problem:
            raise DoorShut(
                f"The SMS gateway cannot be reached: {why_unreached(problem)}."
            ) from None
        if status != 200:
            raise DoorShut(f"The SMS gateway said {status} and gives no replies.")
        return f"{urlsplit(self.url).hostname} takes our token; replies can be read"

    @property
    def name(self) -> str:
        """What this door is called."""
        return f"sms {urlsplit(self.url).hostname}"

    def read(self, cursor: str | None) -> Iterator[Arrived]:
        """Yield the replies behind `cursor`, oldest first. Raises `DoorShut`."""
        behind = cursor or ""
        for one in self._listed(_behind(self.url, cursor)):
            arrived = _arrived(one, behind)
            behind = arrived.cursor
            yield arrived

    def _listed(self, url: str) -> list[object]:
        try:
            status, _, body = fetch(url, self.token, self.timeout, LONGEST_LIST + 1)
            if len(body) > LONGEST_LIST:
                raise DoorShut(f"The SMS gateway gave more than {LONGEST_LIST >> 20} MiB.")
            listed = json.loads(body) if status == 200 else None
        except Unfit as unfit:
            raise DoorShut(str(unfit)) from None
        except (*TROUBLES, ValueError, RecursionError) as problem:
            raise DoorShut(f"The SMS gateway: {type(problem).__name__}.") from None
        if not isinstance(listed, list):
            raise DoorShut(f"The SMS gateway said {status} and gave no list.")
        return listed


def _behind(url: str, cursor: str | None) -> str:
    if not cursor:
        return url
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode({'since': cursor})}"


def _arrived(one: object, behind: str) -> Arrived:
    content = json.dumps(_in_words(one), ensure_ascii=False, sort_keys=True)
    kept = content.encode("utf-8", "backslashreplace")
    try:
        sms = read_sms(kept)
    except ValueError:
        return _unreadable(one, kept, behind)
    return Arrived(f"sms-{sms.id}", sms.sender, sms.received_at, kept, cursor=sms.id)


def _unreadable(one: object, kept: bytes, behind: str) -> Arrived:
    """Return a reply that is none, to be kept and passed over; the others count all the same.

    It is known by its bytes: one without an id is given again until a readable one comes behind it.
    """
    given = _in_words(one)
    named = given if isinstance(given, dict) else {}
    id_, sender = (str(named.get(name) or "").strip() for name in ("id", "from"))
    at_reading = datetime.max.replace(tzinfo=UTC)  # no message is kept as of a later moment
    reference = f"sha256-{hashlib.sha256(kept).hexdigest()}"
    usable = isinstance(named.get("id"), str) and id_.isprintable()
    return Arrived(reference, sender, at_reading, kept, id_ if usable and id_ else behind)


def _in_words(one: object) -> object:
    """Return a reply as we keep it: some gateways count their replies and their senders."""
    if not isinstance(one, dict):
        return one
    counted = {name: str(one[name]) for name in ("id", "from") if type(one.get(name)) is int}
    return {**one, **counted}
