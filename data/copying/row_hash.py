"""The hash of a row: the same wherever the row is kept."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from hashlib import sha256


def row_hash(row: Mapping[str, object]) -> str:
    """Return the hash of a row by column names: 64 hexadecimal digits.

    Times are taken as instants, documents by what they say; whole numbers are equal to themselves
    with a fraction of nothing.
    """
    told = json.dumps(
        {name: _told(value) for name, value in row.items()}, sort_keys=True, ensure_ascii=False
    )
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _told(value: object) -> object:
    """Return a value as JSON can hold it, marked by its kind where another kind looks the same."""
    match value:
        case None | bool() | int():
            return value
        case StrEnum():
            return value.value
        case str():
            return value
        case float():
            return int(value) if value.is_integer() else value
        case datetime():
            return ["time", value.astimezone(UTC).isoformat()]
        case date():
            return ["day", value.isoformat()]
        case bytes() | memoryview():
            return ["bytes", sha256(value).hexdigest()]
        case dict() | list():
            return ["document", _plain(value)]
    raise TypeError(f"no hash for {type(value).__name__}")


def _plain(document: object) -> object:
    match document:
        case dict():
            return {name: _plain(value) for name, value in document.items()}
        case list():
            return [_plain(value) for value in document]
        case float():
            return int(document) if document.is_integer() else document
    return document
