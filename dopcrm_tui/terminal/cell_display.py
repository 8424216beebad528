"""Textual's picture, sent cell by cell: the one place that knows how Textual keeps its pictures.

`DOPCRM_WRITER=stock` leaves it to Textual. What it touches is named in `PRIVATE`, and a test looks
that each is still there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from time import monotonic
from typing import Any

from rich.console import Console, RenderableType
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.driver import Driver
from textual.geometry import Offset, Size
from textual.screen import Screen
from textual.strip import Strip

from dopcrm_tui.terminal import cells
from dopcrm_tui.terminal.cells import BLANK, Cell, Row, cells_of
from dopcrm_tui.terminal.pace import Pace

PRIVATE = {
    App: ("_display", "_batch_count", "_running", "_closed", "_driver", "_handle_exception"),
    LayoutUpdate: ("render_segments",),
    ChopsUpdate: ("render_segments",),
    Console: ("_color_system",),
    Strip: ("render_ansi",),
}
"""The names of others' own on which this module stands; what updates hold is in `_painted`."""

Update = LayoutUpdate | ChopsUpdate

_DEFAULT = frozenset({"39", "49"})


class CellWriter:
    """What Textual wants to be shown, and what the terminal shows."""

    def __init__(self) -> None:
        """Begin with a terminal of no size."""
        self._terminal = cells.Screen()
        self._picture: list[Row] = []
        self._size = Size(0, 0)
        self._touched: set[int] = set()
        self._sgr: dict[Style, str] = {}

    def forget(self) -> None:
        """Know nothing of the terminal any more: all is sent again with the next frame."""
        self._terminal.forget()
        self._touched = set(range(self._size.height))

    def paint(self, update: Update, size: Size, console: Console) -> None:
        """Put an update into the picture."""
        self._resize(size)
        for y, x, strip in _painted(update):
            if self._paint(y, x, strip, console):
                self._touched.add(y)

    def sent(self, cursor: Offset) -> str:
        """Return what makes the terminal show the picture, and its cursor stand there."""
        wanted = {y: self._picture[y] for y in self._touched}
        self._touched = set()
        return self._terminal.turn_into(wanted, (cursor.x, cursor.y))

    def _resize(self, size: Size) -> None:
        if size != self._size:
            self._size = size
            self._picture = [[BLANK] * size.width for _ in range(size.height)]
            self._terminal.resize(size.width, size.height)
            self._touched = set(range(size.height))

    def _paint(self, y: int, x: int, strip: Strip, console: Console) -> bool:
        """Put a strip into the picture; False where it lies outside."""
        if not 0 <= y < len(self._picture):
            return False
        row = self._picture[y]
        if 0 < x < len(row) and not row[x].text:
            row[x - 1] = Cell(" ", row[x - 1].sgr)
        for text, style, control in strip:
            if control:
                continue
            sgr = self._codes(style, console)
            for each in cells_of(text):
                if 0 <= x < len(row):
                    row[x] = Cell(each, sgr)
                x += 1
        if 0 < x < len(row) and not row[x].text:
            row[x] = Cell(" ", row[x].sgr)
        return True

    def _codes(self, style: Style | None, console: Console) -> str:
        if style is None:
            return ""
        known = self._sgr.get(style)
        if known is None:
            system = console._color_system
            codes = Strip.render_ansi(style, system) if system else ""
            known = self._sgr[style] = plain(codes)
        return known


def plain(codes: str) -> str:
    """Return parameters of SGR without those that only name the terminal's own colours."""
    kept, parts = [], iter(codes.split(";"))
    for part in parts:
        if part in {"38", "48"}:
            kind = next(parts)
            values = [next(parts) for _ in range(1 if kind == "5" else 3)]
            kept += [part, kind, *values]
        elif part not in _DEFAULT:
            kept.append(part)
    return ";".join(kept)


def _painted(update: Update) -> Iterator[tuple[int, int, Strip]]:
    """Yield the strips of an update, with the line and the column where each begins."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in line:
                yield y, x, strip
                x += strip.cell_length
        return
    for y, first, last in update.spans:
        pairs = zip(update.chop_ends[y], update.chops[y].items(), strict=False)
        for end, (x, part) in pairs:
            if part is None or x > last or end <= first:
                continue
            whole = last > x >= first and end <= last
            yield y, x, part if whole else part.crop(0, min(end, last) - x)


class CellDisplay(App[None]):
    """An app whose frames are sent cell by cell, unless `cells` is None.

    The first frames after a rest go at once; those that follow within a moment go as one, and none
    goes before the terminal has taken those before it.
    """

    cells: CellWriter | None = None
    _due: asyncio.TimerHandle | None = None

    def __init__(self) -> None:
        super().__init__()
        self._pace = Pace()

    def forget_cells(self) -> None:
        """Send all with the next frame: somebody else has written to the terminal."""
        if self.cells is not None:
            self.cells.forget()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if self.cells is None or not isinstance(renderable, LayoutUpdate | ChopsUpdate):
            if renderable is not None:
                self.forget_cells()
            super()._display(screen, renderable)
        elif not self._batch_count:
            try:
                self._take(self.cells, renderable)
            finally:
                self.post_display_hook()

    def _take(self, writer: CellWriter, update: Update) -> None:
        if not self._is_shown:
            return
        try:
            writer.paint(update, self.screen.outer_size, self.console)
        except Exception as error:
            self._handle_exception(error)
            return
        if self._due is None:
            self._send_when_due(writer)

    @property
    def _is_shown(self) -> bool:
        return self._running and not self._closed and not self.is_headless

    def _send_when_due(self, writer: CellWriter) -> None:
        self._due = None
        if not self._is_shown or self._driver is None:
            return
        wait = self._pace.wait(monotonic())
        if not wait and getattr(self._driver, "is_behind", False):
            wait = self._pace.every
        if wait:
            self._due = asyncio.get_running_loop().call_later(wait, self._send_when_due, writer)
        else:
            self._send(writer, self._driver)

    def _send(self, writer: CellWriter, driver: Driver) -> None:
        cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
        try:
            said = writer.sent(cursor)
        except Exception as error:
            self._handle_exception(error)
            return
        if said:
            self._pace.sent(monotonic())
            driver.write(said)
            driver.flush()
