"""When a notice is tried again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.retrying import wait_after

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@given(st.integers(1, 40))
def test_the_waits_grow_and_end_at_half_a_day(attempts):
    assert wait_after(attempts) <= wait_after(attempts + 1) <= 12 * HOUR


def test_eight_tries_take_the_best_part_of_a_day_and_no_more_than_two():
    tries = Policy().notice_tries
    whole = sum((wait_after(attempts) for attempts in range(1, tries)), timedelta(0))
    assert 12 * HOUR < whole < 2 * DAY


@pytest.mark.parametrize(
    ("asked_for", "waits"),
    [(None, MINUTE), (timedelta(seconds=5), MINUTE), (HOUR, HOUR), (30 * DAY, DAY)],
)
def test_the_other_side_may_ask_for_longer_but_not_for_ever(asked_for, waits):
    assert wait_after(1, asked_for) == waits
