"""The complaints behind one figure of a report: as many lines as it counts."""

from __future__ import annotations

from asyncio import to_thread

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.dates import show_day, today
from dopcrm_tui.rules.doubts import DOUBT_LABELS, Doubt
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.reporting.columns import Report, Sample
from dopcrm_tui.services.reports import FigureLine, Filters, Place
from dopcrm_tui.terminal.line_layout import Column
from dopcrm_tui.terminal.line_list import LineList
from dopcrm_tui.terminal.row_window import Direction, Page, Row
from dopcrm_tui.terminal.safe import safe
from screens.complaint_lines import preview
from screens.parts import DeskScreen
from screens.report_words import column_words
from screens.wording import due_words, state_words

NOT_SEEN = "lies outside your offices now"
WIDE = 110

COLUMNS = (
    Column("Number", 13),
    Column("Day", 10),
    Column("Age", 5, "right", since=WIDE),
    Column("Due", 8),
    Column("State", 9),
    Column("Grievance", 0),
    Column("Office", 16, since=WIDE),
    Column("Complainant", 18, since=WIDE),
)


class FigureListScreen(DeskScreen[None]):
    """Walk the complaints that a figure counts; Enter opens one."""

    CSS_PATH = ["parts.tcss", "report.tcss"]
    BINDINGS = [
        Binding("enter", "open", "Open", key_display="Enter", show=False),
        Binding("f5", "read_again", "Refresh"),
    ]
    EXPLAINED = {
        "": "Every line is one of those the figure counts: open ones the oldest first, what "
        "happened the newest first. Enter opens the complaint."
    }

    def __init__(
        self,
        desk: Desk,
        actor: Actor,
        report: Report,
        filters: Filters,
        row: str | None,
        label: str,
        column: int,
    ) -> None:
        """Make the list behind the figure of a row (None: of all rows) in a column."""
        super().__init__(report.title, actor)
        self._desk, self._actor = desk, actor
        self._report, self._filters = report, filters
        self._row, self._label, self._column = row, label, column
        self._seen: dict[Place, FigureLine] = {}
        self._lines = LineList(COLUMNS, self._fetch, empty="None.")

    def body(self) -> ComposeResult:
        """Lay out which figure it is, its lines, and what a line has no room for."""
        words = column_words(self._report.columns[self._column])
        yield Static(safe(f"{self._label}\n{words}", newlines=True), id="scope")
        yield self._lines
        yield Static(id="preview")

    async def _fetch(self, anchor: object, direction: Direction, count: int) -> Page:
        try:
            page = await to_thread(
                self._desk.reports.behind,
                self._actor,
                self._report.name,
                self._filters,
                self._row,
                self._column,
                after=anchor,  # type: ignore[arg-type]  # the places this source gave out
                limit=count,
                backwards=direction is Direction.BACKWARD,
            )
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
            return Page((), has_more=False)
        self._seen |= {line.place: line for line in page.lines}
        return Page(tuple(map(self._row_of, page.lines)), has_more=page.more)

    def _row_of(self, found: FigureLine) -> Row:
        line, now = found.line, self._desk.clock()
        age = (today(now) - today(line.registered_at)).days
        due = "" if line.closed_at else due_words(line.due_at, now)
        cells = (
            show_number(line.number),
            show_day(found.day or today(line.registered_at)),
            f"{age} d",
            due,
            state_words(line.state, line.escalation_level, clarify=line.clarify, task=line.task),
            self._reason(found) or f"{line.grievance_type} ({line.service})",
            line.office_name,
            line.complainant_name,
        )
        style = "muted" if not found.is_seen else "late" if due.startswith("LATE") else ""
        return Row(found.place, cells, style)

    def _reason(self, found: FigureLine) -> str:
        """Return why a line is in the list, where that differs from line to line."""
        is_sample = isinstance(self._report.columns[self._column], Sample)
        return DOUBT_LABELS[Doubt(found.key)] if is_sample else ""

    @on(LineList.Highlighted)
    def show_preview(self) -> None:
        """Show below the list what a line has no room for."""
        found = self._under_cursor()
        words = "" if found is None else self._preview(found)
        self.query_one("#preview", Static).update(safe(words, newlines=True), layout=False)

    def _preview(self, found: FigureLine) -> str:
        if not found.is_seen:
            return f"{show_number(found.line.number)} {NOT_SEEN}: {found.line.office_name}"
        reminded = f" · reminded {found.reminders} times" if found.reminders else ""
        reminded += " · REVIEWED" if found.reviews else ""
        if reason := self._reason(found):
            reminded += f"\nWhy: {reason}"
        return f"{preview(found.line, self._actor.id, self._desk.clock())}{reminded}"

    def _under_cursor(self) -> FigureLine | None:
        key = self._lines.key
        return None if key is None else self._seen.get(key)  # type: ignore[call-overload]

    def action_read_again(self) -> None:
        """Fetch the lines again."""
        self._lines.reload()

    @on(LineList.Chosen)
    def chosen(self) -> None:
        """Open the complaint under the cursor."""
        self.action_open()

    @work
    async def action_open(self) -> None:
        """Open the complaint under the cursor."""
        from screens.complaint import ComplaintScreen

        found = self._under_cursor()
        if found is None:
            return
        if not found.is_seen:
            self.say(f"{show_number(found.line.number)} {NOT_SEEN}.", refused=True)
            return
        await self.app.push_screen_wait(ComplaintScreen(self._desk, self._actor, found.line.number))
        self.action_read_again()
