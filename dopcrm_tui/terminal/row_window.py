"""The part of a long list that is held in memory: neighbouring rows, extended page by page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Sequence
from copy import copy
from dataclasses import dataclass
from enum import Enum
from itertools import chain

PAGE = 200
PAGES_HELD = 12


class Direction(Enum):
    """Which way from the anchor a page is asked for."""

    FORWARD = "forward"
    """Rows after the anchor; without an anchor the first rows."""
    BACKWARD = "backward"
    """Rows before the anchor; without an anchor the last rows."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    key: Hashable
    """Who the row is: cursor and marks follow it."""
    cells: tuple[str, ...]
    """Untrusted text, one for each column; made safe where it is drawn."""
    style: str = ""
    """One of `line_list.STYLES`, or none."""
    anchor: object = None
    """Where the row stands in its order (its keyset); the key when None."""

    @property
    def place(self) -> object:
        """The anchor to ask for the rows beside this one."""
        return self.key if self.anchor is None else self.anchor


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the order of the list, whichever way they were asked for."""

    rows: tuple[Row, ...]
    has_more: bool
    """Whether rows follow in the direction asked for."""


Fetch = Callable[[object, Direction, int], Awaitable[Page]]
"""`await fetch(anchor, direction, count)`: at most `count` rows strictly beyond the anchor."""


class RowWindow:
    """Rows around the cursor, from a source of any length; no count and no offset is ever asked."""

    def __init__(self, fetch: Fetch, page: int = PAGE) -> None:
        self.fetch = fetch
        self._page = page
        self.rows: tuple[Row, ...] = ()
        self.more_before = self.more_after = False

    def copy(self) -> RowWindow:
        """Return a window that can be moved while this one is still shown."""
        return copy(self)

    async def first(self) -> None:
        """Hold the first page."""
        page = await self.fetch(None, Direction.FORWARD, self._page)
        self.rows, self.more_before, self.more_after = page.rows, False, page.has_more

    async def last(self) -> None:
        """Hold the last page: the reversed keyset, however long the list is."""
        page = await self.fetch(None, Direction.BACKWARD, self._page)
        self.rows, self.more_before, self.more_after = page.rows, page.has_more, False

    async def around(self, index: int) -> None:
        """Fetch the rows around an index again."""
        start = max(0, index - self._page // 2)
        if not self.rows or (start == 0 and not self.more_before):
            return await self.first()
        page = await self.fetch(self.rows[start].place, Direction.FORWARD, self._page)
        if not page.rows:
            return await self.last()
        self.rows, self.more_before, self.more_after = page.rows, True, page.has_more

    async def extend(self, direction: Direction) -> int:
        """Fetch the next page of a direction; return by how much the indexes have moved."""
        if direction is Direction.FORWARD:
            page = await self.fetch(self.rows[-1].place, direction, self._page)
            rows, self.more_after = self.rows + page.rows, page.has_more
            surplus = max(0, len(rows) - self._page * PAGES_HELD)
            self.rows, self.more_before = rows[surplus:], self.more_before or surplus > 0
            return -surplus
        page = await self.fetch(self.rows[0].place, direction, self._page)
        rows, self.more_before = page.rows + self.rows, page.has_more
        self.rows = rows[: self._page * PAGES_HELD]
        self.more_after = self.more_after or len(rows) > len(self.rows)
        return len(page.rows)


def place_of(old: Sequence[Row], cursor: int, new: Sequence[Row]) -> int:
    """Return where the cursor goes: to its row, or to the nearest neighbour that is left."""
    places = {row.key: index for index, row in enumerate(new)}
    neighbours = chain(old[cursor:], reversed(old[:cursor]))
    return next((places[row.key] for row in neighbours if row.key in places), 0)


def place_before(old: Sequence[Row], cursor: int, new: Sequence[Row]) -> int:
    """Return where a row belongs that is missing among the new ones."""
    places = {row.key: index for index, row in enumerate(new)}
    behind = (places[row.key] for row in old[cursor:] if row.key in places)
    before = (places[row.key] + 1 for row in reversed(old[:cursor]) if row.key in places)
    return next(chain(behind, before), 0)
