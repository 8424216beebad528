"""A list of any length: pages in memory, two lines drawn when the cursor moves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from dopcrm_tui.terminal.line_layout import Column, laid_out
from dopcrm_tui.terminal.row_window import PAGE, Direction, Fetch, Row, RowWindow, place_of

STYLES = ("strong", "muted", "warning", "late")
"""What a row can be drawn as; each is also told by a word in one of its cells."""

MARK = "x"

_TITLES = "line-list--titles"
_CURSOR, _CURSOR_UNFOCUSED = Style(reverse=True), Style(underline=True)


class Unavailable(Exception):
    """The source cannot give rows now; the message is the sentence shown."""


class LineList(Widget, can_focus=True):
    """Rows from a paged source, drawn line by line; cursor and marks belong to keys.

    Everything that changes the list happens in its own message queue, in the order it was asked
    for: an Enter typed behind a `show` acts on what the `show` brought.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {_TITLES, *(f"line-list--{name}" for name in STYLES)}

    class OfRow(Message):
        """Something about one row, or about none."""

        def __init__(self, lines: LineList, key: Hashable | None) -> None:
            super().__init__()
            self.lines = lines
            self.key = key

        @property
        def control(self) -> LineList:
            """The list, for `@on(LineList.Chosen, "#queue")`."""
            return self.lines

    class Highlighted(OfRow):
        """The cursor has come to another row, or its row has changed."""

    class Chosen(OfRow):
        """Enter was pressed on a row."""

    class Marked(Message):
        """The marks have changed."""

        def __init__(self, lines: LineList, keys: frozenset[Hashable]) -> None:
            super().__init__()
            self.lines = lines
            self.keys = keys

        @property
        def control(self) -> LineList:
            """The list whose marks have changed."""
            return self.lines

    class _Wanted(Message, bubble=False):
        """Rows are to be fetched, in turn with the keys."""

        def __init__(self, work: Callable[[], Awaitable[None]]) -> None:
            super().__init__()
            self.work = work

    def __init__(
        self,
        columns: Sequence[Column],
        fetch: Fetch,
        *,
        page: int = PAGE,
        marks: bool = False,
        empty: str = "Nothing here.",
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """Make a list; `fetch` is asked first when the list is mounted."""
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self._page = page
        self._window = RowWindow(fetch, page)
        self._with_marks = marks
        self._marks: set[Hashable] = set()
        self._empty = empty
        self._top = self._cursor = 0
        self._fetched = False

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        rows = self._window.rows
        return rows[self._cursor] if self._cursor < len(rows) else None

    @property
    def key(self) -> Hashable | None:
        """The key of the row under the cursor."""
        return self.row.key if self.row else None

    @property
    def marked(self) -> frozenset[Hashable]:
        """The keys of the marked rows, seen at the moment or not."""
        return frozenset(self._marks)

    def reload(self) -> None:
        """Fetch the rows around the cursor again; it stays on its key, or comes to a neighbour."""
        self.post_message(self._Wanted(self._again))

    def show(self, fetch: Fetch) -> None:
        """Show another source from its beginning; the old rows stay until the new ones are here."""

        async def begin() -> None:
            await self._begin(RowWindow(fetch, self._page))
            self.unmark()

        self.post_message(self._Wanted(begin))

    def unmark(self, keys: Iterable[Hashable] | None = None) -> None:
        """Take the marks of some keys away, or all."""
        left = self._marks.difference(keys) if keys is not None else set[Hashable]()
        if left != self._marks:
            self._marks = left
            self.post_message(self.Marked(self, self.marked))
            self.refresh()

    def on_mount(self) -> None:
        """Ask for the first rows."""
        self.show(self._window.fetch)

    def on_resize(self) -> None:
        """Fill a list that has become higher."""
        if self._fetched:
            self.post_message(self._Wanted(lambda: self._move(0)))

    def on_focus(self) -> None:
        """Bring the terminal's cursor to the row, where a screen reader looks."""
        self._point()

    @on(_Wanted)
    async def _fetch_wanted(self, wanted: _Wanted) -> None:
        await self._try(wanted.work())

    async def on_key(self, event: events.Key) -> None:
        """Move, mark or choose."""
        match event.key:
            case "up":
                await self._try(self._move(-1))
            case "down":
                await self._try(self._move(1))
            case "pageup":
                await self._try(self._roll(-self._height))
            case "pagedown":
                await self._try(self._roll(self._height))
            case "home":
                await self._try(self._begin(RowWindow(self._window.fetch, self._page)))
            case "end":
                await self._try(self._end())
            case "space" if self._with_marks:
                self.toggle()
            case "enter" if self.row:
                self.post_message(self.Chosen(self, self.key))
            case _:
                return
        event.stop()
        event.prevent_default()

    async def _try(self, work: Awaitable[None]) -> None:
        try:
            await work
        except Unavailable as unavailable:
            self.notify(str(unavailable), severity="warning")

    async def _move(self, by: int) -> None:
        cursor = self._cursor + by
        outside = not self._top <= cursor < self._top + self._height
        # At the edge half a page is rolled in: one repaint for many moves, not one for each.
        top = cursor - self._height // 2 if outside else self._top
        await self._settle(self._window.copy(), top, cursor)

    async def _roll(self, by: int) -> None:
        await self._settle(self._window.copy(), self._top + by, self._cursor + by)

    async def _begin(self, window: RowWindow) -> None:
        await window.first()
        await self._settle(window, 0, 0)

    async def _end(self) -> None:
        window = self._window.copy()
        await window.last()
        await self._settle(window, len(window.rows) - self._height, len(window.rows) - 1)

    async def _again(self) -> None:
        window, old, cursor = self._window.copy(), self._window.rows, self._cursor
        await window.around(self._top)
        now = place_of(old, cursor, window.rows)
        await self._settle(window, self._top - cursor + now, now)

    async def _settle(self, window: RowWindow, top: int, cursor: int) -> None:
        """Fetch what `top` and `cursor` need, keep both within the rows there are, and draw."""
        height = self._height
        while min(top, cursor) < 0 and window.more_before:
            moved = await window.extend(Direction.BACKWARD)
            top, cursor = top + moved, cursor + moved
        while max(top + height, cursor + 1) > len(window.rows) and window.more_after:
            moved = await window.extend(Direction.FORWARD)
            top, cursor = top + moved, cursor + moved
        cursor = max(0, min(cursor, len(window.rows) - 1))
        top = max(cursor - height + 1, min(top, cursor, len(window.rows) - height), 0)
        self._draw(window, top, cursor)

    def _draw(self, window: RowWindow, top: int, cursor: int) -> None:
        """Take over the rows and repaint the lines that look different now."""
        row, shown = self.row, self._shown()
        self._window, self._top, self._cursor = window, top, cursor
        self._redraw(shown)
        if not self._fetched:
            self._fetched = True
            self.refresh()
        if self.row != row:
            self.post_message(self.Highlighted(self, self.key))
        self._point()

    def toggle(self) -> None:
        """Mark the row under the cursor, or take its mark away."""
        if self.row is not None:
            shown = self._shown()
            self._marks ^= {self.row.key}
            self._redraw(shown)
            self.post_message(self.Marked(self, self.marked))

    def _redraw(self, before: list[object]) -> None:
        pairs = enumerate(zip(before, self._shown(), strict=True), start=1)
        lines = [line for line, (old, new) in pairs if old != new]
        if len(lines) > self._height // 2:
            self.refresh()
        elif lines:
            self.refresh(*(Region(0, line, self.size.width, 1) for line in lines))

    def _shown(self) -> list[object]:
        """Tell what each line below the titles shows, to compare."""
        lines = range(self._top, self._top + self._height)
        rows = self._window.rows
        return [
            (
                rows[index].cells,
                rows[index].style,
                index == self._cursor,
                rows[index].key in self._marks,
            )
            if index < len(rows)
            else None
            for index in lines
        ]

    def _point(self) -> None:
        if self.has_focus:
            self.app.cursor_position = self.region.offset + Offset(0, self._cursor - self._top + 1)

    @property
    def _height(self) -> int:
        return max(1, self.size.height - 1)

    def render_line(self, y: int) -> Strip:
        """Draw the titles, or the row of this line."""
        width = self.size.width
        if y == 0:
            titles = [column.title for column in self._columns]
            return self._line(" ", titles, self.get_component_rich_style(_TITLES))
        index = self._top + y - 1
        if index < len(self._window.rows):
            return self._row_line(index)
        text = self._empty if self._fetched and not self._window.rows and y == 1 else ""
        return Strip([Segment(text.ljust(width), self.rich_style)], width)

    def _row_line(self, index: int) -> Strip:
        row = self._window.rows[index]
        name = f"line-list--{row.style}"
        style = self.get_component_rich_style(name) if row.style else self.rich_style
        if index == self._cursor:
            style += _CURSOR if self.has_focus else _CURSOR_UNFOCUSED
        return self._line(MARK if row.key in self._marks else " ", row.cells, style)

    def _line(self, mark: str, cells: Sequence[str], style: Style) -> Strip:
        width = self.size.width
        gutter = f"{mark} " if self._with_marks else ""
        text = gutter + laid_out(cells, self._columns, width - len(gutter))
        return Strip([Segment(text, style)], width)
