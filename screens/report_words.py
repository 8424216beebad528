"""Figures of reports as people read them, and what a report is about in a line."""

from __future__ import annotations

from dopcrm_tui.rules.dates import show_day, show_time
from dopcrm_tui.rules.reporting.columns import Column, Share
from dopcrm_tui.rules.reporting.figures import Figure
from dopcrm_tui.services.report_sheet import Sheet

NOTHING = "-"


def shown(figure: Figure, column: Column) -> str:
    """Return a figure as it stands in a cell; nothing that it could be of is a dash."""
    if figure is None:
        return NOTHING
    if isinstance(figure, float):
        return f"{figure:.0f}" if isinstance(column, Share) else f"{figure:.2f}"
    return f"{figure:,d}"


def scope_words(sheet: Sheet, before: Sheet | None = None) -> str:
    """Return whose complaints are counted, as of when, in which days, and narrowed how."""
    period = sheet.period
    days = f"{show_day(period.first)} to {show_day(period.last)}" if period else "now"
    lines = [sheet.whose, f"as of {show_time(sheet.as_of)} IST · {days}"]
    if before is not None and before.period is not None:
        first, last = show_day(before.period.first), show_day(before.period.last)
        lines.append(f"before: {first} to {last}")
    elif narrowed := [each.replace("_", " ") for each in (sheet.category, sheet.channel) if each]:
        lines.append(f"only {' · '.join(narrowed)}")
    return "\n".join(lines)


def column_words(column: Column) -> str:
    """Return what a column counts."""
    return f"{column.label}: {column.about}" if column.about else column.label
