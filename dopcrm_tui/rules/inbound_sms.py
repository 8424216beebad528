"""An SMS from outside, as the gateway hands it on: one JSON object."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from dopcrm_tui.rules.mail_headers import storable

LONGEST_SMS = 10_000
"""Characters of an SMS that are read."""


@dataclass(frozen=True, slots=True)
class InboundSms:
    """An SMS: the gateway's id of it, who sent it, what it says and when the gateway had it."""

    id: str
    sender: str
    text: str
    received_at: datetime


def read_sms(content: bytes) -> InboundSms:
    """Take an SMS apart: `{"id", "from", "text", "received_at"}`.

    Raises ValueError with one sentence where it is none.
    """
    try:
        given = json.loads(content)
    except (ValueError, RecursionError):
        raise ValueError("This is no JSON.") from None
    if not isinstance(given, dict):
        raise ValueError("An SMS is one JSON object.")
    id_, sender, text = (_text(given, name) for name in ("id", "from", "text"))
    if not id_.strip():
        raise ValueError("The id of an SMS may not be empty.")
    return InboundSms(id_.strip(), sender.strip(), text[:LONGEST_SMS], _instant(given))


def _text(given: dict[str, object], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str):
        raise ValueError(f"An SMS has “{name}”, a text.")
    return storable(value)


def _instant(given: dict[str, object]) -> datetime:
    wanted = "An SMS has “received_at”, an instant such as 2026-11-23T04:30:00Z."
    try:
        at = datetime.fromisoformat(_text(given, "received_at"))
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise ValueError(wanted)
