"""A report laid out in lines: its figures, bars of one of them, or that one beside before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from dopcrm_tui.rules.period import year_to
from dopcrm_tui.rules.reporting.columns import Count, Frequent, Report, Share
from dopcrm_tui.rules.reporting.figures import Figure
from dopcrm_tui.rules.reporting.months import with_months
from dopcrm_tui.services.report_sheet import Sheet, SheetRow
from dopcrm_tui.terminal.line_layout import Column
from dopcrm_tui.terminal.row_window import Row
from screens.report_chart import bar, shade
from screens.report_words import NOTHING, shown

ALL = "All"
LABEL, FIGURE = 24, 9
"""How wide names and figures are beside bars."""

_LEAST, _WIDEST, _MONTH = 4, 10_000, 9
_NO_YEAR = year_to(date(2000, 12, 31))
"""Twelve months that hold the place of those that will be counted."""


class Look(Enum):
    """How a report is looked at."""

    FIGURES = auto()
    BARS = auto()
    BEFORE = auto()


@dataclass(frozen=True, slots=True)
class Layout:
    """A report as it is to be seen: `chosen` is a column, `before` the period before."""

    kind: Report
    chosen: int
    look: Look
    width: int
    sheet: Sheet | None = None
    before: Sheet | None = None

    @property
    def report(self) -> Report:
        """The report with the columns it was counted in."""
        return self.sheet.report if self.sheet else with_months(self.kind, _NO_YEAR)

    def rows(self) -> tuple[Row, ...]:
        """Return the lines, all rows together first; none where nothing is counted."""
        if self.sheet is None or not self.sheet.rows:
            return ()
        total = SheetRow("", ALL, self.sheet.total)
        return (self._row(total, "strong"), *(self._row(row) for row in self.sheet.rows))

    def columns(self, rows: tuple[Row, ...]) -> tuple[Column, ...]:
        """Return the columns, each as wide as its figures; the chosen one has a star.

        Beside bars, and beside the period before, only that one is left.
        """
        alone = self._is_alone
        label = self.report.rows.value.capitalize().replace("Unit", "Office")
        found = [Column(label, LABEL if alone else 0)]
        for place, column in enumerate(self.report.columns):
            chosen = place == self.chosen
            title = f"*{column.label}" if chosen else column.label
            cells = (len(row.cells[place + 1]) for row in rows)
            width = FIGURE if alone else max(_LEAST, len(column.label) + 1, *cells)
            seen = _WIDEST if chosen or not alone else 0
            found.append(Column(title, width, "right", self._since(place), seen))
        before = f"{'Before':>{FIGURE}} {'Change':>{FIGURE}}"
        title = before if self.look is Look.BEFORE else ""
        return (*found, Column(title, 0, until=_WIDEST if alone else 0))

    def _since(self, place: int) -> int:
        """Return how wide a line must be for a column: of many months the last ones come first."""
        left = len(self.report.columns) - 1 - place
        is_there = not self.kind.by_month or self._is_alone or place == self.chosen
        return 0 if is_there else LABEL + (left + 1) * (_MONTH + 1)

    @property
    def _is_alone(self) -> bool:
        """Whether the chosen figure stands alone."""
        return self.look is Look.BEFORE or (self.look is Look.BARS and not self.report.is_map)

    def _row(self, row: SheetRow, style: str = "") -> Row:
        pairs = zip(row.figures, self.report.columns, strict=True)
        cells = [shown(*pair) for pair in pairs]
        if self.look is Look.BARS and self.report.is_map:
            cells = self._shaded(row, cells)
        return Row(row.key, (row.label, *cells, self._beside(row)), style)

    def _beside(self, row: SheetRow) -> str:
        if self.look is Look.BARS and row.key and not self.report.is_map:
            most = max(each.figures[self.chosen] or 0 for each in self._rows)
            return bar(row.figures[self.chosen], most, self.width - LABEL - FIGURE - 2)
        if self.look is Look.BEFORE and self.before is not None:
            return self._compared(row.figures[self.chosen], self._before(row.key))
        return ""

    @property
    def _rows(self) -> tuple[SheetRow, ...]:
        return self.sheet.rows if self.sheet else ()

    def _shaded(self, row: SheetRow, cells: list[str]) -> list[str]:
        """Return the figures with a shade before each but the last, which is all of the row."""
        if not row.key:
            return cells
        most = max(figure or 0 for each in self._rows for figure in each.figures[:-1])
        pairs = zip(row.figures[:-1], cells[:-1], strict=True)
        return [*(f"{shade(figure, most)} {cell}" for figure, cell in pairs), cells[-1]]

    def _before(self, key: str) -> Figure:
        if self.before is None:
            return None
        if not key:
            return self.before.total[self.chosen]
        figures = (row.figures[self.chosen] for row in self.before.rows if row.key == key)
        none = 0 if isinstance(self.report.columns[self.chosen], Count | Frequent) else None
        return next(figures, none)

    def _compared(self, now: Figure, before: Figure) -> str:
        column = self.report.columns[self.chosen]
        change = NOTHING
        if now is not None and before is not None:
            change = f"{now - before:+,.0f}" if _is_whole(now, before) else f"{now - before:+.2f}"
            if isinstance(column, Share):
                change = f"{now - before:+.0f}"
        return f"{shown(before, column):>{FIGURE}} {change:>{FIGURE}}"


def _is_whole(*figures: float) -> bool:
    return all(isinstance(figure, int) for figure in figures)
