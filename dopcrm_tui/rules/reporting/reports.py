"""The reports there are, by their names."""

from collections.abc import Mapping

from dopcrm_tui.rules.measures import Measure
from dopcrm_tui.rules.reporting.columns import Report, tallies_of
from dopcrm_tui.rules.reporting.of_losses import OF_LOSSES
from dopcrm_tui.rules.reporting.of_now import OF_NOW
from dopcrm_tui.rules.reporting.of_period import OF_PERIOD
from dopcrm_tui.rules.reporting.tallies import Happened

REPORTS = (*OF_NOW, *OF_PERIOD, *OF_LOSSES)

BY_NAME: Mapping[str, Report] = {report.name: report for report in REPORTS}


def measures_of(report: Report) -> tuple[Measure, ...]:
    """Return what of the past a report needs, each measure once."""
    found = [
        tally.measure
        for column in report.columns
        for tally in tallies_of(column)
        if isinstance(tally, Happened)
    ]
    return tuple(dict.fromkeys(found))
