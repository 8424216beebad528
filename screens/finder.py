"""Looking something up by typing: each key narrows a list, Enter takes the row under the cursor."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.safe import safe
from screens.parts import Explained, KeyLine

T = TypeVar("T")

LINES = 10
"""Rows seen at a time."""


class Finder(Explained[T | None], ModalScreen[T | None]):
    """A field over a list that cannot be focused; what is taken is what the field asks for now."""

    CSS_PATH = ["parts.tcss", "finder.tcss"]
    HINT = "Type some of it."
    """What is said while nothing is typed and nothing can be shown."""
    BINDINGS = [
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", f"move(-{LINES})", show=False, priority=True),
        Binding("pagedown", f"move({LINES})", show=False, priority=True),
        Binding("enter", "take", "Take", key_display="Enter", priority=True),
        Binding("f12,escape,f3", "leave", "Cancel", key_display="F12"),
    ]

    def __init__(self, title: str, text: str = "") -> None:
        """Make a finder; `text` is looked for at once and can be typed on."""
        super().__init__()
        self._title = title
        self._begun = text
        self._asked = Field(select_on_focus=False)
        self._rows = Static(id="rows")
        self._more = Static(id="more")
        self._found: Sequence[T] = ()
        self._found_for: str | None = None
        self._cursor = 0

    @abstractmethod
    async def matches(self, text: str) -> Sequence[T]:
        """Return what the text asks for, best first. May raise `Refusal`."""

    @abstractmethod
    def line(self, found: T) -> str:
        """Return a match as a row."""

    @abstractmethod
    def detail(self, found: T) -> str:
        """Return all there is to say about the match under the cursor."""

    def compose(self) -> ComposeResult:
        """Lay out the title, the field and the rows."""
        with Vertical(id="box"):
            yield Label(safe(self._title), id="title")
            yield self._asked
            yield self._rows
            yield self._more
            yield KeyLine()

    def on_mount(self) -> None:
        """Look for the text the finder was opened with."""
        self._asked.value = self._begun
        self._asked.cursor_position = len(self._begun)
        self._look()

    @on(Field.Changed)
    def look_again(self) -> None:
        """Narrow the list."""
        self._look()

    @work(exclusive=True, group="find")
    async def _look(self) -> None:
        await self._answer()

    async def _answer(self) -> None:
        """Ask, and show the answer unless something else has been typed meanwhile."""
        text = self._asked.value
        try:
            found = await self.matches(text.strip())
        except Refusal as refusal:
            self._more.update(safe(str(refusal)), layout=False)
            return
        if text == self._asked.value and text != self._found_for:
            self._found, self._found_for, self._cursor = found, text, 0
            self._draw()

    async def _current(self) -> Sequence[T]:
        """Return the matches of what stands in the field now, never those of an older text."""
        if self._found_for != self._asked.value:
            await self._answer()
        return self._found if self._found_for == self._asked.value else ()

    @work
    async def action_move(self, by: int) -> None:
        """Bring the cursor to another row."""
        found = await self._current()
        self._cursor = max(0, min(self._cursor + by, len(found) - 1))
        self._draw()

    @work
    async def action_take(self) -> None:
        """Answer with the row under the cursor; without one, stay."""
        if found := await self._current():
            self.dismiss(found[self._cursor])

    def action_leave(self) -> None:
        """Answer nothing."""
        self.dismiss(None)

    def _draw(self) -> None:
        self._rows.update(self._drawn(), layout=False)
        self._more.update(safe(self._said()), layout=False)

    def _drawn(self) -> Content:
        top = max(0, min(self._cursor - LINES // 2, len(self._found) - LINES))
        seen = enumerate(self._found[top : top + LINES], start=top)
        return Content("\n").join(self._row(index, found) for index, found in seen)

    def _row(self, index: int, found: T) -> Content:
        if index != self._cursor:
            return safe(f"  {self.line(found)}")
        return safe(f"> {self.line(found)}").stylize("reverse")

    def _said(self) -> str:
        if self._found:
            return self.detail(self._found[self._cursor])
        return f"Nothing is found by {self._found_for}." if self._found_for else self.HINT
