"""A report with a column for each month."""

from dataclasses import replace

from dopcrm_tui.rules.period import Period, year_to
from dopcrm_tui.rules.reporting.columns import Count, Report
from dopcrm_tui.rules.reporting.tallies import Happened

TOTAL = "Year"


def months_of(period: Period) -> Period:
    """Return the twelve months that end with a period."""
    return year_to(period.last)


def with_months(report: Report, period: Period) -> Report:
    """Return a report whose column stands once for each month of a year, and for all of it."""
    if not report.by_month:
        return report
    [column] = report.columns
    tally = column.tally
    if not isinstance(tally, Happened):
        raise ValueError(report.name)
    months = tuple(
        Count(f"{month:%m-%y}", replace(tally, month=month), column.label)
        for month in period.months()
    )
    return replace(report, columns=(*months, Count(TOTAL, tally, column.label)))
