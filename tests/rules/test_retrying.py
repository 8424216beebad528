"""When a notice is tried again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.retrying import (
    has_no_more_tries,
    has_waited_too_long,
    wait_after,
    wait_for_way,
)

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


@given(st.integers(1, 40))
def test_a_way_that_is_shut_is_asked_again_within_a_quarter_of_an_hour(tries):
    assert MINUTE <= wait_for_way(tries) <= wait_for_way(tries + 1) <= 15 * MINUTE


def test_a_way_may_ask_to_be_left_alone_for_longer_but_not_for_ever():
    assert wait_for_way(1, HOUR) == HOUR
    assert wait_for_way(1, 30 * DAY) == DAY


@pytest.mark.parametrize(
    ("attempts", "waited", "doubtful", "given_up"),
    [
        (7, 30 * DAY, False, False),
        (8, HOUR, False, True),
        (8, HOUR, True, False),
        (7, 30 * DAY, True, False),
        (8, 2 * DAY, True, True),
    ],
)
def test_where_the_fault_may_be_ours_tries_alone_give_nobody_up(
    attempts, waited, doubtful, given_up
):
    assert has_no_more_tries(attempts, waited, Policy(), doubtful=doubtful) is given_up


@pytest.mark.parametrize(
    ("waited", "shut_for", "too_long"),
    [(2 * DAY, 2 * DAY, True), (3 * DAY, HOUR, False), (HOUR, 3 * DAY, False)],
)
def test_nobody_waits_for_ever_for_a_way_that_is_shut(waited, shut_for, too_long):
    assert has_waited_too_long(waited, shut_for, Policy()) is too_long
