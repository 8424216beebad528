"""Where work stands: pending by queue, and what is late."""

from __future__ import annotations

from asyncio import to_thread
from datetime import datetime

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.vocabulary import QUEUE_LABELS, Queue, Role
from dopcrm_tui.services.queues import Narrowed
from dopcrm_tui.terminal.line_layout import Column
from dopcrm_tui.terminal.line_list import LineList
from dopcrm_tui.terminal.row_window import Direction, Page, Row
from dopcrm_tui.terminal.safe import safe
from screens.parts import DeskScreen

QUEUES = (Queue.PENDING, Queue.WAITING, Queue.EXTERNAL, Queue.ESCALATED)
"""The queues of open complaints (handbook)."""

COLUMNS = (Column("Queue", 0), Column("Complaints", 12, "right"), Column("Overdue", 12, "right"))


class ReportsScreen(DeskScreen[None]):
    """Open complaints of the actor's offices, by queue; Enter opens a queue."""

    CSS_PATH = ["parts.tcss", "reports.tcss"]
    BINDINGS = [Binding("f5", "count_again", "Count again")]
    EXPLAINED = {"": "Open complaints by queue, as of the time above. Enter opens the queue."}

    def __init__(self, desk: Desk, actor: Actor) -> None:
        """Make the screen."""
        super().__init__("Reports & Analytics", actor)
        self._desk = desk
        self._actor = actor
        self._scope = Static(id="scope")
        self._page = Page((), has_more=False)

    def body(self) -> ComposeResult:
        """Lay out whose complaints are counted above the counts."""
        yield self._scope
        yield LineList(COLUMNS, self._fetch, empty="")

    async def _fetch(self, _anchor: object, _direction: Direction, _count: int) -> Page:
        try:
            whose, now, rows = await to_thread(self._counted)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
            return self._page
        as_of = f"{whose}\nas of {show_time(now)} IST"
        self._scope.update(safe(as_of, newlines=True), layout=False)
        self._page = Page(rows, has_more=False)
        return self._page

    def _counted(self) -> tuple[str, datetime, tuple[Row, ...]]:
        """Return whose complaints were counted, when, and how many there are."""
        queues, actor, now = self._desk.queues, self._actor, self._desk.clock()
        pending = queues.badges(actor)
        late = {queue: queues.count(actor, queue, Narrowed(overdue=True)) for queue in QUEUES}
        rows = tuple(_row(queue, pending.get(queue, 0), late[queue]) for queue in QUEUES)
        return self._whose(), now, rows

    def _whose(self) -> str:
        if self._actor.office is None:
            return "No office"
        label = self._desk.directory.by_id(self._actor.office.id).label
        return label if self._actor.role is Role.OPERATOR else f"{label} and all offices below"

    def action_count_again(self) -> None:
        """Count once more."""
        self.query_one(LineList).reload()

    @on(LineList.Chosen)
    @work
    async def open_queue(self, chosen: LineList.Chosen) -> None:
        """Open the queue under the cursor; count again on the way back."""
        from screens.queue import QueueScreen

        await self.app.push_screen_wait(
            QueueScreen(self._desk, self._actor, Queue(str(chosen.key)))
        )
        self.action_count_again()


def _row(queue: Queue, pending: int, late: int) -> Row:
    cells = (QUEUE_LABELS[queue], f"{pending:,d}", f"{late:,d} LATE" if late else "0")
    return Row(queue.value, cells, style="late" if late else "")
