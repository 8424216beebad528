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
from screens.report_chart import bar, shade
from screens.report_words import column_words, scope_words, shown

ALL = "All"
_LEAST = 4
LABEL, FIGURE = 24, 9
"""How wide names and figures are beside bars."""

WIDEST = 10_000


class ReportScreen(DeskScreen[None]):
    """A report; Enter goes down to the offices below or to the complaints, L always to these."""

    CSS_PATH = ["parts.tcss", "report.tcss"]
    BINDINGS = [
        Binding("l", "list", "List", key_display="L"),
        Binding("left", "turn(-1)", "Column", key_display="Left/Right", priority=True),
        Binding("right", "turn(1)", show=False, priority=True),
        Binding("c", "draw", "Chart", key_display="C"),
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
        self._is_drawn = self._is_stale = False
        self._lines = FigureTable(self._columns(()), self._fetch, empty="Nothing to count.")

    def body(self) -> ComposeResult:
        """Lay out whose complaints are counted above the figures, and what the chosen one is."""
        yield self._scope
        yield self._lines
        yield self._about

    async def _fetch(self, _anchor: object, _direction: Direction, _count: int) -> Page:
        if self._sheet is None or self._is_stale:
            await self._read()
        return self._page()

    async def _read(self) -> None:
        """Count; where that cannot be, what was counted before stays."""
        try:
            self._sheet = await to_thread(
                self._desk.reports.read, self._actor, self._report.name, self._filters
            )
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
            return
        self._is_stale = False
        self.say("")
        if self._chosen is None:
            self._chosen = _telling(self._sheet)
        self._scope.update(safe(scope_words(self._sheet), newlines=True))
        self._show_column()

    def _page(self) -> Page:
        sheet = self._sheet
        if sheet is None or not sheet.rows:
            return Page((), has_more=False)
        total = SheetRow("", ALL, sheet.total)
        rows = (self._row(total, "strong"), *(self._row(row) for row in sheet.rows))
        return Page(rows, has_more=False)

    def _row(self, row: SheetRow, style: str = "") -> Row:
        pairs = zip(row.figures, self._report.columns, strict=True)
        cells = [shown(*pair) for pair in pairs]
        drawn = ""
        if self._is_drawn and self._report.is_map:
            cells = self._shaded(row, cells)
        elif self._is_drawn and row.key:
            most = max(each.figures[self._place] or 0 for each in self._rows())
            drawn = bar(row.figures[self._place], most, self._room())
        return Row(row.key, (row.label, *cells, drawn), style)

    def _rows(self) -> tuple[SheetRow, ...]:
        return self._sheet.rows if self._sheet else ()

    def _shaded(self, row: SheetRow, cells: list[str]) -> list[str]:
        """Return the figures with a shade before each but the last, which is all of the row."""
        if not row.key:
            return cells
        most = max(figure or 0 for each in self._rows() for figure in each.figures[:-1])
        pairs = zip(row.figures[:-1], cells[:-1], strict=True)
        return [*(f"{shade(figure, most)} {cell}" for figure, cell in pairs), cells[-1]]

    def _room(self) -> int:
        return self._lines.size.width - LABEL - FIGURE - 2

    def _columns(self, rows: tuple[Row, ...]) -> tuple[Column, ...]:
        """Return the columns, each as wide as its figures; the chosen one has a star.

        In a chart of bars only that one is left, and the bars.
        """
        bars = self._is_drawn and not self._report.is_map
        found = [Column(self._label(), LABEL if bars else 0)]
        for place, column in enumerate(self._report.columns):
            chosen = place == self._place
            title = f"*{column.label}" if chosen else column.label
            cells = (len(row.cells[place + 1]) for row in rows)
            width = FIGURE if bars else max(_LEAST, len(column.label) + 1, *cells)
            found.append(Column(title, width, "right", until=0 if bars and not chosen else WIDEST))
        return (*found, Column("", 0, until=WIDEST if bars else 0))

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
        if self._is_drawn:
            self._lines.reload()

    def action_draw(self) -> None:
        """Show the figures as bars, or shaded; and as they were again."""
        self._is_drawn = not self._is_drawn
        self._lines.reload()
        self._lines.relabel(self._columns(self._page().rows))

    def action_read_again(self) -> None:
        """Count once more."""
        self._is_stale = True
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
            self.action_read_again()


def _telling(sheet: Sheet) -> int:
    """Return the column to begin with: what is late; where nothing is, one that counts anything."""
    late = worst(sheet.report)
    places = [late, *reversed(range(len(sheet.total)))]
    return next((place for place in places if sheet.total[place]), late)
