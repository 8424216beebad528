"""The customer's answer by several doors at the same moment: it counts once, all are told."""

import json
from collections import Counter

import pytest
from casebook import Casebook
from clerk import Clerk, together
from letters import letter
from post_office import SettableClock
from whole import check_whole

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.clock import utc_now

SHORT, FULL = 20, 500
ANSWERS = {Action.ACCEPT, Action.REJECT, Action.ASK_CLARIFICATION}


@pytest.fixture
def clerks(store):
    url = store.engine.url.render_as_string(hide_password=False)
    with Clerk(url, "10000002") as one, Clerk(url, "10000003") as two:
        yield one, two


@pytest.fixture
def book(store, staff):
    return Casebook(Desk.over(store), staff, SettableClock(utc_now()))


def _asked(book):
    number = book.register()
    book.seek(number)
    return number, book.code(number)


def _answered(book, number):
    return [each.action for each in book.events(number) if each.action in ANSWERS]


def _mail(number, code, word="REJECT"):
    return {"do": "inbound", "letter": letter(f"{word} {code}", to=f"care+{number}@x").decode()}


def _same_letter(book, clerks):
    number, code = _asked(book)
    order = _mail(number, code)
    answers = together(*((clerk, order) for clerk in clerks))
    told = f"rejected: {show_number(number)}"
    assert [answer.get("done") for answer in answers] == [told, told], json.dumps(answers)
    assert _answered(book, number) == [Action.REJECT]


def _mail_and_counter(book, clerks):
    """One wins; the other is told that nothing is asked any more."""
    number, code = _asked(book)
    at_counter = {"do": "answer", "number": number, "action": "accept", "code": code}
    by_mail, counter = together((clerks[0], _mail(number, code)), (clerks[1], at_counter))
    counted = _answered(book, number)
    if "done" in counter:
        assert counted == [Action.ACCEPT]
        assert by_mail["done"].startswith("closed already"), json.dumps(by_mail)
        return "counter"
    assert counted == [Action.REJECT]
    assert by_mail["done"] == f"rejected: {show_number(number)}"
    assert counter["refused"] == "conflict", json.dumps(counter)
    return "mail"


def _race(store, rounds, one_round):
    won = Counter(one_round() for _ in range(rounds))
    with store.reading() as session:
        check_whole(session)
    return won


def test_the_same_letter_by_two_doors_answers_once(store, book, clerks):
    _race(store, SHORT, lambda: _same_letter(book, clerks))


def test_a_letter_and_the_counter_answer_once(store, book, clerks):
    _race(store, SHORT, lambda: _mail_and_counter(book, clerks))


@pytest.mark.campaign
def test_the_same_letter_by_two_doors_answers_once_five_hundred_times(store, book, clerks):
    _race(store, FULL, lambda: _same_letter(book, clerks))


@pytest.mark.campaign
def test_a_letter_and_the_counter_answer_once_five_hundred_times(store, book, clerks):
    won = _race(store, FULL, lambda: _mail_and_counter(book, clerks))
    assert set(won) == {"counter", "mail"}, won
