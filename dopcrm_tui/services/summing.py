"""Summing what was marked, day by day, once a day is over: nobody who looks has to wait for it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from data.queries import mark_sums, marks
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.dates import today
from dopcrm_tui.rules.period import month_of
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.measuring import Measuring
from dopcrm_tui.services.sweeper import never

_ONE = timedelta(days=1)

SETTLED = timedelta(hours=6)
"""How long after midnight (IST) a day is over for good: no act that began on it goes on so long."""


def last_settled(now: datetime) -> date:
    """Return the last day of which nothing more comes."""
    return today(now - SETTLED) - _ONE


@dataclass(frozen=True, slots=True)
class Summing:
    """Keeps the sums of marks."""

    ground: Ground

    def sum_when_due(self, *, stop: Callable[[], bool] = never) -> int:
        """Sum every day that is over and not summed yet; return how many. Raises StoreUnavailable.

        Histories that are older than marks get theirs first.
        """
        Measuring(self.ground).fill()
        days = 0
        while not stop() and (day := self._next()) is not None:
            for sums in _portions(self._read(day)):
                self._write(sums)
            self._say(day)
            days += 1
        return days

    @unit_of_work
    def _next(self) -> date | None:
        until = last_settled(self.ground.clock())
        with self.ground.store.reading() as session:
            if not marks.are_filled(session):
                return None
            last = mark_sums.summed_until(session)
            day = last + _ONE if last else mark_sums.first_day(session)
        return day if day and day <= until else None

    @unit_of_work
    def _read(self, day: date) -> list[dict[str, Any]]:
        """Return the sums of a day, and with the last day of a month those of the month."""
        with self.ground.store.reading(unhurried=True) as session:
            sums = list(mark_sums.of_day(session, day))
            if (day + _ONE).day == 1:
                sums += mark_sums.of_month(session, month_of(day))
            return sums

    @unit_of_work
    def _write(self, sums: list[dict[str, Any]]) -> None:
        with self.ground.store.writing(last_in_line=True) as session:
            mark_sums.write(session, sums)

    @unit_of_work
    def _say(self, day: date) -> None:
        with self.ground.store.writing(last_in_line=True) as session:
            mark_sums.say_summed(session, day)


def _portions(sums: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield so many at a time that nobody waits for who writes them."""
    left = iter(sums)
    while portion := list(islice(left, mark_sums.ROWS)):
        yield portion
