"""What is not recorded as an answer: each message is told clearly why not."""

from datetime import timedelta

import pytest
from letters import NOTICE, letter, quoted
from post_bag import EMAIL, RAVI, kept, replies, to, wrong_for

from data.catalogues.notice_texts import notice_text
from dopcrm_tui.rules.complaint_number import make_number, show_number
from dopcrm_tui.rules.vocabulary import (
    Action,
    State,
)

WINDOW = timedelta(hours=48)


def test_a_wrong_code_is_counted_and_told(book, asked, mail):
    text = f"ACCEPT {wrong_for(book.code(asked))}"
    told = f"wrong code: That is not the response code of {show_number(asked)}; 4 tries are left."
    assert mail(letter(text, to=to(asked))) == told
    assert book.row(asked).state is State.CONFIRMATION_SOUGHT
    (reply,) = replies(book, asked)
    assert (reply.channel, reply.address) == (EMAIL, RAVI)


def test_after_five_wrong_codes_even_the_right_one_is_locked(book, asked, mail):
    for place in range(5):
        text = f"ACCEPT {wrong_for(book.code(asked))}"
        assert mail(letter(text, to=to(asked), message_id=f"<{place}@x>")).startswith("wrong code")
    assert mail(letter(f"ACCEPT {book.code(asked)}", to=to(asked))).startswith("code locked")
    assert book.row(asked).state is State.CONFIRMATION_SOUGHT


def test_the_code_of_another_complaint_opens_nothing(book, asked, mail):
    other = book.register()
    code = book.seek(other)
    assert mail(letter(f"ACCEPT {code}", to=to(asked))).startswith("wrong code")
    assert {book.row(each).state for each in (asked, other)} == {State.CONFIRMATION_SOUGHT}


def test_the_code_of_an_earlier_question_opens_nothing(book, asked, mail):
    first = book.code(asked)
    book.answer(asked, Action.ASK_CLARIFICATION, code=first, reason="Who signed?")
    book.clock.advance(minutes=1)
    book.seek(asked)
    assert mail(letter(f"ACCEPT {first}", to=to(asked))).startswith("wrong code")


def test_an_answer_counts_by_when_it_came(book, asked, mail):
    """However late it is worked, until the complaint has been closed."""
    in_time = book.clock.now + WINDOW - timedelta(seconds=1)
    book.clock.now += WINDOW + timedelta(hours=3)
    outcome = mail(letter(f"ACCEPT {book.code(asked)}", to=to(asked)), at=in_time)
    assert outcome.startswith("accepted")


def test_an_answer_at_the_very_end_is_late(book, asked, mail):
    book.clock.now += WINDOW
    outcome = mail(letter(f"ACCEPT {book.code(asked)}", to=to(asked)))
    told = f"late: The time to answer on {show_number(asked)} was over at 25-11-2026 10:00."
    assert outcome == told
    assert book.row(asked).state is State.CONFIRMATION_SOUGHT


def test_no_message_is_from_the_future(book, asked, mail):
    code = book.code(asked)
    mail(letter(f"ACCEPT {code}", to=to(asked)), at=book.clock.now + timedelta(days=9))
    assert kept(book)[0].received_at == book.clock.now


def test_an_answer_to_a_closed_complaint_is_told_so(book, asked, mail):
    code = book.code(asked)
    book.answer(asked, Action.ACCEPT, code=code)
    outcome = mail(letter(f"REJECT {code}", to=to(asked)))
    assert outcome.startswith("closed already")
    assert len(replies(book, asked)) == 1
    assert mail(letter("REJECT", to=to(asked))).startswith("closed already")
    assert len(replies(book, asked)) == 1, "without the code nothing is told"


def test_an_answer_to_what_was_not_asked_is_refused(book, number, mail):
    assert mail(letter("ACCEPT 123456", to=to(number))).startswith("refused: No response code")
    assert book.row(number).state is State.PENDING


@pytest.mark.parametrize(
    "text",
    ["I do not accept this. {code}", "accept or reject? {code}", "Thank you. {code}", "{code}"],
)
def test_what_is_not_clear_is_not_guessed_and_asked_again(book, asked, mail, text):
    outcome = mail(letter(text.format(code=book.code(asked)), to=to(asked)))
    assert outcome.startswith("not understood")
    assert book.row(asked).state is State.CONFIRMATION_SOUGHT
    assert [each.template for each in replies(book, asked)] == ["not_understood"]


def test_an_answer_without_a_code_is_none(book, asked, mail):
    assert mail(letter("ACCEPT", to=to(asked))).startswith("no code")
    assert book.row(asked).state is State.CONFIRMATION_SOUGHT


@pytest.mark.parametrize("text", ["", " \n\n", "{quoted}"])
def test_an_empty_reply_is_told_so(book, asked, mail, text):
    notice = NOTICE.format(number=show_number(asked), code=book.code(asked))
    outcome = mail(letter(text.format(quoted=quoted(notice)), to=to(asked)))
    assert outcome.startswith("empty")
    assert book.row(asked).state is State.CONFIRMATION_SOUGHT


@pytest.mark.parametrize(
    "subject", ["Hello", "2612-000001-1", show_number(make_number(2026, 7, 9999))]
)
def test_a_letter_that_names_no_complaint_is_told_so(mail, subject):
    assert mail(letter("ACCEPT 123456", subject=subject)).startswith("no complaint named")


def test_a_letter_is_known_by_the_notice_it_replies_to(book, asked, mail):
    notice = next(each for each in book.notices(asked) if each.channel is EMAIL)
    thread = f"<dopcrm-{notice.id}@desk.example>"
    text = f"ACCEPT {book.code(asked)}"
    assert mail(letter(text, In_Reply_To=thread)).startswith("accepted")


def test_our_question_sent_back_without_a_mark_is_no_answer(book, number, mail):
    book.ask(number)
    sent = next(each for each in book.notices(number) if "code" in each.variables)
    text = notice_text(sent.template, "en", sent.variables)
    assert mail(letter(text.replace(" ", "\n", 9), to=to(number))).startswith("empty")
    assert book.row(number).state is State.INFO_SOUGHT
    assert mail(letter(f"Counter 3.\n{text}", to=to(number))).startswith("information given")


@pytest.mark.parametrize("headers", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}])
def test_no_machine_answers_and_none_is_answered(book, asked, mail, headers):
    content = letter(f"ACCEPT {book.code(asked)}", to=to(asked), **headers)
    assert mail(content) == "automatic reply ignored"
    assert book.row(asked).state is State.CONFIRMATION_SOUGHT
    assert replies(book, asked) == []
