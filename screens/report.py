"""One report: its rows, the figure under the cursor, the offices below, the complaints behind."""

from __future__ import annotations

from asyncio import to_thread
from dataclasses import replace

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.reporting.columns import Report, Rows
from dopcrm_tui.services.report_sheet import Sheet, SheetRow, worst
from dopcrm_tui.services.reports import Filters
from dopcrm_tui.terminal.line_list import LineList
from dopcrm_tui.terminal.passage import Passage
from dopcrm_tui.terminal.row_window import Direction, Page
from dopcrm_tui.terminal.safe import safe
from screens.figure_table import FigureTable
from screens.parts import DeskScreen
from screens.report_layout import ALL, Layout, Look
from screens.report_words import column_words, scope_words


class ReportScreen(DeskScreen[None]):
    """A report; Enter goes down to the offices below or to the complaints, L always to these."""

    CSS_PATH = ["parts.tcss", "report.tcss"]
    BINDINGS = [
        Binding("l", "list", "List", key_display="L"),
        Binding("left", "turn(-1)", "Column", key_display="<>", priority=True),
        Binding("right", "turn(1)", show=False, priority=True),
        Binding("c", "draw", "Chart", key_display="C"),
        Binding("p", "compare", "Period before", key_display="P", show=False),
        Binding("s", "sisters", "Sister offices", key_display="S", show=False),
        Binding("f", "narrow", "Filter", key_display="F"),
        Binding("f5", "read_again", "Again"),
    ]
    EXPLAINED = {
        "": "Left and Right choose a figure, L lists its complaints; Enter goes to the offices "
        "below, else to the complaints. C draws, P compares with the period before, S with sister "
        "offices; F12 goes back up."
    }

    def __init__(self, desk: Desk, actor: Actor, report: Report, filters: Filters) -> None:
        """Make the screen of one report."""
        super().__init__(report.title, actor)
        self._desk, self._actor = desk, actor
        self._report, self._filters = report, filters
        self._scope, self._about = Passage(id="scope"), Static(id="column")
        self._chosen: int | None = None
        self._sheet: Sheet | None = None
        self._before: Sheet | None = None
        self._look, self._is_stale = Look.FIGURES, True
        self._lines = FigureTable(self._layout.columns(()), self._fetch, empty="Nothing to count.")

    def body(self) -> ComposeResult:
        """Lay out whose complaints are counted above the figures, and what the chosen one is."""
        yield self._scope
        yield self._lines
        yield self._about

    @property
    def _layout(self) -> Layout:
        place = worst(self._report) if self._chosen is None else self._chosen
        width = self._lines.size.width if self._sheet else 0
        return Layout(self._report, place, self._look, width, self._sheet, self._before)

    async def _fetch(self, _anchor: object, _direction: Direction, _count: int) -> Page:
        if self._is_stale:
            await self._read()
        rows = self._layout.rows()
        self._lines.relabel(self._layout.columns(rows))
        return Page(rows, has_more=False)

    async def _read(self) -> None:
        """Count; where that cannot be, what was counted before stays."""
        try:
            self._sheet = await self._counted(self._filters)
            self._before = None
            if self._look is Look.BEFORE and (period := self._sheet.period):
                self._before = await self._counted(replace(self._filters, period=period.before))
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
            return
        self._is_stale = False
        self.say("")
        if self._chosen is None:
            self._chosen = _telling(self._sheet)
        words = scope_words(self._sheet, self._before)
        self._scope.update(safe(words, newlines=True))
        self._show_column()

    async def _counted(self, filters: Filters) -> Sheet:
        return await to_thread(self._desk.reports.read, self._actor, self._report.name, filters)

    def _show_column(self) -> None:
        layout = self._layout
        words = column_words(layout.report.columns[layout.chosen])
        self._about.update(safe(words), layout=False)

    def action_turn(self, by: int) -> None:
        """Choose another figure of the row."""
        self._chosen = (self._layout.chosen + by) % len(self._layout.report.columns)
        self._show_column()
        if self._look is Look.FIGURES:
            self._lines.relabel(self._layout.columns(self._layout.rows()))
        else:
            self._lines.reload()

    def action_draw(self) -> None:
        """Show the figures as bars, or shaded; and as they were again."""
        self._look = Look.FIGURES if self._look is Look.BARS else Look.BARS
        self._lines.reload()

    def action_compare(self) -> None:
        """Show the chosen figure beside that of the period before; and as it was again."""
        if not self._report.of_period:
            self.say("This report is about what is open now: there is no period before.")
            return
        self._look = Look.FIGURES if self._look is Look.BEFORE else Look.BEFORE
        self.action_read_again()

    def action_sisters(self) -> None:
        """Show the offices beside the one that is looked at, under the same one; or that again."""
        if self._report.rows is not Rows.UNIT:
            self.say("This report has no row for an office.")
            return
        self._filters = replace(self._filters, sisters=not self._filters.sisters)
        self.action_read_again()

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
        filters = replace(self._filters, office=row.down, sisters=False)
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
        place = self._layout.chosen
        await self.app.push_screen_wait(
            FigureListScreen(
                self._desk, self._actor, self._layout.report, self._filters, key, label, place
            )
        )
        self.action_read_again()

    @work
    async def action_narrow(self) -> None:
        """Narrow the report by office, days, category and channel."""
        from screens.report_filter import ReportFilterDialog

        async def check(filters: Filters) -> None:
            await self._counted(filters)

        dialog = ReportFilterDialog(self._desk, self._filters, check)
        filters = await self.app.push_screen_wait(dialog)
        if filters is not None:
            self._filters = filters
            self.action_read_again()


def _telling(sheet: Sheet) -> int:
    """Return the column to begin with: what is late; where nothing is, all; else what counts."""
    late = worst(sheet.report)
    labels = [column.label for column in sheet.report.columns]
    whole = [place for place, label in enumerate(labels) if label in _WHOLE]
    places = [late, *whole, *range(len(sheet.total))]
    return next((place for place in places if sheet.total[place]), late)


_WHOLE = ("Open", "Total", "Due")
"""What a column is called that counts all that a report is about."""
