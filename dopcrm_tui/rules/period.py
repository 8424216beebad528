"""Spells of days by which reports count: as typed, in whole months, and the one before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_ONE = timedelta(days=1)
_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both counted."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Raise ValueError where it ends before it begins."""
        if self.last < self.first:
            raise ValueError("The last day lies before the first one.")

    @property
    def length(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Period":
        """The period of the same kind before it: whole months before whole months, else days."""
        if self.is_whole_months:
            months = sum(1 for _ in self.months())
            return Period(_months_earlier(self.first, months), self.first - _ONE)
        return Period(self.first - timedelta(days=self.length), self.first - _ONE)

    @property
    def is_whole_months(self) -> bool:
        """Whether it begins with a month and ends with one."""
        return self.first.day == 1 and (self.last + _ONE).day == 1

    def days(self) -> Iterator[date]:
        """Yield every day of it."""
        for number in range(self.length):
            yield self.first + timedelta(days=number)

    def months(self) -> Iterator[date]:
        """Yield the first day of every month it touches."""
        month = self.first.replace(day=1)
        while month <= self.last:
            yield month
            month = month_after(month)

    def whole_months(self, until: date) -> "Period | None":
        """Return the months that lie inside altogether and have ended by `until`, None for none."""
        first = self.first if self.first.day == 1 else month_after(self.first.replace(day=1))
        end = min(self.last, until) + _ONE
        last = end.replace(day=1) - _ONE
        return Period(first, last) if first <= last else None

    def without(self, part: "Period | None") -> "tuple[Period, ...]":
        """Return what is left of it at both ends when a part of it is taken out."""
        if part is None:
            return (self,)
        ends = ((self.first, part.first - _ONE), (part.last + _ONE, self.last))
        return tuple(Period(first, last) for first, last in ends if first <= last)

    def until(self, day: date | None) -> "Period | None":
        """Return the part of it up to a day, None where there is none."""
        if day is None or day < self.first:
            return None
        return Period(self.first, min(day, self.last))


def month_after(month: date) -> date:
    """Return the first day of the month that follows the month of a day."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_of(day: date) -> Period:
    """Return the whole month a day lies in."""
    first = day.replace(day=1)
    return Period(first, month_after(first) - _ONE)


def _months_earlier(first: date, months: int) -> date:
    years, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(years, month + 1, 1)


def year_to(today: date) -> Period:
    """Return the eleven months before the month of a day, and that month up to the day."""
    return Period(_months_earlier(today.replace(day=1), 11), today)


def typed_period(text: str) -> Period:
    """Return a month typed as 2026-11 or a year typed as 2026. Raises ValueError."""
    if match := _MONTH.fullmatch(text.strip()):
        month = int(match["month"])
        if 1 <= month <= 12:
            return month_of(date(int(match["year"]), month, 1))
    elif _YEAR.fullmatch(text.strip()):
        year = int(text)
        return Period(date(year, 1, 1), date(year, 12, 31))
    raise ValueError("Type a month as 2026-11, or a year as 2026.")
