"""From what was counted for a row to the figures in its columns."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from dopcrm_tui.rules.compensation import PAISE
from dopcrm_tui.rules.measures import Measure
from dopcrm_tui.rules.reporting.bands import BANDS
from dopcrm_tui.rules.reporting.columns import (
    Average,
    Column,
    Count,
    Frequent,
    Ratio,
    Reminders,
    Rupees,
    Sample,
    Share,
    Typical,
)
from dopcrm_tui.rules.reporting.tallies import Beside, Happened, Origin, Owed, Standing, Tally
from dopcrm_tui.rules.vocabulary import State

Figure = int | float | None
"""None where there is nothing of which it could be."""


class Stands(NamedTuple):
    """How an open complaint stands; `band` is the place of its age in `BANDS`.

    None is what no column of the report asks for.
    """

    state: State | None
    band: int | None
    late: bool | None
    escalated: bool | None
    to_phone: bool | None


class Marked(NamedTuple):
    """What kind of mark it is; `value` are the days of a closed one, or paise."""

    measure: Measure
    key: str
    value: int
    month: date | None = None
    """The first day of its month, where months are told apart."""


class Outside(NamedTuple):
    """How long a complaint has been with an authority: a place in `BANDS`; whether it is late."""

    band: int
    late: bool


class Owing(NamedTuple):
    """Something that goes on beside a complaint; whether it is late."""

    what: Beside
    late: bool


@dataclass(slots=True)
class Counted:
    """All that was counted for one row."""

    standing: Counter[Stands] = field(default_factory=Counter)
    happened: Counter[Marked] = field(default_factory=Counter)
    origins: Counter[Origin] = field(default_factory=Counter)
    outside: Counter[Outside] = field(default_factory=Counter)
    owed: Counter[Owing] = field(default_factory=Counter)
    paise: Counter[Owing] = field(default_factory=Counter)
    """What is owed of each kind, in paise."""
    reminders: int = 0

    def add(self, other: "Counted") -> None:
        """Count another row's in; where complaints came from depends on who looks, and is not."""
        self.standing.update(other.standing)
        self.happened.update(other.happened)
        self.outside.update(other.outside)
        self.owed.update(other.owed)
        self.paise.update(other.paise)
        self.reminders += other.reminders

    def count(self, tally: Tally) -> int:
        """Return how many of what was counted belong to a figure."""
        if isinstance(tally, Happened):
            return sum(n for mark, n in self.happened.items() if _counts(tally, mark))
        if isinstance(tally, Owed):
            return sum(n for owing, n in self.owed.items() if _is_owed(tally, owing))
        if tally.origin is not None:
            return self.origins[tally.origin]
        if tally.stay is not None:
            place = BANDS.index(tally.stay)
            return sum(n for stay, n in self.outside.items() if stay.band == place)
        return sum(n for stands, n in self.standing.items() if _belongs(stands, tally))

    def amount(self, tally: Happened | Owed) -> int:
        """Return what all that belong to a figure come to, in paise."""
        if isinstance(tally, Owed):
            return sum(paise for owing, paise in self.paise.items() if _is_owed(tally, owing))
        return sum(mark.value * n for mark, n in self.happened.items() if _counts(tally, mark))


def _counts(tally: Happened, mark: Marked) -> bool:
    is_of_it = mark.measure is tally.measure and tally.counts(mark.key)
    return is_of_it and tally.month in {None, mark.month}


def _is_owed(tally: Owed, owing: Owing) -> bool:
    return owing.what is tally.what and tally.late in {None, owing.late}


def _belongs(stands: Stands, tally: Standing) -> bool:
    wanted = (
        (tally.state, stands.state),
        (tally.band and BANDS.index(tally.band), stands.band),
        (tally.late, stands.late),
        (tally.escalated, stands.escalated),
        (tally.to_phone, stands.to_phone),
    )
    return all(ask is None or ask == there for ask, there in wanted)


def figure(column: Column, counted: Counted) -> Figure:
    """Return what a column shows of a row."""
    if isinstance(column, Count):
        return counted.count(column.tally)
    if isinstance(column, Sample):
        return min(column.most, counted.count(column.tally))
    if isinstance(column, Rupees):
        return counted.amount(column.tally) / PAISE
    if isinstance(column, Reminders):
        return counted.reminders
    if isinstance(column, Frequent):
        often = frequent(column, counted)
        return counted.count(replace(column.tally, among=often))
    if isinstance(column, Share | Ratio):
        part, whole = counted.count(column.part), counted.count(column.whole)
        if not whole:
            return None
        return round(100 * part / whole, 1) if isinstance(column, Share) else round(part / whole, 2)
    if isinstance(column, Typical):
        return quantile(_days(column.tally, counted), column.share)
    return _average(column, counted)


def drawn(marks: Iterable[tuple[int, int]], most: int, lot: str) -> frozenset[tuple[int, int]]:
    """Return so many of marks (complaint and entry) at most, chosen by lot.

    `lot` is what the draw goes by: with the same one, the same are drawn, and nobody can tell them
    beforehand who does not know the ids to come.
    """
    by_lot = sorted(marks, key=lambda mark: sha256(f"{lot}:{mark[0]}:{mark[1]}".encode()).digest())
    return frozenset(by_lot[:most])


def frequent(column: Frequent, counted: Counted) -> frozenset[str]:
    """Return the keys that occur often enough."""
    keys: Counter[str] = Counter()
    for mark, n in counted.happened.items():
        if mark.measure is column.tally.measure:
            keys[mark.key] += n
    return frozenset(key for key, n in keys.items() if n >= column.least)


def _days(tally: Happened, counted: Counted) -> Counter[int]:
    days: Counter[int] = Counter()
    for mark, n in counted.happened.items():
        if mark.measure is tally.measure and tally.counts(mark.key):
            days[mark.value] += n
    return days


def quantile(values: Counter[int], share: float) -> int | None:
    """Return the smallest value that a share of all do not exceed, None of nothing."""
    total, passed = values.total(), 0
    for value in sorted(values):
        passed += values[value]
        if passed >= share * total:
            return value
    return None


def _average(column: Average, counted: Counted) -> Figure:
    given = Counter[int]()
    for mark, n in counted.happened.items():
        if mark.measure is column.tally.measure and column.tally.counts(mark.key):
            given[int(mark.key)] += n
    if not given.total():
        return None
    return round(sum(value * n for value, n in given.items()) / given.total(), 2)
