"""The chain that ties every entry of a history to the one before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

FIRST = "0" * 64
"""What the first entry of a history has before it."""


def link(previous_hash: str, entry: Mapping[str, object]) -> str:
    """Return the SHA-256 of the previous hash and the entry in its one canonical form.

    Values are text, numbers, None, aware datetimes or JSON documents of these.
    """
    canonical = json.dumps(
        entry, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=_plain
    )
    return hashlib.sha256(f"{previous_hash}\n{canonical}".encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    message = f"{type(value).__name__} has no canonical form"
    raise TypeError(message)
