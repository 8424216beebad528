"""Looking at one complaint: what is shown, what is masked, and what leaves a trace."""

import pytest
from casebook import KOCHI, document
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dopcrm_tui.rules.refusals import NotFound, NotPermitted
from dopcrm_tui.rules.vocabulary import Action, Level, State
from dopcrm_tui.services.new_complaint import parse_form


@pytest.fixture
def saved(book):
    """A complaint with every kind of personal number in it."""
    typed = document(grievance="432", complainant={"email": "ravi@example.in"})
    typed["subject"] = {
        "cif": "123456789",
        "account_number": "1234567890",
        "scheme": "Savings Account",
        "account_office": KOCHI,
    }
    return book.desk.intake.register(book.staff["operator"], parse_form(typed)).number


SECRETS = ("9876543210", "123456789", "1234567890", "ravi@example.in")


def test_personal_numbers_are_masked(book, saved):
    shown = book.desk.cases.show(book.staff["operator"], saved)
    assert not shown.revealed
    assert shown.complainant["mobile"] == "98xxxxxx10"
    assert shown.complainant["email"] == "rxxx@example.in"
    assert shown.subject["account_number"] == "xxxxxxx890"
    assert all(secret not in repr(shown) for secret in SECRETS)


def test_no_history_tells_a_personal_number(book, saved):
    book.seek(saved)
    history = book.desk.cases.history(book.staff["operator"], saved)
    assert all(secret not in repr(history) for secret in SECRETS)
    assert book.code(saved) not in repr(history)


@pytest.mark.parametrize("post", ["operator", "office_supervisor", "circle_supervisor"])
def test_who_acts_on_it_may_look_and_the_look_is_kept(book, saved, clock, post):
    shown = book.desk.cases.reveal(book.staff[post], saved)
    assert shown.revealed
    assert shown.complainant["mobile"] == "9876543210"
    assert shown.subject["account_number"] == "1234567890"
    (look,) = book.account_events("reveal")
    assert (look.employee_id, look.data) == (book.staff[post].employee_id, {"number": saved})
    assert look.at == clock.now


@pytest.mark.parametrize(
    ("post", "refusal"),
    [("auditor", NotPermitted), ("call_centre", NotPermitted), ("far_operator", NotFound)],
)
def test_who_does_not_act_on_it_may_not_look_and_no_look_is_kept(book, saved, post, refusal):
    with pytest.raises(refusal):
        book.desk.cases.reveal(book.staff[post], saved)
    assert book.account_events("reveal") == []


def test_what_may_be_done_now_is_said_with_why_not(book, saved):
    may = book.desk.cases.show(book.staff["operator"], saved).actions
    assert may[Action.REMARK] is None
    assert may[Action.SEEK_CONFIRMATION] is None
    assert "belongs to a supervisor" in may[Action.CLOSE_BY_DIRECTION]
    assert "not “Closed”" in may[Action.REOPEN]


def test_a_complaint_is_shown_as_it_stands(book, saved):
    book.act(saved, Action.TAKE)
    book.seek(saved)
    book.deliver()
    book.answer(saved, Action.REJECT, code=book.code(saved), reason="Nothing came.")
    shown = book.desk.cases.show(book.staff["operator"], saved)
    assert (shown.state, shown.escalation_level) == (State.PENDING, Level.DIVISION)
    assert (shown.office_name, shown.handler_name) == ("Kochi", "Ernakulam Division")
    assert shown.assignee is None
    assert shown.resolution == "Delivered on 20 November."
    assert (shown.category, shown.service) == (
        "Financial Services",
        "Savings Account (SB)",
    )
    assert shown.subject_labels["account_number"] == "Account number"
    assert shown.registered_by == "10000002"


def test_the_history_is_told_from_its_beginning_with_names(book, saved):
    book.act(saved, Action.REMARK, "colleague", text="Asked the ledger clerk.")
    first, second = book.desk.cases.history(book.staff["operator"], saved)
    assert (first.action, first.actor, first.from_state) == (Action.REGISTER, "10000002", None)
    assert (second.actor, second.data["text"]) == ("10000003", "Asked the ledger clerk.")
    assert (second.office_code, second.office_name) == (KOCHI, "Kochi")


@pytest.mark.parametrize("number", ["26079999999", "", "'", "\0"])
def test_an_unknown_number_is_not_found(book, number):
    for door in (book.desk.cases.show, book.desk.cases.history, book.desk.cases.reveal):
        with pytest.raises(NotFound, match="no complaint"):
            door(book.staff["operator"], number)


@pytest.mark.usefixtures("saved")
@pytest.mark.parametrize("act", ["UPDATE event SET data = '{}'", "DELETE FROM event"])
def test_what_was_written_down_cannot_be_changed(store, act):
    def tamper():
        with store.writing() as session:
            session.execute(text(act))

    with pytest.raises(DBAPIError, match="append-only"):
        tamper()
