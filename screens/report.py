"""One report: its rows, the figure under the cursor, the offices below, the complaints behind."""

from __future__ import annotations

from asyncio import to_thread

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.reporting.columns import Report
from dopcrm_tui.services.report_sheet import Sheet, SheetRow, worst
from dopcrm_tui.services.reports import Filters
from dopcrm_tui.terminal.line_layout import Column
from dopcrm_tui.terminal.line_list import LineList
from dopcrm_tui.terminal.row_window import Direction, Page, Row
from dopcrm_tui.terminal.safe import safe
from screens.figure_table import FigureTable
from screens.parts import DeskScreen
from screens.report_words import column_words, scope_words, shown

ALL = "All"
_LEAST = 5


class ReportScreen(DeskScreen[None]):
    """A report; Enter goes down to the offices below or to the complaints, L always to these."""

    CSS_PATH = ["parts.tcss", "report.tcss"]
    BINDINGS = [
        Binding("l", "list", "List", key_display="L"),
        Binding("left", "turn(-1)", "Column", key_display="Left/Right", priority=True),
        Binding("right", "turn(1)", show=False, priority=True),
        Binding("f", "narrow", "Filter", key_display="F"),
        Binding("f5", "read_again", "Count again"),
    ]
    EXPLAINED = {
        "": "Left and Right choose a figure, L lists its complaints; Enter goes to the offices "
        "below, and where there are none to the complaints. F12 goes back up."
    }

    def __init__(self, desk: Desk, actor: Actor, report: Report, filters: Filters) -> None:
        """Make the screen of one report."""
        super().__init__(report.title, actor)
        self._desk, self._actor = desk, actor
        self._report, self._filters = report, filters
        self._scope, self._about = Static(id="scope"), Static(id="column")
        self._chosen: int | None = None
        self._sheet: Sheet | None = None
        self._lines = FigureTable(self._columns(()), self._fetch, empty="Nothing to count.")

    def body(self) -> ComposeResult:
        """Lay out whose complaints are counted above the figures, and what the chosen one is."""
        yield self._scope
        yield self._lines
        yield self._about

    async def _fetch(self, _anchor: object, _direction: Direction, _count: int) -> Page:
        try:
            self._sheet = await to_thread(
                self._desk.reports.read, self._actor, self._report.name, self._filters
            )
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
            return self._page()
        self.say("")
        if self._chosen is None:
            self._chosen = _telling(self._sheet)
        self._scope.update(safe(scope_words(self._sheet), newlines=True))
        self._show_column()
        return self._page()

    def _page(self) -> Page:
        sheet = self._sheet
        if sheet is None or not sheet.rows:
            return Page((), has_more=False)
        total = SheetRow("", ALL, sheet.total)
        rows = (self._row(total, "strong"), *(self._row(row) for row in sheet.rows))
        return Page(rows, has_more=False)

    def _row(self, row: SheetRow, style: str = "") -> Row:
        pairs = zip(row.figures, self._report.columns, strict=True)
        return Row(row.key, (row.label, *(shown(*pair) for pair in pairs)), style)

    def _columns(self, rows: tuple[Row, ...]) -> tuple[Column, ...]:
        """Return the columns, each as wide as its figures; the chosen one is in brackets."""
        found = [Column(self._label(), 0)]
        for place, column in enumerate(self._report.columns):
            chosen = place == self._place
            title = f"[{column.label}]" if chosen else column.label
            cells = (len(row.cells[place + 1]) for row in rows)
            width = max(_LEAST, len(column.label) + 2, *cells, 0)
            found.append(Column(title, width, "right"))
        return tuple(found)

    @property
    def _place(self) -> int:
        """The column that is chosen."""
        return worst(self._report) if self._chosen is None else self._chosen

    def _label(self) -> str:
        return self._report.rows.value.capitalize().replace("Unit", "Office")

    def _show_column(self) -> None:
        self._lines.relabel(self._columns(self._page().rows))
        words = column_words(self._report.columns[self._place])
        self._about.update(safe(words), layout=False)

    def action_turn(self, by: int) -> None:
        """Choose another figure of the row."""
        self._chosen = (self._place + by) % len(self._report.columns)
        self._show_column()

    def action_read_again(self) -> None:
        """Count once more."""
        self._lines.reload()

    def _row_under_cursor(self) -> SheetRow | None:
        rows = self._sheet.rows if self._sheet else ()
        return next((row for row in rows if row.key == self._lines.key), None)

    @on(LineList.Chosen)
    @work
    async def go_down(self, _: LineList.Chosen) -> None:
        """Go to the offices below the row, or to its complaints."""
        row = self._row_under_cursor()
        if row is None or row.down is None:
            await self._list(row)
            return
        filters = Filters(
            row.down, self._filters.period, self._filters.category, self._filters.channel
        )
        await self.app.push_screen_wait(
            ReportScreen(self._desk, self._actor, self._report, filters)
        )

    @work
    async def action_list(self) -> None:
        """List the complaints that the chosen figure counts."""
        await self._list(self._row_under_cursor())

    async def _list(self, row: SheetRow | None) -> None:
        from screens.figure_list import FigureListScreen

        if self._sheet is None or not self._sheet.rows:
            return
        key, label = (row.key, row.label) if row else (None, ALL)
        await self.app.push_screen_wait(
            FigureListScreen(
                self._desk, self._actor, self._report, self._filters, key, label, self._place
            )
        )
        self.action_read_again()

    @work
    async def action_narrow(self) -> None:
        """Narrow the report by office, days, category and channel."""
        from screens.report_filter import ReportFilterDialog

        async def check(filters: Filters) -> None:
            await to_thread(self._desk.reports.read, self._actor, self._report.name, filters)

        dialog = ReportFilterDialog(self._desk, self._filters, check)
        filters = await self.app.push_screen_wait(dialog)
        if filters is not None:
            self._filters = filters
            self._lines.reload()


def _telling(sheet: Sheet) -> int:
    """Return the column to begin with: what is late; where nothing is, one that counts anything."""
    late = worst(sheet.report)
    places = [late, *reversed(range(len(sheet.total)))]
    return next((place for place in places if sheet.total[place]), late)
