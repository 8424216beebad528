"""Spells of days: months in India, the one before, and what sums already hold of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dopcrm_tui.rules.period import Period, month_of, typed_period, year_to

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))
PERIODS = st.tuples(DAYS, DAYS).map(lambda two: Period(min(two), max(two)))


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_month_or_a_year_is_typed(typed, first, last):
    assert typed_period(typed) == Period(first, last)


@pytest.mark.parametrize("typed", ["2026-13", "2026-00", "26-11", "November", "", "२०२६"])
def test_anything_else_is_no_period(typed):
    with pytest.raises(ValueError, match="Type a month"):
        typed_period(typed)


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (month_of(date(2026, 3, 9)), month_of(date(2026, 2, 1))),
        (month_of(date(2026, 1, 9)), month_of(date(2025, 12, 1))),
        (typed_period("2026"), typed_period("2025")),
        (
            Period(date(2026, 3, 5), date(2026, 3, 11)),
            Period(date(2026, 2, 26), date(2026, 3, 4)),
        ),
    ],
)
def test_the_period_before_is_of_the_same_kind(period, before):
    assert period.before == before


def test_twelve_months_end_with_this_one_so_far():
    assert year_to(date(2026, 11, 23)) == Period(date(2025, 12, 1), date(2026, 11, 23))


def test_it_does_not_end_before_it_begins():
    with pytest.raises(ValueError, match="before the first"):
        Period(date(2026, 3, 5), date(2026, 3, 4))


@given(PERIODS, DAYS)
def test_whole_months_and_what_is_left_are_the_period(period, until):
    months = period.whole_months(until)
    parts = [*period.without(months), *([months] if months else [])]
    assert sorted(day for part in parts for day in part.days()) == list(period.days())
    if months:
        assert months.is_whole_months
        assert months.last <= until
    whole = [
        month_of(day)
        for day in period.days()
        if day.day == 1 and month_of(day).last <= min(period.last, until)
    ]
    assert (months is None) == (not whole)
    assert [month_of(day) for day in months.months()] == whole if months else not whole


@given(PERIODS)
def test_months_are_those_it_touches(period):
    assert list(period.months()) == sorted({day.replace(day=1) for day in period.days()})
    assert period.length == len(list(period.days()))


@given(PERIODS)
def test_the_period_before_ends_the_day_before(period):
    assert period.before.last == period.first - timedelta(days=1)
