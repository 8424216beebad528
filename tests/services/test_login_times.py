"""The time that a refused login takes does not tell whether the employee ID is known."""

from contextlib import suppress
from dataclasses import replace
from math import exp
from statistics import median
from time import perf_counter

import pytest
from post_office import PASSWORD, STAFF
from sqlmodel import delete

from data.models.guess import Guess
from dopcrm_tui.rules.refusals import NotLoggedIn
from dopcrm_tui.services.accounts import Accounts

TRIES = 500
NEW = "counter eleven opens late"


@pytest.fixture
def accounts(store, clock, random):
    """The accounts as they are in an office, with hashes that take their time."""
    made = Accounts(store, clock, random)
    for employee_id, *_ in STAFF.values():
        made.change_password(employee_id, PASSWORD, NEW)
    return made


@pytest.mark.campaign
def test_a_thousand_refusals_take_the_same_time_known_or_not(
    accounts, random, record_testsuite_property
):
    known, unknown = [], []
    people = [employee_id for employee_id, *_ in STAFF.values()]
    for turn in range(TRIES):
        stranger = str(random.randint(2 * 10**7, 10**8 - 1))
        tries = [(people[turn % len(people)], known), (stranger, unknown)]
        random.shuffle(tries)
        for employee_id, times in tries:
            times.append(refused(accounts, employee_id, f"place {turn} {employee_id}"))
    chances = by_chance(known, unknown)
    told = f"{median(known) * 1000:.2f} / {median(unknown) * 1000:.2f} ms"
    record_testsuite_property("refused logins", f"{told}, by chance {chances:.3f}")
    assert chances > 0.001, told


def refused(accounts, employee_id, place):
    """How long a wrong password takes, where nobody has to wait."""
    with accounts.store.writing() as session:
        session.exec(delete(Guess))
    elsewhere = replace(accounts, source=place)
    begun = perf_counter()
    with suppress(NotLoggedIn):
        elsewhere.log_in(employee_id, "not this one, surely")
    return perf_counter() - begun


def by_chance(one, other):
    """How likely two samples of one kind are so far apart (Kolmogorov and Smirnov)."""
    steps = sorted((value, which) for which, each in enumerate((one, other)) for value in each)
    at, largest = [0.0, 0.0], 0.0
    for _, which in steps:
        at[which] += 1 / len((one, other)[which])
        largest = max(largest, abs(at[0] - at[1]))
    size = (len(one) * len(other) / (len(one) + len(other))) ** 0.5
    scaled = (size + 0.12 + 0.11 / size) * largest
    total = sum((-1) ** (n - 1) * exp(-2 * n * n * scaled * scaled) for n in range(1, 100))
    return min(1.0, max(0.0, 2 * total))


def test_samples_of_one_kind_are_told_from_those_of_two(random):
    one, like = ([random.gauss(40, 5) for _ in range(TRIES)] for _ in range(2))
    assert by_chance(one, like) > 0.001
    assert by_chance(one, [value + 2 for value in like]) < 0.001
