"""Who is told what became of a message, and where."""

from datetime import timedelta

from letters import letter
from post_bag import MOBILE, RAVI, SMS, replies, to

from data.catalogues.notice_texts import notice_text

WINDOW = timedelta(hours=48)


def test_a_stranger_brings_the_customer_no_notice_and_learns_nothing(book, asked, mail):
    assert mail(letter("ACCEPT 000000", to=to(asked)), sender="x@evil.example").startswith("wrong")
    assert mail(letter("hello", to=to(asked)), sender="x@evil.example").startswith("not understood")
    assert replies(book, asked) == []


def test_with_the_right_code_the_customer_is_told_at_their_own_address(book, asked, mail):
    book.clock.now += WINDOW
    mail(letter(f"ACCEPT {book.code(asked)}", to=to(asked)), sender="wife@example.in")
    (reply,) = replies(book, asked)
    assert reply.address == RAVI
    assert "the time to answer was over" in notice_text(reply.template, "en", reply.variables)


def test_who_wrote_an_sms_is_answered_by_sms(book, asked, sms):
    sms(f"hello {asked}")
    sms(f"hello {asked}")
    (reply,) = replies(book, asked)
    assert (reply.channel, reply.address) == (SMS, MOBILE)


def test_a_customer_is_told_in_their_language(book, mail):
    number = book.register(complainant={"email": RAVI, "language": "hi"})
    book.seek(number)
    mail(letter("स्वीकार", to=to(number)))
    (reply,) = replies(book, number)
    assert "उत्तर कोड नहीं है" in notice_text(reply.template, reply.language, reply.variables)
