"""A session killed at any key of a registration: all but the last field is there at the next."""

import random
import signal
from time import sleep

import pytest
from at_home import at_the_form, sit_down, take_drafts

SHORT, FULL = 2, 200
F8 = "\x1b[19~"

pytestmark = pytest.mark.only_on("sqlite", "postgresql")
QUICK, SLOW = 0.02, 0.08
"""Seconds between two keys of somebody who types well."""

FIELDS = (
    ("grievance", "102", "102"),
    ("subject.article_number", "EM123456785IN", "EM123456785IN"),
    ("subject.booking_date", "01112026\t", "01112026"),
    ("subject.booking_office", f"682001{F8}\r", "682001001"),
    ("complainant.name", "Ravi Kumar\r", "Ravi Kumar"),
    ("complainant.mobile", "9876543210", "9876543210"),
    ("complainant.pin", "682005", "682005"),
    ("complainant.address", "House 7, Beach Road\r", "House 7, Beach Road"),
    ("complainant.email", "ravi@example.in\r", "ravi@example.in"),
)
"""The fields in the order in which they are typed: place, keys, what then stands there."""

KEYS = [(place, key) for place, (_, keys, _) in enumerate(FIELDS) for key in keys.replace(F8, "\0")]


def _type(terminal, keys, chance):
    for _, key in keys:
        terminal.press(F8 if key == "\0" else key)
        sleep(chance.uniform(QUICK, SLOW))  # as hands do


def _kept(entry):
    return entry.office or entry.text


def _kill_often(store, operator, state, kills, chance):
    for _ in range(kills):
        typed = KEYS[: chance.randrange(1, len(KEYS) + 1)]
        with sit_down(store, state) as terminal:
            at_the_form(terminal)
            _type(terminal, typed, chance)
            terminal.signal(signal.SIGKILL)
            terminal.exit_status()
        last = typed[-1][0]
        left = take_drafts(store, state, operator)
        kept = {place: _kept(entry) for draft in left for place, entry in draft.entries.items()}
        expected = {place: value for place, _, value in FIELDS[:last]}
        assert {place: kept.get(place) for place in expected} == expected


def test_all_but_the_last_field_outlives_a_killed_session(store, operator, tmp_path):
    _kill_often(store, operator, tmp_path, SHORT, random.Random(5))


@pytest.mark.campaign
def test_all_but_the_last_field_outlives_two_hundred_killed_sessions(store, operator, tmp_path):
    _kill_often(store, operator, tmp_path, FULL, random.Random(200))
