"""A queue: complaints by due time, the one under the cursor shown below."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Collection, Mapping
from dataclasses import replace

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.vocabulary import QUEUE_LABELS, Queue
from dopcrm_tui.services.directory import OfficeView
from dopcrm_tui.services.queues import Narrowed, QueueLine
from dopcrm_tui.terminal.line_list import LineList, Unavailable
from dopcrm_tui.terminal.live_list import LiveList
from dopcrm_tui.terminal.row_window import Direction, Fetch, Page
from dopcrm_tui.terminal.safe import safe
from screens.complaint_lines import COLUMNS, moved_on, preview, row_of
from screens.live import Live, differs
from screens.marked_work import MarkedWork
from screens.recent import Recent

ORDER = (
    Queue.PENDING,
    Queue.WAITING,
    Queue.EXTERNAL,
    Queue.ESCALATED,
    Queue.CLOSED,
    Queue.MINE,
)
SHORT = {
    Queue.PENDING: "Pending",
    Queue.WAITING: "Waiting",
    Queue.EXTERNAL: "External",
    Queue.ESCALATED: "Escalated",
    Queue.CLOSED: "Closed",
    Queue.MINE: "Mine",
}


class QueueScreen(Live[None], MarkedWork[None]):
    """Walk a queue, narrow it, and work on what is under the cursor."""

    CSS_PATH = ["parts.tcss", "queue.tcss"]
    BINDINGS = [
        Binding("enter", "open", "Open", key_display="Enter", show=False),
        Binding("f5", "refresh_rows", "Refresh"),
        Binding("f", "narrow", "Filter", key_display="F"),
        Binding("m", "act_menu", "Actions", key_display="M"),
        Binding("tab", "turn(1)", "Next queue", key_display="Tab", show=False),
        Binding("shift+tab", "turn(-1)", show=False),
        Binding("space", "mark", "Mark", key_display="Space"),
        Binding("minus", "unmark_all", "Unmark all", show=False, key_display="-"),
        Binding("1", "go_to(1)", "The queue of that number", show=False, key_display="1-6"),
        *(Binding(str(n), f"go_to({n})", show=False) for n in range(2, len(ORDER) + 1)),
    ]
    EXPLAINED = {
        "": "Enter opens, T takes, X transfers, Tab turns to the next queue; ? shows all keys. "
        "* is taken by you, + by another, o open elsewhere. Space marks: a letter acts on all (x)."
    }

    def __init__(
        self,
        desk: Desk,
        actor: Actor,
        queue: Queue,
        *,
        recent: Recent | None = None,
        narrowed: Narrowed | None = None,
    ) -> None:
        """Make the screen of one queue; the others are a key away."""
        super().__init__(QUEUE_LABELS[queue], desk, actor, recent=recent)
        self._queue = queue
        self._narrowed = narrowed or Narrowed()
        self._seen: dict[str, QueueLine] = {}
        self._counts: Mapping[Queue, int] = {}

    @property
    def number(self) -> str | None:
        """The complaint under the cursor."""
        key = self.query_one(LineList).key
        return None if key is None else str(key)

    @property
    def version(self) -> int | None:
        """The version of the line under the cursor."""
        line = self._seen.get(self.number or "")
        return line.version if line else None

    @property
    def marked(self) -> Mapping[str, int]:
        """The marked complaints in the order in which they were seen, with their versions."""
        keys = self.query_one(LineList).marked
        return {number: line.version for number, line in self._seen.items() if number in keys}

    def body(self) -> ComposeResult:
        """Lay out the queues, the list and the preview."""
        yield Static(id="queues")
        yield LiveList(
            COLUMNS,
            self._source(),
            gone=moved_on,
            id="lines",
            marks=True,
            empty="No complaints here.",
        )
        yield Static(id="preview")

    def on_mount(self) -> None:
        """Begin in the list."""
        self.query_one(LineList).focus()
        self._entitle()
        self._draw_queues()
        self._count()

    def _source(self) -> Fetch:
        queue, narrowed = self._queue, self._narrowed

        async def fetch(anchor: object, direction: Direction, count: int) -> Page:
            try:
                page = await to_thread(
                    self.desk.queues.page,
                    self.actor,
                    queue,
                    narrowed=narrowed,
                    after=anchor,  # type: ignore[arg-type]  # the places this source gave out
                    limit=count,
                    backwards=direction is Direction.BACKWARD,
                )
            except Refusal as refusal:
                raise Unavailable(str(refusal)) from refusal
            now = self.desk.clock()
            self._seen |= {line.number: line for line in page.lines}
            pairs = zip(page.lines, page.places, strict=True)
            rows = (row_of(line, self.actor.id, now, place) for line, place in pairs)
            return Page(tuple(rows), has_more=page.more)

        return fetch

    @work(exclusive=True, group="count")
    async def _count(self, *, quietly: bool = False) -> None:
        try:
            self._counts = await to_thread(self.desk.queues.badges, self.actor)
        except Refusal as refusal:
            if not quietly:
                self.say(str(refusal), refused=True)
        else:
            self._draw_queues()

    def _draw_queues(self) -> None:
        queues = self.query_one("#queues", Static)
        if differs(queues, self._tabs()):
            queues.update(self._tabs(), layout=False)

    def follow(self) -> None:
        """Fetch the rows and counts that others have changed."""
        self.query_one(LiveList).follow()
        self._count(quietly=True)

    def _tabs(self) -> Content:
        return Content("  ").join(self._tab(n, queue) for n, queue in enumerate(ORDER, start=1))

    def _tab(self, number: int, queue: Queue) -> Content:
        count = self._counts.get(queue)
        text = safe(f"{number} {SHORT[queue]}{'' if count is None else f' {count}'}")
        return text.stylize("reverse") if queue is self._queue else text

    @on(LineList.Highlighted)
    def show_preview(self) -> None:
        """Show below the list what a line has no room for."""
        line, left = self._seen.get(self.number or ""), self.query_one(LiveList).has_left
        text = preview(line, self.actor.id, self.desk.clock(), left=left) if line else ""
        below = self.query_one("#preview", Static)
        if differs(below, safe(text, newlines=True)):
            below.update(safe(text, newlines=True), layout=False)

    def action_turn(self, by: int) -> None:
        """Go to the next queue, or the one before."""
        self._go(ORDER[(ORDER.index(self._queue) + by) % len(ORDER)])

    def action_go_to(self, number: int) -> None:
        """Go to a queue by its number."""
        self._go(ORDER[number - 1])

    def _go(self, queue: Queue) -> None:
        self._queue = queue
        self._show()

    def _show(self) -> None:
        lost = len(self.query_one(LineList).marked)
        self.say(f"The marks were for the other list: {lost} taken away." if lost else "")
        self._entitle()
        self._draw_queues()
        self.query_one(LineList).show(self._source())

    @on(LineList.Marked)
    def _entitle(self) -> None:
        marked = len(self.query_one(LineList).marked)
        incident = self._narrowed.incident
        of = f" · incident {show_number(incident)}" if incident else ""
        others = replace(self._narrowed, incident=None) != Narrowed()
        narrowed = of + (" · narrowed" if others else "")
        marks = f" · {marked} marked" if marked else ""
        self.retitle(f"{QUEUE_LABELS[self._queue]}{narrowed}{marks}")

    def unmark(self, numbers: Collection[str]) -> None:
        """Take the marks of complaints away."""
        self.query_one(LineList).unmark(numbers)

    def action_unmark_all(self) -> None:
        """Take all marks away."""
        self.query_one(LineList).unmark()

    def action_mark(self) -> None:
        """Mark the line, or take its mark away, where the list itself did not get the key."""
        self.query_one(LineList).toggle()

    async def look_again(self) -> None:
        """Fetch the rows again; the cursor stays on its complaint, or comes to a neighbour."""
        self.query_one(LineList).reload()
        self._count()

    async def look_after_others(self) -> None:
        """Leave the cursor on the complaint of the dialog, even where it is in the list no more."""
        self.follow()

    async def action_refresh_rows(self) -> None:
        """Fetch the rows again."""
        await self.look_again()

    @on(LineList.Chosen)
    def chosen(self) -> None:
        """Open the complaint under the cursor."""
        self.action_open()

    @work
    async def action_open(self) -> None:
        """Open the complaint under the cursor."""
        from screens.complaint import ComplaintScreen

        if (number := self.number) is None:
            return
        screen = ComplaintScreen(self.desk, self.actor, number, recent=self.recent)
        if await self.app.push_screen_wait(screen):
            self.dismiss(None)
        else:
            await self.look_again()

    @work
    async def action_narrow(self) -> None:
        """Narrow the queue by state, category, lateness or office."""
        from screens.filter import FilterDialog

        async def check(narrowed: Narrowed) -> None:
            await to_thread(
                self.desk.queues.page, self.actor, self._queue, narrowed=narrowed, limit=1
            )

        dialog = FilterDialog(self._narrowed, check, finder=self._office_finder)
        narrowed = await self.app.push_screen_wait(dialog)
        if narrowed is not None:
            self._narrowed = replace(narrowed, incident=self._narrowed.incident)
            self._show()

    def _office_finder(self, text: str) -> ModalScreen[OfficeView | None]:
        from screens.office_finder import OfficeFinder

        return OfficeFinder(self.desk, "Which office's complaints?", text)
