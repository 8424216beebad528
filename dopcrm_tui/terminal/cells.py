"""The cells of a terminal: what stands in each, and the bytes that turn one picture into another.

Only cells that differ are sent: one move of the cursor for a run of them, one change of rendition
where it changes; what moved up or down together is moved by the terminal, and the blank end of a
line is erased.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len


class Cell(NamedTuple):
    """What stands in a cell: its characters, none in the right half of a wide one; its rendition.

    The rendition is the parameters of SGR, empty for the terminal's own.
    """

    text: str
    sgr: str = ""


BLANK = Cell(" ")
Row = list[Cell]

_NEAR = 4
"""Cells that stand as they are between two runs and are sent again, for a move costs as much."""

_FEWEST_BLANKS = 4
"""Blank cells at the end of a line from which on erasing is shorter."""

_WORTH = 24
"""Bytes that a scroll has to save before it is one."""


@lru_cache(8_192)
def cells_of(text: str) -> tuple[str, ...]:
    """Return the text cell by cell; a mark that takes none stands with the letter before it.

    A mark whose letter was cut off is left out: it would be drawn on whatever stands there instead.
    """
    if text.isascii():
        return tuple(text)
    found: list[str] = []
    width = 0
    for place, character in enumerate(text, start=1):
        grown = cell_len(text[:place])
        if grown > width:
            found += [character, *[""] * (grown - width - 1)]
        elif found:
            at = len(found) - 1
            while at and not found[at]:
                at -= 1
            found[at] += character
        width = grown
    return tuple(found)


def is_shaped(cell: Cell) -> bool:
    """Whether a terminal may draw a cell together with its neighbours: no plain one-cell sign."""
    return not (cell.text.isascii() and cell.text)


class Screen:
    """The cells that a terminal shows, as far as is known; None for a line that is not known."""

    def __init__(self) -> None:
        """Begin with a terminal of which nothing is known."""
        self.rows: list[Row | None] = []
        self.width = 0
        self._cursor: tuple[int, int] | None = None
        self._sgr: str | None = None

    def forget(self) -> None:
        """Know nothing any more: somebody else has written."""
        self.rows = [None] * len(self.rows)
        self._cursor = self._sgr = None

    def resize(self, width: int, height: int) -> None:
        """Be of another size, of which nothing is known."""
        if (width, height) != (self.width, len(self.rows)):
            self.width, self.rows = width, [None] * height
            self._cursor = self._sgr = None

    def turn_into(self, wanted: dict[int, Row], cursor: tuple[int, int]) -> str:
        """Return what makes the lines of `wanted` stand there, and the cursor at (x, y)."""
        out: list[str] = []
        scrolled = self._scroll(wanted, out)
        for y in sorted(wanted):
            self._line(y, wanted[y], out)
        if self._cursor != cursor and (out or scrolled or self._cursor is not None or wanted):
            self._go(cursor[1], cursor[0], out)
        return "".join(out)

    def _line(self, y: int, wanted: Row, out: list[str]) -> None:
        known = self.rows[y]
        if known == wanted:
            return
        end = _filled(wanted)
        for first, last in _runs(known, wanted):
            stop = last
            if last >= end and len(wanted) - max(first, end) >= _FEWEST_BLANKS:
                stop = max(first, end)
            self._put(y, first, wanted[first:stop], out)
            if stop < last:
                self._rendition("", out)
                if stop == first:
                    self._go(y, stop, out)
                out.append("\x1b[K")
                break
        self.rows[y] = list(wanted)

    def _put(self, y: int, x: int, cells: Sequence[Cell], out: list[str]) -> None:
        if not cells:
            return
        self._go(y, x, out)
        for sgr, group in groupby(cells, key=lambda cell: cell.sgr):
            self._rendition(sgr, out)
            out.extend(cell.text for cell in group)
        end = x + len(cells)
        is_sure = end < self.width and not any(map(is_shaped, cells))
        self._cursor = (end, y) if is_sure else None

    def _go(self, y: int, x: int, out: list[str]) -> None:
        if self._cursor == (x, y):
            return
        absolute = f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"
        if self._cursor is not None and self._cursor[1] == y and x > self._cursor[0]:
            by = x - self._cursor[0]
            near = "\x1b[C" if by == 1 else f"\x1b[{by}C"
            absolute = min(absolute, near, key=len)
        out.append(absolute)
        self._cursor = (x, y)

    def _rendition(self, sgr: str, out: list[str]) -> None:
        if self._sgr != sgr:
            out.append(f"\x1b[0;{sgr}m" if sgr and self._sgr != "" else f"\x1b[{sgr}m")
            self._sgr = sgr

    def _scroll(self, wanted: dict[int, Row], out: list[str]) -> bool:
        """Let the terminal move lines that only moved; return whether it did."""
        found = _shift(self.rows, wanted)
        if found is None:
            return False
        top, bottom, by = found
        self._rendition("", out)
        out.append(f"\x1b[{top + 1};{bottom + 1}r")
        if by > 0:
            out.append(f"\x1b[{bottom + 1}H" + "\x1bD" * by)
        else:
            out.append(f"\x1b[{top + 1}H" + "\x1bM" * -by)
        out.append("\x1b[r")
        self._cursor = None  # not every terminal brings it home
        region = self.rows[top : bottom + 1]
        blank: list[Row | None] = [[BLANK] * self.width for _ in range(abs(by))]
        moved = region[by:] + blank if by > 0 else blank + region[:by]
        self.rows[top : bottom + 1] = moved
        return True


def _filled(row: Row) -> int:
    """Return from where on a line is blank."""
    end = len(row)
    while end and row[end - 1] == BLANK:
        end -= 1
    return end


def _runs(known: Row | None, wanted: Row) -> Iterator[tuple[int, int]]:
    """Yield the parts of a line that differ, `[first, last)`; near ones are one."""
    if known is None or len(known) != len(wanted):
        yield 0, len(wanted)
        return
    first = last = None
    for x in _differing(known, wanted):
        if last is not None and first is not None and x - last > _NEAR:
            yield first, last
            first = None
        first = x if first is None else first
        last = x + 1
    if first is not None and last is not None:
        yield first, last


def _differing(known: Row, wanted: Row) -> Iterable[int]:
    """Return the places that differ; signs that are shaped together are sent together."""
    found = [x for x, (was, is_) in enumerate(zip(known, wanted, strict=True)) if was != is_]
    if not any(
        is_shaped(known[x]) or is_shaped(wanted[x]) for x in _with_neighbours(found, wanted)
    ):
        return found
    places = set(found)
    for x in found:
        for step in (-1, 1):
            at = x
            while 0 <= at < len(wanted) and (
                at == x or is_shaped(known[at]) or is_shaped(wanted[at])
            ):
                places.add(at)
                at += step
    return sorted(places)


def _with_neighbours(found: Sequence[int], row: Row) -> Iterator[int]:
    for x in found:
        yield from range(max(0, x - 1), min(len(row), x + 2))


def _shift(rows: Sequence[Row | None], wanted: dict[int, Row]) -> tuple[int, int, int] | None:
    """Return `(top, bottom, by)` of the lines that moved up by so many (down: below nothing)."""
    best: tuple[int, tuple[int, int, int]] | None = None
    lines = sorted(wanted)
    for block in _blocks(lines):
        for by in _steps(len(block)):
            for found in _moved(rows, wanted, block, by):
                if best is None or found[0] > best[0]:
                    best = found
    return best[1] if best is not None and best[0] >= _WORTH else None


def _blocks(lines: Sequence[int]) -> Iterator[range]:
    """Yield the runs of lines without a gap."""
    for _, group in groupby(enumerate(lines), key=lambda each: each[1] - each[0]):
        block = [line for _, line in group]
        yield range(block[0], block[-1] + 1)


def _steps(height: int) -> Iterator[int]:
    for by in range(1, max(2, height // 2 + 1)):
        yield by
        yield -by


def _moved(
    rows: Sequence[Row | None], wanted: dict[int, Row], block: range, by: int
) -> Iterator[tuple[int, tuple[int, int, int]]]:
    """Yield regions that are as they were `by` lines further down, with the bytes that saves."""
    saved, first = 0, None
    for y in (*block, block.stop):
        source = y + by
        if y in block and source in block and rows[source] == wanted[y]:
            first = y if first is None else first
            saved += 0 if rows[y] == wanted[y] else _filled(wanted[y])
            continue
        if first is not None and saved:
            last = y - 1
            top, bottom = (first, last + by) if by > 0 else (first + by, last)
            yield saved - 2 * abs(by), (top, bottom, by)
        saved, first = 0, None
