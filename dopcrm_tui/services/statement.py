"""The monthly statement of an administrative office: which reports it has."""

from datetime import date

from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.period import Period, month_of
from dopcrm_tui.services.report_sheet import Sheet
from dopcrm_tui.services.reports import Filters, Reports

STATEMENT = (
    "settled",
    "closures",
    "agreed",
    "escalations",
    "ratings",
    "categories",
    "transfers",
    "repeats",
    "unreached",
    "pending",
    "age",
    "external",
)
"""The reports of a statement, in the order in which they are read."""


def month_before(day: date) -> Period:
    """Return the whole month before a day's."""
    return month_of(day).before


def statement(reports: Reports, actor: Actor, office: str | None, month: Period) -> list[Sheet]:
    """Return the reports of an office's month. Raises as `Reports.read` does."""
    filters = Filters(office, month)
    return [reports.read(actor, name, filters) for name in STATEMENT]
