"""What a column of a report shows, and what a report is."""

from dataclasses import dataclass
from enum import StrEnum

from dopcrm_tui.rules.reporting.tallies import Happened, Owed, Standing, Tally


@dataclass(frozen=True, slots=True)
class Count:
    """A column that counts; its list shows what is counted."""

    label: str
    tally: Tally
    about: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A column of hundredths: so many of `whole` are `part`. Its list is that of `part`."""

    label: str
    part: Tally
    whole: Tally
    about: str = ""

    @property
    def tally(self) -> Tally:
        """What its list shows."""
        return self.part


@dataclass(frozen=True, slots=True)
class Typical:
    """A column of days: that many of `tally` or fewer took a share (0.5: half) of them."""

    label: str
    tally: Happened
    share: float
    about: str = ""


@dataclass(frozen=True, slots=True)
class Average:
    """A column of averages of what the keys of `tally` say as numbers."""

    label: str
    tally: Happened
    about: str = ""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A column of how many of `part` there are for one of `whole`."""

    label: str
    part: Tally
    whole: Tally
    about: str = ""

    @property
    def tally(self) -> Tally:
        """What its list shows."""
        return self.part


@dataclass(frozen=True, slots=True)
class Reminders:
    """A column of how often authorities were reminded; its list shows of what."""

    label: str
    tally: Standing
    about: str = ""


@dataclass(frozen=True, slots=True)
class Frequent:
    """A column of those of `tally` whose key occurs at least so often in the row."""

    label: str
    tally: Happened
    least: int
    about: str = ""


@dataclass(frozen=True, slots=True)
class Rupees:
    """A column of what all of `tally` come to, in rupees."""

    label: str
    tally: Happened | Owed
    about: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A column of so many of `tally` at most, drawn by lot: always the same of the same days."""

    label: str
    tally: Happened
    most: int
    about: str = ""


Column = Sample | Rupees | Frequent | Count | Share | Typical | Average | Ratio | Reminders


def tallies_of(column: Column) -> tuple[Tally, ...]:
    """Return all that a column is worked out from."""
    if isinstance(column, Share | Ratio):
        return column.part, column.whole
    return (column.tally,)


class Rows(StrEnum):
    """What a report has a row for."""

    UNIT = "unit"
    AUTHORITY = "authority"
    CATEGORY = "category"
    SERVICE = "service"
    GRIEVANCE = "grievance"
    MONTH = "month"
    OPERATOR = "operator"
    PAIR = "pair"


@dataclass(frozen=True, slots=True)
class Report:
    """A report by its name in commands; `about` says what is counted.

    `of_period` tells whether it is about what happened in a period, not about what is open now.
    """

    name: str
    title: str
    rows: Rows
    columns: tuple[Column, ...]
    about: str
    of_period: bool = False
    by_month: bool = False
    """Whether its one column is counted for each of twelve months."""
    is_map: bool = False
    """Whether its figures are of one kind, so that all can be shaded together."""
