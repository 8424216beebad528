"""Reports & Analytics: where the work is stuck, and every report there is."""

from __future__ import annotations

from asyncio import to_thread
from datetime import datetime

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Static

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.reporting.columns import Report
from dopcrm_tui.rules.reporting.reports import BY_NAME
from dopcrm_tui.services.report_sheet import Sheet, SheetRow, worst
from dopcrm_tui.services.reports import Filters
from dopcrm_tui.terminal.line_layout import Column
from dopcrm_tui.terminal.line_list import LineList
from dopcrm_tui.terminal.row_window import Direction, Page, Row
from dopcrm_tui.terminal.safe import safe
from screens.parts import DeskScreen

STUCK = (("pending", "Office"), ("stuck", "Grievance"), ("external", "Authority"))
"""The reports whose worst rows are shown first, and what their rows are."""

WORST = 3
COLUMNS = (
    Column("", 9),
    Column("Where the work is stuck", 0),
    Column("Late", 9, "right"),
    Column("Open", 9, "right"),
)


class ReportsScreen(DeskScreen[None]):
    """What is late, at which office, grievance and authority; below, the reports."""

    CSS_PATH = ["parts.tcss", "reports.tcss"]
    BINDINGS = [Binding("f5", "count_again", "Count again")]
    EXPLAINED = {"": "Enter on what is late lists its complaints; on a report it opens the report."}

    def __init__(self, desk: Desk, actor: Actor) -> None:
        """Make the screen."""
        super().__init__("Reports & Analytics", actor)
        self._desk, self._actor = desk, actor
        self._scope = Static(id="scope")
        self._page = Page((), has_more=False)
        self._labels: dict[object, str] = {}

    def body(self) -> ComposeResult:
        """Lay out whose complaints are counted above what is stuck."""
        yield self._scope
        yield LineList(COLUMNS, self._fetch, empty="")

    async def _fetch(self, _anchor: object, _direction: Direction, _count: int) -> Page:
        try:
            sheets, reports = await to_thread(self._read)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
            return self._page
        first = sheets[0]
        self._scope.update(safe(_whose(first.whose, first.as_of), newlines=True), layout=False)
        stuck = [
            row
            for sheet, what in zip(sheets, STUCK, strict=True)
            for row in self._stuck(sheet, what[1])
        ]
        named = [_report_row(report) for report in reports]
        self._page = Page((*stuck, *named), has_more=False)
        return self._page

    def _read(self) -> tuple[list[Sheet], list[Report]]:
        """Return the reports of what is stuck, and all that there are."""
        reports = self._desk.reports
        sheets = [reports.read(self._actor, name) for name, _ in STUCK]
        return sheets, list(reports.known(self._actor))

    def _stuck(self, sheet: Sheet, what: str) -> list[Row]:
        late, opened = worst(sheet.report), _open_column(sheet.report)
        rows = [row for row in sheet.rows if row.figures[late]][:WORST]
        if not rows:
            return [Row(("none", sheet.report.name), (what, "nothing is late", "0", ""), "muted")]
        found = []
        for place, row in enumerate(rows):
            key = ("list", sheet.report.name, row.key)
            self._labels[key] = row.label
            cells = (what if not place else "", row.label, _count(row, late), _count(row, opened))
            found.append(Row(key, cells, "late"))
        return found

    def action_count_again(self) -> None:
        """Count once more."""
        self.query_one(LineList).reload()

    @on(LineList.Chosen)
    @work
    async def open(self, chosen: LineList.Chosen) -> None:
        """Open the complaints, or the report, under the cursor; count again on the way back."""
        screen = self._screen(chosen.key)
        if screen is not None:
            await self.app.push_screen_wait(screen)
            self.action_count_again()

    def _screen(self, key: object) -> Screen[None] | None:
        from screens.figure_list import FigureListScreen
        from screens.report import ReportScreen

        match key:
            case ("report", str(name)):
                return ReportScreen(self._desk, self._actor, BY_NAME[name], Filters())
            case ("list", str(name), str(row)):
                report = BY_NAME[name]
                label = self._labels[key]
                return FigureListScreen(
                    self._desk, self._actor, report, Filters(), row, label, worst(report)
                )
        return None


def _whose(whose: str, as_of: datetime) -> str:
    return f"{whose}\nas of {show_time(as_of)} IST"


def _open_column(report: Report) -> int:
    labels = [column.label for column in report.columns]
    return labels.index("Total" if "Total" in labels else "Open")


def _count(row: SheetRow, place: int) -> str:
    return f"{row.figures[place] or 0:,d}"


def _report_row(report: Report) -> Row:
    kind = "Period" if report.of_period else "Now"
    return Row(("report", report.name), (kind, report.title, "", ""))
