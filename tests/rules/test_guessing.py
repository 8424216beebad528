"""Who guesses wrong waits longer each time, and never for ever."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dopcrm_tui.rules.guessing import (
    ACCOUNT,
    SOURCE,
    remembered,
    still_to_wait,
    wait_after,
)

NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (11, 60), (12, 60), (10_000, 60)],
)
def test_the_wait_for_an_account_grows_to_a_minute(failures, seconds):
    assert wait_after(failures, ACCOUNT) == timedelta(seconds=seconds)


def test_a_place_has_more_tries_and_waits_longer():
    assert wait_after(9, SOURCE) == timedelta()
    assert wait_after(10, SOURCE) == timedelta(seconds=1)
    assert wait_after(10_000, SOURCE) == timedelta(minutes=15)


@given(failures=st.integers(0, 10_000), patience=st.sampled_from([ACCOUNT, SOURCE]))
def test_another_wrong_try_never_makes_the_wait_shorter(failures, patience):
    assert wait_after(failures, patience) <= wait_after(failures + 1, patience) <= patience.longest


@given(
    failures=st.integers(0, 10_000),
    apart=st.timedeltas(timedelta(days=-2), timedelta(days=2)),
    patience=st.sampled_from([ACCOUNT, SOURCE]),
)
def test_what_is_left_is_never_more_than_the_wait_whatever_the_clock_does(
    failures, apart, patience
):
    left = still_to_wait(failures, NOON, NOON + apart, patience)
    assert timedelta() <= left <= wait_after(failures, patience)


def test_a_wrong_try_is_forgotten_after_a_while_and_all_are_in_the_end():
    quarter = timedelta(minutes=15)
    assert remembered(7, NOON, NOON + quarter - timedelta(seconds=1), ACCOUNT) == 7
    assert remembered(7, NOON, NOON + quarter, ACCOUNT) == 6
    assert remembered(7, NOON, NOON + 7 * quarter, ACCOUNT) == 0
    assert remembered(7, NOON, NOON + 50 * quarter, ACCOUNT) == 0
    assert remembered(7, NOON, NOON - quarter, ACCOUNT) == 7
    assert remembered(30, NOON, NOON + quarter, SOURCE) == 15


def test_the_wait_runs_out_to_the_second():
    assert still_to_wait(7, NOON, NOON + timedelta(seconds=3), ACCOUNT) == timedelta(seconds=1)
    assert still_to_wait(7, NOON, NOON + timedelta(seconds=4), ACCOUNT) == timedelta()
