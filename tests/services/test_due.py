"""Why a complaint is due: told from its history to whoever may see it, the same for ever after."""

from datetime import UTC, datetime, timedelta

import pytest
from casebook import ERNAKULAM
from past_the_program import unguarded
from sqlalchemy import text

from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.due_account import DISAGREES
from dopcrm_tui.rules.refusals import Conflict, NotFound
from dopcrm_tui.rules.vocabulary import Action, DeadlineKind

MAIL = "rule R30, Order on mail-category complaints, February 2024"


@pytest.fixture
def why(book):
    def account(number, post="operator"):
        return book.desk.cases.why_due(book.staff[post], number)

    return account


@pytest.fixture
def travelled(book):
    """A complaint that has been asked about, sent on, and has risen."""
    number = book.register()
    book.clock.advance(days=2)
    code = book.ask(number)
    book.clock.advance(hours=5)
    book.answer(number, Action.GIVE_INFORMATION, text="Counter 3.", code=code)
    book.act(number, Action.TRANSFER, target_code=ERNAKULAM, reason="Booked there")
    book.clock.advance(days=31)
    book.sweep(number, Action.ESCALATE)
    return number


def test_the_account_names_rule_source_pause_transfer_and_rise(why, travelled):
    told = [line.words for line in why(travelled).lines if line.alarm is DeadlineKind.RESOLVE]
    assert told == [
        f"Registered: a limit of 30 d ({MAIL})",
        "Information sought: the clock stands still, 28 d left",
        "Information given: the clock goes on, its standstill is added",
        "Transferred to Ernakulam (682011001): the clock goes on",
        "Escalated to division: a new limit of 7 d (the desk's own setting)",
    ]


def test_its_result_is_what_is_stored(why, book, travelled):
    account = why(travelled, "auditor")
    assert account.agrees
    assert account.due_at == book.row(travelled).due_at == book.clock() + timedelta(days=7)


def test_who_may_not_see_a_complaint_is_not_told_of_it(why, travelled):
    for post in ("far_operator", "administrator"):
        with pytest.raises(NotFound):
            why(travelled, post)


@pytest.mark.parametrize("later", [{}, {"days": 40}], ids=["the same day", "later"])
def test_a_change_of_policy_leaves_what_was_due(why, book, travelled, later):
    before = why(travelled, "auditor")
    book.clock.advance(**later)
    for key in ("escalation_step", "resolve_limit_mail", "information_window"):
        book.desk.policy.set(book.staff["administrator"], key, "P1D")
    assert why(travelled, "auditor") == before


def test_a_limit_an_administrator_set_is_told_with_who_set_it(why, book):
    book.desk.policy.set(book.staff["administrator"], "resolve_limit_mail", "P12D")
    line = why(book.register()).lines[0]
    assert line.words == "Registered: a limit of 12 d (rule R30, set by 10000001)"


def test_a_limit_that_was_set_anew_since_keeps_no_false_source(why, book):
    number = book.register()
    book.clock.advance(hours=1)
    book.desk.policy.set(book.staff["administrator"], "resolve_limit_mail", "P30D")
    assert why(number).lines[0].words == f"Registered: a limit of 30 d ({MAIL})"


def test_a_stored_alarm_that_differs_is_told(why, book, travelled):
    with book.desk.store.writing() as session:
        session.execute(text("UPDATE deadline SET due_at = '2030-01-01 00:00:00.000000'"))
    account = why(travelled, "auditor")
    assert not account.agrees
    assert account.remarks()[-1] == DISAGREES


def test_a_history_that_makes_no_sense_is_refused_with_what_to_do(why, book, travelled):
    with unguarded(book.desk.store) as connection:
        connection.execute(text("UPDATE event SET data = '{}' WHERE action = 'register'"))
    with pytest.raises(Conflict, match="dopcrm audit verify"):
        why(travelled, "auditor")


@pytest.mark.parametrize(
    ("registered", "due"),
    [
        ("2026-11-23T18:29:59", "23-12-2026 23:59"),
        ("2026-11-23T18:30:00", "24-12-2026 00:00"),
        ("2028-01-29T18:30:00", "29-02-2028 00:00"),
        ("2028-02-28T18:29:59", "29-03-2028 23:59"),
    ],
)
def test_a_limit_ends_at_the_minute_of_india_in_which_it_began(why, book, registered, due):
    book.clock.now = datetime.fromisoformat(registered).replace(tzinfo=UTC)
    account = why(book.register())
    assert show_time(account.due_at) == due
    assert account.agrees
