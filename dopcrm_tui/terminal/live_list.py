"""A list that follows what others do, and never moves what is under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress

from dopcrm_tui.terminal.line_layout import Column
from dopcrm_tui.terminal.line_list import LineList, Unavailable
from dopcrm_tui.terminal.row_window import Fetch, Row, RowWindow, place_before, place_of


class LiveList(LineList):
    """Fetches again what it shows; a row that was taken away stays while the cursor is on it."""

    def __init__(
        self,
        columns: Sequence[Column],
        fetch: Fetch,
        *,
        gone: Callable[[Row], Row],
        marks: bool = False,
        empty: str = "Nothing here.",
        id: str | None = None,  # noqa: A002
    ) -> None:
        """Make a list; `gone` returns a row as it is drawn once it is in the list no more."""
        super().__init__(columns, fetch, marks=marks, empty=empty, id=id)
        self._gone = gone
        self._left: Hashable | None = None

    @property
    def has_left(self) -> bool:
        """Whether the row under the cursor is in the list no more."""
        return self._left is not None and self._left == self.key

    def follow(self) -> None:
        """Show what others changed: what is under the cursor stays under it, gone or not."""
        self.run_worker(self._look(), exclusive=True, group="follow")

    async def _look(self) -> None:
        """Fetch beside the keys; what has come is taken over in turn with them."""
        seen, window = self._window, self._window.copy()
        with suppress(Unavailable):
            await window.around(self._top)
            self.post_message(self._Wanted(lambda: self._take_over(window, seen)))

    async def _take_over(self, window: RowWindow, seen: RowWindow) -> None:
        if self._window.rows is not seen.rows or self._window.fetch is not seen.fetch:
            self.follow()  # the person has rolled or turned meanwhile
            return
        row, cursor = self.row, self._cursor
        if row is not None and row.key not in {each.key for each in window.rows}:
            now = place_before(seen.rows, cursor, window.rows)
            window.rows = (*window.rows[:now], self._gone(row), *window.rows[now:])
            self._left = row.key
        else:
            now, self._left = place_of(seen.rows, cursor, window.rows), None
        await self._settle(window, self._top - cursor + now, now)

    def _draw(self, window: RowWindow, top: int, cursor: int) -> None:
        """Let go of the row that has left, once the cursor is on another."""
        keys = [row.key for row in window.rows]
        if self._left in keys and keys[cursor] != self._left:
            at = keys.index(self._left)
            window.rows = (*window.rows[:at], *window.rows[at + 1 :])
            cursor -= at < cursor
            top = max(0, min(top, len(window.rows) - self._height))
        if not window.rows or window.rows[cursor].key != self._left:
            self._left = None
        super()._draw(window, top, cursor)
