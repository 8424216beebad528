"""The customer's answer by letter and SMS, recorded as at a counter."""

import pytest
from letters import NOTICE, letter, quoted
from post_bag import to

from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.vocabulary import (
    Action,
    ClosureReason,
    Proof,
    Role,
    State,
)


def test_a_letter_with_the_code_closes_the_complaint(book, asked, mail):
    text = f"ACCEPT {book.code(asked)} rating 4. The postman was kind."
    assert mail(letter(text, to=to(asked))) == f"accepted: {show_number(asked)}"
    row, event = book.row(asked), book.events(asked)[-1]
    assert (row.closure_reason, row.closure_agreed) == (ClosureReason.CONFIRMED, Proof.CODE)
    assert row.rating == 4
    assert "The postman was kind." in row.feedback
    assert book.code(asked) not in row.feedback
    assert (event.actor_id, event.actor_role) == (None, Role.COMPLAINANT)


def test_the_code_may_stand_in_the_notice_quoted_below(book, asked, mail):
    notice = NOTICE.format(number=show_number(asked), code=book.code(asked))
    assert mail(letter(f"Accept.\n\n{quoted(notice)}")).startswith("accepted")


def test_an_sms_with_number_code_and_word_is_an_answer(book, asked, sms):
    text = f"REJECT {show_number(asked)} {book.code(asked)} nothing has come"
    assert sms(text) == f"rejected: {show_number(asked)}"
    assert (book.row(asked).state, book.row(asked).escalation_level) == (State.PENDING, 1)
    assert "nothing has come" in book.events(asked)[-1].data["reason"]
    assert book.code(asked) not in repr(book.events(asked))


def test_a_rejection_of_one_word_is_a_rejection(book, asked, sms):
    assert sms(f"REJECT {asked} {book.code(asked)}").startswith("rejected")


def test_a_reply_in_hindi_is_an_answer(book, asked, mail):
    code = book.code(asked).translate(str.maketrans("0123456789", "०१२३४५६७८९"))
    text = f"स्वीकार\nकोड: {code}\nरेटिंग ५"
    assert mail(letter(text, subject=f"शिकायत {show_number(asked)}")).startswith("accepted")
    assert book.row(asked).rating == 5


def test_a_question_comes_back_to_the_office(book, asked, mail):
    text = f"Please explain who signed for it. Code {book.code(asked)}"
    assert mail(letter(text, to=to(asked))).startswith("clarification asked")
    assert book.row(asked).clarify
    assert "who signed for it" in book.events(asked)[-1].data["reason"]


def test_information_needs_no_word(book, number, mail):
    code = book.ask(number)
    text = f"It was counter 3, I think. I wanted to withdraw money and could not. code {code}"
    assert mail(letter(text, to=to(number))).startswith("information given")
    assert "counter 3" in book.events(number)[-1].data["text"]
    assert book.row(number).state is State.PENDING


@pytest.mark.parametrize("word", ["withdraw", "yes", "accept", "no"])
def test_a_word_that_informs_is_no_other_answer(book, number, mail, word):
    code = book.ask(number)
    assert mail(letter(f"{word} {code}", to=to(number))).startswith("information given")


def test_a_complaint_is_withdrawn_in_so_many_words(book, number, mail):
    code = book.ask(number)
    text = f"I withdraw my complaint. Code: {code}"
    assert mail(letter(text, to=to(number))).startswith("withdrawn")
    assert book.row(number).closure_reason is ClosureReason.WITHDRAWN


def test_a_closed_complaint_is_rated_once(book, asked, mail):
    code = book.code(asked)
    book.clock.advance(days=3)
    book.sweep(asked, Action.CONFIRMATION_LAPSES)
    text = f"rating 2, code {code}, it took long"
    assert mail(letter(text, to=to(asked))).startswith("rated:")
    assert book.row(asked).rating == 2
    again = mail(letter(f"rating 5, code {code}", to=to(asked)))
    assert again.startswith("rated already")
