"""Whether the sums that reports read are those of the marks."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlmodel import Session

from data.models.measured import Grain
from data.queries import mark_sums
from dopcrm_tui.rules.dates import show_day
from dopcrm_tui.rules.period import Period, month_of
from dopcrm_tui.services.history_check import Finding

_NOT_KEYS = frozenset({"count", "region_id", "circle_id"})


def missummed(session: Session) -> Iterator[Finding]:
    """Yield every day and month whose sums are not those of its marks."""
    first, until = mark_sums.first_day(session), mark_sums.summed_until(session)
    if first is None or until is None or until < first:
        return
    for month in Period(first, until).months():
        whole = month_of(month)
        if whole.last <= until:
            kept = _all(session, mark_sums.MONTHLY, whole)
            if _differ(mark_sums.of_month(session, whole), kept):
                yield _finding(f"month {month:%m-%Y}")
        for day in Period(max(first, whole.first), min(until, whole.last)).days():
            one = Period(day, day)
            if _differ(mark_sums.of_day(session, day), _all(session, (Grain.CIRCLE_DAY,), one)):
                yield _finding(f"day {show_day(day)}")


def _all(session: Session, grains: Iterable[Grain], period: Period) -> list[dict[str, Any]]:
    return [row for grain in grains for row in mark_sums.all_of(session, grain, period)]


def _differ(wanted: Iterable[dict[str, Any]], kept: Iterable[dict[str, Any]]) -> bool:
    return _told(wanted) != _told(kept)


def _told(sums: Iterable[dict[str, Any]]) -> dict[tuple[object, ...], int]:
    return {
        tuple(str(value) for name, value in sorted(row.items()) if name not in _NOT_KEYS): row[
            "count"
        ]
        for row in sums
        if row["count"]
    }


def _finding(when: str) -> Finding:
    return Finding(None, None, f"The sums for reports of the {when} are not those of the marks.")
