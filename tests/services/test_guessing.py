"""Guessing gets slower and slower, for an account and from a place, and nobody is shut out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random

import pytest
from post_office import PASSWORD, QUICK
from sqlmodel import select

from data.models.guess import Guess
from data.models.operator import AccountEvent
from dopcrm_tui.rules.refusals import InvalidInput, NotLoggedIn
from dopcrm_tui.services.accounts import Accounts

WRONG = "This employee ID and password do not belong together."


@pytest.fixture
def at(store, clock, random):
    """The accounts as they are reached from a place."""
    return lambda place: Accounts(store, clock, random, QUICK, place)


def refused(accounts, employee_id, password="not the password"):
    with pytest.raises(NotLoggedIn) as refusal:
        accounts.log_in(employee_id, password)
    return str(refusal.value)


def told(seconds):
    return f"Too many wrong tries. Please wait {seconds} s and try again."


@pytest.mark.parametrize("employee_id", ["10000002", "99999999"])
def test_known_and_unknown_ids_are_answered_alike_and_later_and_later(accounts, clock, employee_id):
    assert [refused(accounts, employee_id) for _ in range(5)] == [WRONG] * 5
    for seconds in (1, 2, 4, 8, 16, 32, 60, 60):
        assert refused(accounts, employee_id) == told(seconds)
        clock.advance(seconds=seconds)
        assert refused(accounts, employee_id) == WRONG


def test_while_it_has_to_wait_even_the_right_password_is_not_looked_at(accounts, clock):
    for _ in range(5):
        refused(accounts, "10000002")
    assert refused(accounts, "10000002", PASSWORD) == told(1)
    clock.advance(seconds=1)
    assert accounts.log_in("10000002", PASSWORD).token


def test_who_gets_in_begins_anew(accounts, store, clock):
    for _ in range(5):
        refused(accounts, "10000002")
    clock.advance(seconds=1)
    accounts.log_in("10000002", PASSWORD)
    with store.reading() as session:
        assert session.exec(select(Guess)).all() == []
    assert [refused(accounts, "10000002") for _ in range(5)] == [WRONG] * 5


def test_an_account_keeps_nobody_else_out(accounts):
    for _ in range(9):
        refused(accounts, "10000002")
    assert accounts.log_in("10000003", PASSWORD).token


def test_a_place_that_tries_one_account_after_the_other_waits_and_others_do_not(at, clock):
    guesser, elsewhere = at("10.1.2.3"), at("10.1.2.4")
    answers = [refused(guesser, f"3000{number:04}") for number in range(11)]
    assert answers == [WRONG] * 10 + [told(1)]
    assert elsewhere.log_in("10000002", PASSWORD).token
    clock.advance(seconds=1)
    assert refused(guesser, "30009999") == WRONG
    assert refused(guesser, "30009998") == told(2)


def test_who_guesses_and_logs_in_between_is_not_forgiven_the_place(at):
    guesser = at("10.1.2.3")
    for number in range(9):
        refused(guesser, f"3000{number:04}")
    guesser.log_in("10000002", PASSWORD)
    refused(guesser, "30009999")
    assert refused(guesser, "30009998") == told(1)


def test_tries_made_at_once_are_all_counted(store, clock):
    def tried(number):
        try:
            Accounts(store, clock, Random(number), QUICK).log_in("10000002", f"guess {number}")
        except NotLoggedIn as refusal:
            return str(refusal)
        return "in"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(tried, range(40)))
    assert answers.count(WRONG) == 5
    assert answers.count(told(1)) == 35


def test_a_new_password_that_will_not_do_is_no_guess(accounts):
    for _ in range(9):
        with pytest.raises(InvalidInput):
            accounts.change_password("10000002", PASSWORD, "short")
    assert accounts.log_in("10000002", PASSWORD).token


def test_the_old_password_is_no_way_round(accounts):
    for _ in range(5):
        with pytest.raises(NotLoggedIn):
            accounts.change_password("10000002", "not it", "a lighthouse keeps slow time")
    assert refused(accounts, "10000002", PASSWORD) == told(1)


def test_every_try_that_had_to_wait_is_an_event(accounts, store):
    for _ in range(6):
        refused(accounts, "10000002")
    with store.reading() as session:
        wanted = select(AccountEvent).where(AccountEvent.kind == "login_refused")
        told = [event.data for event in session.exec(wanted)]
    assert sorted(map(bool, told)) == [False] * 5 + [True]
    assert {"why": "guessing"} in told


def test_a_quarter_of_an_hour_forgets_one(accounts, clock):
    for _ in range(5):
        refused(accounts, "10000002")
    clock.advance(minutes=15)
    assert refused(accounts, "10000002") == WRONG
    assert refused(accounts, "10000002") == told(1)
    clock.now -= timedelta(days=3)
    assert refused(accounts, "10000002") == told(1), "a clock set back makes the wait no longer"


def test_some_who_log_in_at_once_while_the_hash_gets_stronger_are_all_in(store, clock):
    def let_in(number):
        stronger = type(QUICK)(time_cost=2 + number // 4, memory_cost=8, parallelism=1)
        accounts = Accounts(store, clock, Random(number), stronger)
        return accounts.log_in("10000002", PASSWORD).token

    tokens = set()
    with ThreadPoolExecutor(4) as pool:
        for first in range(0, 80, 4):
            tokens.update(pool.map(let_in, range(first, first + 4)))
    assert len(tokens) == 80


def test_what_nobody_needs_to_remember_is_swept_away(accounts, store, clock):
    for number in range(20):
        refused(accounts, f"3000{number:04}")
    clock.advance(hours=11)
    accounts.log_in("10000002", PASSWORD)
    with store.reading() as session:
        assert session.exec(select(Guess)).all() == []
