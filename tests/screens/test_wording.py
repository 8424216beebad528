"""When a complaint is due, in words that need no colour."""

from datetime import UTC, datetime, timedelta

import pytest

from dopcrm_tui.rules.vocabulary import Action, Role, State
from screens.wording import (
    ACTION_LABELS,
    ROLE_LABELS,
    STATE_WORDS,
    closed_words,
    due_words,
    state_words,
    sweeper_words,
)

NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
"""Noon in India."""


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (datetime(2026, 11, 25, 3, tzinfo=UTC), "DUE 2d"),
        (datetime(2026, 11, 23, 18, 31, tzinfo=UTC), "DUE 1d"),  # 00:01 of the next day in India
        (datetime(2026, 11, 23, 18, 29, tzinfo=UTC), "today"),
        (NOON, "LATE"),
        (datetime(2026, 11, 22, 18, 31, tzinfo=UTC), "LATE"),
        (datetime(2026, 11, 22, 18, 29, tzinfo=UTC), "LATE 1d"),
        (datetime(2026, 11, 20, 6, tzinfo=UTC), "LATE 3d"),
    ],
)
def test_days_are_counted_as_india_counts_them(due, words):
    assert due_words(due, NOON) == words


def test_the_day_of_closing_is_as_wide_as_its_column_with_the_year_in_it():
    assert closed_words(datetime(2026, 11, 20, 18, 31, tzinfo=UTC)) == "21-11-26"


def test_the_level_stands_beside_the_state_until_it_is_closed():
    assert state_words(State.PENDING, 0) == "pend"
    assert state_words(State.CONFIRMATION_SOUGHT, 2) == "conf ESC2"
    assert state_words(State.PENDING, 1, clarify=True) == "clar ESC1"
    assert state_words(State.CLOSED, 2) == "clsd"


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(0), "sweeper last seen 0 s ago"),
        (timedelta(seconds=25.9), "sweeper last seen 25 s ago"),
        (timedelta(seconds=59), "sweeper last seen 59 s ago"),
        (timedelta(seconds=60), "sweeper last seen 1 min ago"),
        (timedelta(seconds=239), "sweeper last seen 3 min ago"),
        (timedelta(minutes=5), "sweeper last seen 5 min ago"),
        (
            timedelta(minutes=5, seconds=1),
            "sweeper not seen since 23-11-2026 11:54: nothing closes, escalates or is sent",
        ),
        (
            timedelta(days=1),
            "sweeper not seen since 22-11-2026 12:00: nothing closes, escalates or is sent",
        ),
        (-timedelta(seconds=2), "sweeper last seen 0 s ago"),  # its clock is a little ahead
    ],
)
def test_the_sweeper_is_told_by_how_long_ago_it_was_at_work(ago, words):
    assert sweeper_words(NOON - ago, NOON) == words


def test_what_does_not_go_out_is_told_beside_the_sweeper():
    shut = {"SMS": NOON - timedelta(hours=1), "e-mail": NOON - timedelta(minutes=6)}
    assert sweeper_words(NOON, NOON, shut) == (
        "sweeper last seen 0 s ago · SMS, e-mail shut since 23-11-2026 11:00"
    )


def test_a_desk_that_was_never_swept_says_so():
    assert sweeper_words(None, NOON) == (
        "no sweeper has run yet: nothing closes, escalates or is sent by itself"
    )


def test_every_word_of_the_rules_has_one_for_the_screen():
    assert set(ACTION_LABELS) == set(Action)
    assert set(ROLE_LABELS) == set(Role)
    assert set(STATE_WORDS) == set(State)
    assert len(set(ACTION_LABELS.values())) == len(Action)
