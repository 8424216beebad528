"""What commands say: one JSON document, or plain lines and tables without any terminal control."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from hashlib import sha256
from io import StringIO
from shutil import get_terminal_size
from typing import IO, TYPE_CHECKING

from dopcrm_tui.terminal.safe import printable, safe_text

if TYPE_CHECKING:
    from rich.table import Table

Document = Mapping[str, object]

_UNBOUNDED = 2_000
"""Columns of what is not a terminal: a table written to a file is not folded."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A table for people: its headings, and a sequence of cells for each line."""

    headings: tuple[str, ...]
    lines: Sequence[Sequence[object]]
    none: str = "Nothing to show."
    """What to say where there is no line."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values, one pair a line; a value that is None or empty is left out."""

    pairs: Sequence[tuple[str, object]]


Part = str | Rows | Facts


@dataclass(frozen=True, slots=True)
class Output:
    """Where a command's answer goes."""

    as_json: bool

    def give(self, document: Document, *parts: Part) -> None:
        """Print the document, or what people read instead of it."""
        if self.as_json:
            write_json(document)
            return
        for part in parts:
            _print(part, sys.stdout)

    def stream(self, name: str, items: Iterable[Document]) -> None:
        """Print one document that holds a list, item by item, with their count and SHA-256.

        Without the end the document is no JSON: who stops halfway leaves nothing that reads whole.
        """
        hashed, count = sha256(), 0
        sys.stdout.write(f'{{\n"{name}": [')
        for item in items:
            text = _ascii(item)
            hashed.update(f"{text}\n".encode())
            sys.stdout.write(f"{',' if count else ''}\n{text}")
            count += 1
        sys.stdout.write(f'\n],\n"count": {count},\n"sha256": "{hashed.hexdigest()}"\n}}\n')

    def note(self, sentence: str) -> None:
        """Say something that is no answer: on standard error."""
        say(sentence)


def write_json(document: Document) -> None:
    """Write one JSON document, all ASCII: no byte of it acts on a terminal."""
    sys.stdout.write(f"{_ascii(document, indent=2)}\n")


def _ascii(document: Document, indent: int | None = None) -> str:
    return json.dumps(plain(document), indent=indent).replace("\x7f", "\\u007f")


def say(sentence: str) -> None:
    """Write a sentence to standard error."""
    sys.stderr.write(f"{printable(sentence)}\n")


def plain(value: object) -> object:
    """Return the value in JSON's own kinds: instants as UTC with Z, enums as their words."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    return value


def _print(part: Part, file: IO[str]) -> None:
    from rich.console import Console

    drawn = StringIO()
    # No colour and no "terminal": what a person reads holds not one escape sequence.
    console = Console(
        file=drawn,
        width=_width(file),
        color_system=None,
        force_terminal=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    if isinstance(part, str):
        console.print(safe_text(part, newlines=True), soft_wrap=True)
    elif isinstance(part, Rows) and not part.lines:
        console.print(safe_text(part.none), soft_wrap=True)
    else:
        console.print(_table(part) if isinstance(part, Rows) else _pairs(part))
    file.writelines(
        f"{line.rstrip()}\n" for line in drawn.getvalue().removesuffix("\n").split("\n")
    )


def _width(file: IO[str]) -> int:
    return get_terminal_size().columns if file.isatty() else _UNBOUNDED


def _table(rows: Rows) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in rows.headings:
        table.add_column(safe_text(heading), overflow="fold")
    for line in rows.lines:
        table.add_row(*(safe_text(_cell(value)) for value in line))
    return table


def _pairs(facts: Facts) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for label, value in facts.pairs:
        if _cell(value):
            table.add_row(safe_text(label), safe_text(_cell(value), newlines=True))
    return table


def _cell(value: object) -> str:
    if value is None or value is False:
        return ""
    return "yes" if value is True else str(plain(value))
