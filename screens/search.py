"""Finding complaints by number, article, mobile, name or words."""

from __future__ import annotations

from asyncio import to_thread

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.complaint_number import looks_like_number, parse_number
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.services.queues import QueueLine
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.line_list import LineList
from dopcrm_tui.terminal.row_window import Direction, Page, Row
from dopcrm_tui.terminal.safe import safe
from screens.complaint_lines import COLUMNS, preview, row_of
from screens.parts import DeskScreen, row
from screens.recent import Recent

MOST = 500
"""The newest that are shown: a search is to find, not to count."""


class SearchScreen(DeskScreen[None]):
    """Find complaints; the full number opens its complaint at once."""

    CSS_PATH = ["parts.tcss", "search.tcss"]
    BINDINGS = [
        Binding("f5", "find_again", "Again"),
        Binding("slash", "to_field", "Find", key_display="/"),
        Binding("enter", "open", "Open", key_display="Enter"),
    ]
    EXPLAINED = {
        "text": "A number, article, mobile, name, three signs or more of one, or words.",
        "": "Enter opens the complaint; / goes back to the words.",
    }

    def __init__(
        self, desk: Desk, actor: Actor, text: str = "", *, recent: Recent | None = None
    ) -> None:
        """Make the screen; a `text` is looked for at once."""
        super().__init__("Find a complaint", actor)
        self.desk, self.actor = desk, actor
        self._text = text
        self._recent = recent or Recent()
        self._found: dict[str, QueueLine] = {}

    def body(self) -> ComposeResult:
        """Lay out the words, what is found, and the preview."""
        yield row(
            "Find",
            Field(self._text, id="text", placeholder="number, article, mobile, name, or a part"),
        )
        yield LineList(COLUMNS, _nothing, id="lines", empty="Nothing is found.")
        yield Static(id="preview")

    def on_mount(self) -> None:
        """Look for what the screen was opened with."""
        self.query_one("#text").focus()
        if self._text.strip():
            self._find()

    @on(Field.Submitted, "#text")
    def submitted(self) -> None:
        """Look for what was typed."""
        self._find()

    def action_find_again(self) -> None:
        """Look for it again."""
        self._find()

    def action_to_field(self) -> None:
        """Go back to the words."""
        self.query_one("#text").focus()

    @work
    async def _find(self) -> None:
        text = self.query_one("#text", Field).value
        if not text.strip():
            self.say("Type a number, an article, a mobile, a name or words.")
            return
        try:
            page = await to_thread(self.desk.queues.search, self.actor, text, limit=MOST)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
            return
        self._found = {line.number: line for line in page.lines}
        if looks_like_number(text) and parse_number(text) in self._found:
            self._show(())
            await self._open(parse_number(text))
            return
        now = self.desk.clock()
        self._show(tuple(row_of(line, self.actor.id, now, line.number) for line in page.lines))
        self.say(_told(len(page.lines), more=page.more))
        if page.lines:
            self.query_one(LineList).focus()

    def _show(self, rows: tuple[Row, ...]) -> None:
        async def fetch(anchor: object, _: Direction, __: int) -> Page:
            return Page(rows if anchor is None else (), has_more=False)

        self.query_one(LineList).show(fetch)

    @on(LineList.Highlighted)
    def show_preview(self, highlighted: LineList.Highlighted) -> None:
        """Show below the list what a line has no room for."""
        line = self._found.get(str(highlighted.key))
        text = preview(line, self.actor.id, self.desk.clock()) if line else ""
        self.query_one("#preview", Static).update(safe(text, newlines=True), layout=False)

    @on(LineList.Chosen)
    def chosen(self) -> None:
        """Open the complaint under the cursor."""
        self.action_open()

    @work
    async def action_open(self) -> None:
        """Open the complaint under the cursor."""
        if (key := self.query_one(LineList).key) is not None:
            await self._open(str(key))

    async def _open(self, number: str) -> None:
        from screens.complaint import ComplaintScreen

        screen = ComplaintScreen(self.desk, self.actor, number, recent=self._recent)
        if await self.app.push_screen_wait(screen):
            self.dismiss(None)


async def _nothing(_: object, __: Direction, ___: int) -> Page:
    return Page((), has_more=False)


def _told(count: int, *, more: bool) -> str:
    if not count:
        return "No complaint that you may see is found by it."
    return f"The newest {count} that fit." if more else f"{count} found."
