"""Cells laid out in columns: one line of text, exactly as wide as asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len, set_cell_size

from dopcrm_tui.terminal.safe import printable

CUT = "…"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list; a width of 0 takes what the others leave."""

    title: str
    width: int
    align: Literal["left", "right"] = "left"
    since: int = 0
    """How wide a line must be for this column to be on it."""
    until: int = 10_000
    """From which width on a line leaves it out."""


def laid_out(cells: Sequence[str], columns: Sequence[Column], width: int) -> str:
    """Return the cells side by side, made safe, one blank between them, `width` cells in all."""
    return set_cell_size(" ".join(_fitted(cells, columns, width)), max(0, width))


def _fitted(cells: Sequence[str], columns: Sequence[Column], width: int) -> Iterator[str]:
    pairs = zip(cells, columns, strict=True)
    shown = [(cell, column) for cell, column in pairs if column.since <= width < column.until]
    rest = width - sum(column.width for _, column in shown) - len(shown) + 1
    for cell, column in shown:
        room = column.width or max(0, rest)
        text = printable(cell)
        size = cell_len(text)
        if size > room:
            yield set_cell_size(text, room - 1) + CUT if room else ""
        else:
            blank = " " * (room - size)
            yield blank + text if column.align == "right" else text + blank
