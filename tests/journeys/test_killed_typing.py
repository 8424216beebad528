"""A session killed at any key of a registration: all but the last field is there at the next.

Every second one on a machine that has too much to do. A key that the program had not taken was in
no field of it: what it had taken into a field tells that those before it were on the disk.
"""

import random
import signal
import subprocess
import sys
from contextlib import contextmanager
from time import sleep

import pytest
from at_home import at_the_form, keys_taken, sit_down, take_drafts

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


@contextmanager
def _a_busy_machine(busy):
    """Give every core more to do than it can, so that a program is behind the hands."""
    spinning = "while True: pass"
    others = [subprocess.Popen([sys.executable, "-c", spinning]) for _ in range(3 if busy else 0)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def _killed_at(store, state, typed, chance):
    """Kill a session behind some keys; return those of them that it had taken."""
    with sit_down(store, state) as terminal:
        at_the_form(terminal)
        before = keys_taken(state)
        _type(terminal, typed, chance)
        terminal.signal(signal.SIGKILL)
        terminal.exit_status()
    return typed[: keys_taken(state) - before]


def _kill_often(store, operator, state, kills, chance):
    """Kill so many sessions; return in how many of how many keys the program was behind."""
    unseen = keys = 0
    for number in range(kills):
        typed = KEYS[: chance.randrange(1, len(KEYS) + 1)]
        with _a_busy_machine(number % 2):
            taken = _killed_at(store, state, typed, chance)
        left = take_drafts(store, state, operator)
        kept = {place: _kept(entry) for draft in left for place, entry in draft.entries.items()}
        last = taken[-1][0] if taken else 0
        expected = {place: value for place, _, value in FIELDS[:last]}
        assert {place: kept.get(place) for place in expected} == expected
        unseen, keys = unseen + len(typed) - len(taken), keys + len(typed)
    return unseen, keys


def test_all_but_the_last_field_outlives_a_killed_session(store, operator, tmp_path):
    unseen, keys = _kill_often(store, operator, tmp_path, SHORT, random.Random(5))
    assert unseen < keys / 2, "the program does not keep up"


@pytest.mark.campaign
def test_all_but_the_last_field_outlives_two_hundred_killed_sessions(
    store, operator, tmp_path, record_property
):
    unseen, keys = _kill_often(store, operator, tmp_path, FULL, random.Random(200))
    record_property("keys that were not taken yet", f"{unseen} of {keys}")
