"""What is typed at a command: numbers, days, secrets and places in a list."""

from __future__ import annotations

import base64
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING

from dopcrm_tui.rules.complaint_number import parse_number
from dopcrm_tui.rules.dates import parse_any_date
from dopcrm_tui.rules.refusals import InvalidInput

if TYPE_CHECKING:
    from data.queries.lines import Place

_LONGEST_SECRET = 4_096


def number_of(text: str) -> str:
    """Return the eleven digits of a typed number. Raises InvalidInput (`number`)."""
    try:
        return parse_number(text)
    except ValueError as wrong:
        raise InvalidInput({"number": str(wrong)}) from None


def day_of(text: str | None, field: str) -> date | None:
    """Return a typed day, None where none is. Raises InvalidInput for `field`."""
    try:
        return parse_any_date(text) if text else None
    except ValueError as wrong:
        raise InvalidInput({field: str(wrong)}) from None


def secret(label: str, option: str, *, from_stdin: bool) -> str:
    """Ask for a secret at the terminal, or take the next line of standard input.

    Raises InvalidInput where there is neither.
    """
    if from_stdin:
        return _line(label)
    if not sys.stdin.isatty():
        raise InvalidInput({label: f"Send it on standard input with {option}."})
    from getpass import getpass

    return getpass(f"{label.replace('_', ' ').capitalize()}: ")


def cursor_of(place: Place | None) -> str | None:
    """Return where a page ends as an opaque word, for --after."""
    if place is None:
        return None
    written = f"{place.at.isoformat()} {place.id}"
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def place_of(cursor: str | None) -> Place | None:
    """Return the place a cursor stands for. Raises InvalidInput (`after`)."""
    from data.queries.lines import Place

    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        at, _, row_id = base64.urlsafe_b64decode(padded).decode().partition(" ")
        return Place(_instant(at), int(row_id))
    except ValueError:
        sentence = "That is no place in this list; use `next` of the page before."
        raise InvalidInput({"after": sentence}) from None


def _instant(written: str) -> datetime:
    at = datetime.fromisoformat(written)
    if at.tzinfo is None:
        raise ValueError(written)
    return at


def _line(label: str) -> str:
    try:
        return sys.stdin.buffer.readline(_LONGEST_SECRET).decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise InvalidInput({label: "Standard input is not UTF-8 text."}) from None
