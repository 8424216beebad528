"""The customer's answer: proved by code or by paper, in time, once."""

from datetime import timedelta

import pytest
from casebook import KOCHI, PDF, PNG, SIGNED

from dopcrm_tui.rules.refusals import Conflict, InvalidInput, NotFound, NotPermitted
from dopcrm_tui.rules.vocabulary import Action, ClosureReason, DeadlineKind, Proof, State
from dopcrm_tui.services.papers import Paper

WINDOW = timedelta(hours=48)
PAPER = {"signed_statement": SIGNED}


@pytest.fixture
def asked(book):
    """A complaint whose resolution was put to the customer; the notice has arrived."""
    number = book.register()
    book.seek(number)
    book.deliver()
    return number


def wrong_for(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_the_customer_closes_the_complaint(book, asked):
    done = book.answer(
        asked, Action.ACCEPT, code=book.code(asked), rating=5, feedback="Quick and friendly."
    )
    row = book.row(asked)
    assert (done.state, row.state) == (State.CLOSED, State.CLOSED)
    assert (row.closure_reason, row.closure_agreed) == (ClosureReason.CONFIRMED, Proof.CODE)
    assert (row.rating, row.feedback) == (5, "Quick and friendly.")
    assert book.facts(asked).deadlines == {}
    told = book.desk.outbox.notices(book.staff["operator"], asked)
    assert any("is closed (you accepted the resolution)" in notice.text for notice in told)


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}"])
def test_a_code_is_taken_as_people_type_it(book, asked, typed):
    assert book.answer(asked, Action.ACCEPT, code=typed.format(book.code(asked))).state == "closed"


def test_a_code_in_the_digits_of_another_script_is_the_same_code(book, asked):
    hindi = book.code(asked).translate(str.maketrans("0123456789", "०१२३४५६७८९"))
    assert book.answer(asked, Action.ACCEPT, code=hindi).state == "closed"


@pytest.mark.parametrize("post", ["far_operator", "call_centre", "directorate_supervisor"])
def test_an_answer_with_the_code_is_taken_down_at_any_counter(book, asked, post):
    assert book.answer(asked, Action.ACCEPT, post, code=book.code(asked)).state == State.CLOSED


@pytest.mark.parametrize("state", [State.PENDING, State.CONFIRMATION_SOUGHT, State.CLOSED])
def test_without_the_code_a_strange_counter_learns_nothing_of_a_complaint(book, state):
    number = book.register()
    if state is not State.PENDING:
        book.seek(number)
    if state is State.CLOSED:
        book.answer(number, Action.ACCEPT, code=book.code(number))
    for action in (Action.ACCEPT, Action.WITHDRAW):
        with pytest.raises(InvalidInput) as refused:
            book.answer(number, action, "far_operator", code="000000")
        shown = book.facts(number).shown
        assert str(refused.value) == f"That is no response code of {shown}."


@pytest.mark.parametrize("post", ["auditor", "administrator"])
def test_neither_auditors_nor_administrators_take_down_answers(book, asked, post):
    with pytest.raises(NotPermitted):
        book.answer(asked, Action.ACCEPT, post, code=book.code(asked))


def test_a_wrong_code_says_how_many_tries_are_left(book, asked):
    wrong = wrong_for(book.code(asked))
    for left in ("4 tries are left", "3 tries are left", "2 tries are left", "1 try is left"):
        with pytest.raises(InvalidInput, match=left) as refused:
            book.answer(asked, Action.ACCEPT, code=wrong)
        assert list(refused.value.fields) == ["code"]
    with pytest.raises(InvalidInput, match="it is locked now: attach a signed statement"):
        book.answer(asked, Action.ACCEPT, code=wrong)
    assert book.row(asked).state is State.CONFIRMATION_SOUGHT


def test_five_wrong_codes_lock_even_the_right_one(book, asked):
    right = book.code(asked)
    for _ in range(5):
        with pytest.raises(InvalidInput):
            book.answer(asked, Action.ACCEPT, code=wrong_for(right))
    with pytest.raises(NotPermitted, match="locked after 5 wrong tries"):
        book.answer(asked, Action.ACCEPT, code=right)
    assert book.answer(asked, Action.ACCEPT, **PAPER).state == State.CLOSED


def test_a_new_question_has_a_new_code_and_new_tries(book, asked):
    first = book.code(asked)
    with pytest.raises(InvalidInput):
        book.answer(asked, Action.ACCEPT, code=wrong_for(first))
    book.answer(asked, Action.ASK_CLARIFICATION, code=first, reason="Who signed?")
    book.clock.advance(minutes=5)
    second = book.seek(asked)
    with pytest.raises(InvalidInput, match="4 tries are left"):
        book.answer(asked, Action.ACCEPT, code=first)
    assert book.answer(asked, Action.ACCEPT, code=second).state == State.CLOSED


def test_the_code_of_one_complaint_opens_no_other(book, asked):
    other = book.register()
    code = book.seek(other)
    assert code != book.code(asked)
    with pytest.raises(InvalidInput, match="is not the response code"):
        book.answer(asked, Action.ACCEPT, code=code)


@pytest.mark.parametrize("code", ["", None, "12345", "abcdef", "१२३", "0" * 400, "\ud800", "\0"])
def test_what_is_no_code_changes_nothing_and_costs_no_try(book, asked, code):
    before = book.everything()
    with pytest.raises(InvalidInput) as refused:
        book.answer(asked, Action.ACCEPT, code=code)
    assert list(refused.value.fields) == ["code"]
    assert book.everything() == before


def test_nobody_can_answer_what_was_not_asked(book):
    number = book.register()
    with pytest.raises(Conflict, match="Pending for Resolution"):
        book.answer(number, Action.ACCEPT, code="123456")


def test_no_code_is_kept_where_it_could_be_read(book, asked):
    code = book.code(asked)
    rows = {name: rows for name, rows in book.everything().items() if name != "notice"}
    assert code not in repr(rows)


def test_the_time_to_answer_begins_when_the_notice_arrives(book):
    number = book.register()
    book.seek(number)
    assert DeadlineKind.CONFIRMATION not in book.facts(number).deadlines
    book.clock.advance(hours=5)
    book.deliver()
    assert book.facts(number).deadlines[DeadlineKind.CONFIRMATION].due_at == book.clock.now + WINDOW


def test_a_second_before_the_end_an_answer_counts(book, asked):
    book.clock.now += WINDOW - timedelta(seconds=1)
    assert book.answer(asked, Action.ACCEPT, code=book.code(asked)).state == State.CLOSED


def test_at_the_very_end_it_is_too_late_and_the_desk_closes(book, asked):
    book.clock.now += WINDOW
    with pytest.raises(Conflict, match="is over"):
        book.answer(asked, Action.ACCEPT, code=book.code(asked))
    book.sweep(asked, Action.CONFIRMATION_LAPSES)
    row = book.row(asked)
    assert (row.closure_reason, row.closure_agreed) == (ClosureReason.AUTO_CLOSED, Proof.SILENCE)


def test_a_second_before_the_end_the_desk_does_not_close(book, asked):
    book.clock.now += WINDOW - timedelta(seconds=1)
    with pytest.raises(Conflict, match="still runs"):
        book.sweep(asked, Action.CONFIRMATION_LAPSES)


def test_a_rejection_goes_to_the_division_with_its_reason(book, asked):
    done = book.answer(asked, Action.REJECT, code=book.code(asked), reason="Nothing has come.")
    assert (done.state, done.escalation_level) == (State.PENDING, 1)
    assert book.events(asked)[-1].data["reason"] == "Nothing has come."
    shown = book.desk.cases.show(book.staff["division_supervisor"], asked)
    assert shown.handler_name == "Ernakulam Division"
    with pytest.raises(NotPermitted):
        book.seek(asked)


def test_a_rejection_needs_a_reason(book, asked):
    with pytest.raises(InvalidInput) as refused:
        book.answer(asked, Action.REJECT, code=book.code(asked))
    assert list(refused.value.fields) == ["reason"]


def test_information_comes_back_with_its_own_code(book):
    number = book.register()
    code = book.ask(number)
    done = book.answer(number, Action.GIVE_INFORMATION, code=code, text="Counter 3.")
    assert done.state == State.PENDING
    assert book.events(number)[-1].data["text"] == "Counter 3."


def test_the_clock_stands_still_while_information_is_awaited(book):
    number = book.register()
    before = book.facts(number).deadlines[DeadlineKind.RESOLVE].due_at
    code = book.ask(number)
    book.clock.advance(days=3)
    book.answer(number, Action.GIVE_INFORMATION, code=code, text="Counter 3.")
    after = book.facts(number).deadlines[DeadlineKind.RESOLVE].due_at
    assert after == before + timedelta(days=3)


def test_a_complaint_can_be_rated_once_after_it_closed_by_itself(book, asked):
    code = book.code(asked)
    book.clock.now += WINDOW
    book.sweep(asked, Action.CONFIRMATION_LAPSES)
    book.clock.advance(days=5)
    book.answer(asked, Action.RATE, code=code, rating=2, feedback="Took long.")
    assert (book.row(asked).rating, book.row(asked).feedback) == (2, "Took long.")
    with pytest.raises(Conflict, match="rated already"):
        book.answer(asked, Action.RATE, code=code, rating=5)


@pytest.mark.parametrize("rating", [None, 0, 6, -1])
def test_a_rating_is_one_to_five(book, asked, rating):
    code = book.code(asked)
    book.answer(asked, Action.ACCEPT, code=code)
    with pytest.raises(InvalidInput) as refused:
        book.answer(asked, Action.RATE, code=code, rating=rating)
    assert list(refused.value.fields) == ["rating"]


def test_a_signed_statement_is_kept_with_the_answer(book, asked):
    book.answer(asked, Action.ACCEPT, **PAPER)
    operator = book.staff["operator"]
    (paper,) = book.desk.cases.show(operator, asked).attachments
    assert paper.signed_statement
    assert book.desk.papers.read(operator, asked, paper.id).content == PDF
    assert book.row(asked).closure_agreed is Proof.SIGNED_STATEMENT


def test_a_signed_statement_is_taken_only_where_the_complaint_is_seen(book, asked):
    before = book.everything()
    with pytest.raises(NotFound):
        book.answer(asked, Action.ACCEPT, "far_operator", **PAPER)
    assert book.everything() == before


def test_a_statement_that_is_no_paper_closes_nothing(book, asked):
    before = book.everything()
    with pytest.raises(InvalidInput, match="PNG"):
        book.answer(asked, Action.ACCEPT, signed_statement=Paper("statement.pdf", PNG))
    assert book.everything() == before


def test_a_statement_has_its_place_beside_ten_attachments(book, asked):
    operator = book.staff["operator"]
    book.desk.papers.attach(operator, asked, [Paper(f"{n}.pdf", PDF) for n in range(10)])
    assert book.answer(asked, Action.ACCEPT, **PAPER).state == State.CLOSED


def test_a_complaint_nothing_was_asked_about_is_withdrawn_on_paper(book):
    number = book.register()
    with pytest.raises(Conflict, match="No response code was sent"):
        book.answer(number, Action.WITHDRAW, code="123456")
    book.answer(number, Action.WITHDRAW, **PAPER)
    assert book.row(number).closure_reason is ClosureReason.WITHDRAWN


def test_a_withdrawal_may_quote_the_code_of_either_question(book, asked):
    other = book.register(against_office=KOCHI)
    book.answer(other, Action.WITHDRAW, code=book.ask(other))
    book.answer(asked, Action.WITHDRAW, code=book.code(asked))
    assert {book.row(each).state for each in (asked, other)} == {State.CLOSED}


def test_who_is_named_takes_down_no_answer(book):
    number = book.register(named=["10000003"])
    code = book.seek(number)
    with pytest.raises(NotFound):
        book.answer(number, Action.ACCEPT, "colleague", code=code)


def test_only_customers_answers_come_in_by_this_door(book, asked):
    with pytest.raises(NotPermitted):
        book.answer(asked, Action.REMARK, code=book.code(asked), text="Hello.")
