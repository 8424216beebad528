"""The customer's answer by letter and SMS: recorded as at a counter, or told clearly why not."""

import json
from datetime import timedelta

import pytest
from casebook import PDF, PNG
from letters import NOTICE, bounced, letter, quoted
from sqlmodel import select

from data.catalogues.notice_texts import notice_text
from data.models import Attachment, InboundMessage, Notice, NoticeChannel, NoticeState
from dopcrm_tui.gateways.channel import Arrived
from dopcrm_tui.rules.complaint_number import make_number, show_number
from dopcrm_tui.rules.vocabulary import (
    Action,
    ClosureReason,
    DeadlineKind,
    Proof,
    Role,
    State,
    Task,
)
from dopcrm_tui.services import inbound

EMAIL, SMS = NoticeChannel.EMAIL, NoticeChannel.SMS
WINDOW = timedelta(hours=48)
RAVI, MOBILE = "ravi@example.in", "9876543210"
BIG = b"%PDF-1.4\n" + b"0" * 250_000 + b"\n%%EOF\n"


@pytest.fixture
def number(book):
    return book.register(complainant={"email": RAVI})


@pytest.fixture
def asked(book, number):
    """A complaint whose resolution was put to the customer; the notices have arrived."""
    book.seek(number)
    book.deliver()
    return number


@pytest.fixture
def mail(book):
    """Hand a letter in, and return its outcome."""

    def hand_in(content, sender=RAVI, at=None):
        arrived = Arrived("reference", sender, at or book.clock.now, content, "cursor")
        return book.desk.inbound.take_in(EMAIL, arrived).outcome

    return hand_in


@pytest.fixture
def sms(book):
    """Hand an SMS in, and return its outcome."""

    def hand_in(text, sender=f"+91{MOBILE}", id_="sms-1"):
        at = book.clock.now
        told = {"id": id_, "from": sender, "text": text, "received_at": at.isoformat()}
        arrived = Arrived(id_, sender, at, json.dumps(told).encode(), "cursor")
        return book.desk.inbound.take_in(SMS, arrived).outcome

    return hand_in


def kept(book):
    with book.desk.store.reading() as session:
        return session.exec(select(InboundMessage).order_by(InboundMessage.id)).all()


def replies(book, number):
    """The notices that tell the customer of a message."""
    wanted = {"not_understood", "answer_refused"}
    return [each for each in book.notices(number) if each.template in wanted]


def to(number):
    return f"care+{number}@desk.example"


def wrong_for(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


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


# What is not recorded, and why


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


@pytest.mark.parametrize("headers", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}])
def test_no_machine_answers_and_none_is_answered(book, asked, mail, headers):
    content = letter(f"ACCEPT {book.code(asked)}", to=to(asked), **headers)
    assert mail(content) == "automatic reply ignored"
    assert book.row(asked).state is State.CONFIRMATION_SOUGHT
    assert replies(book, asked) == []


# What comes enclosed


def papers_of(book, number):
    row = book.row(number)
    with book.desk.store.reading() as session:
        wanted = select(Attachment).where(Attachment.complaint_id == row.id)
        return sorted(session.exec(wanted).all(), key=lambda paper: paper.file_name)


def test_of_three_papers_the_one_too_big_is_named_and_the_answer_counts(book, asked, mail):
    papers = (("one.pdf", PDF), ("big.pdf", BIG), ("two.pdf", PDF))
    text = f"REJECT {book.code(asked)}. See the papers."
    outcome = mail(letter(text, to=to(asked), papers=papers))
    shown = show_number(asked)
    told = f"rejected: {shown}; attachment refused: big.pdf is 245 KB; the limit is 200 KB."
    assert outcome == told
    found = papers_of(book, asked)
    assert [(each.file_name, each.content) for each in found] == [
        ("one.pdf", PDF),
        ("two.pdf", PDF),
    ]
    assert {(each.added_by, each.signed_statement) for each in found} == {(None, False)}
    assert [each.action for each in book.events(asked)][-2:] == [Action.ATTACH, Action.REJECT]
    shown_to_clerk = book.desk.cases.show(book.staff["operator"], asked)
    assert len(shown_to_clerk.attachments) == 2


def test_what_is_no_paper_is_named_with_why(book, asked, mail):
    content = letter(f"ACCEPT {book.code(asked)}", to=to(asked), papers=(("seal.pdf", PNG),))
    outcome = mail(content)
    assert outcome.startswith("accepted")
    assert "attachment refused: seal.pdf is not a PDF: its content is PNG" in outcome


def test_a_signed_statement_without_a_code_waits_for_a_clerk(book, asked, mail):
    content = letter("I accept.", to=to(asked), papers=(("statement.pdf", PDF), ("big.pdf", BIG)))
    outcome = mail(content)
    assert outcome.startswith("needs a clerk")
    assert "statement.pdf" in outcome
    assert "big.pdf is 245 KB" in outcome
    assert book.row(asked).state is State.CONFIRMATION_SOUGHT
    assert [each.file_name for each in papers_of(book, asked)] == ["statement.pdf"]
    event = book.events(asked)[-1]
    assert (event.action, event.data["reason"]) == (Action.ATTACH, "I accept.")


def test_a_complaint_takes_ten_papers_from_customers_too(book, asked, mail):
    papers = tuple((f"{n}.pdf", PDF) for n in range(12))
    outcome = mail(letter("See these.", to=to(asked), papers=papers))
    assert len(papers_of(book, asked)) == 10
    assert outcome.count("A complaint takes 10 attachments.") == 2


def test_information_may_be_papers_alone(book, number, mail):
    code = book.ask(number)
    outcome = mail(letter(f"code {code}", to=to(number), papers=(("receipt.pdf", PDF),)))
    assert outcome.startswith("information given")
    assert book.events(number)[-1].data["text"] == "receipt.pdf"


# Bounces


def question_by_mail(book, number):
    return next(
        each for each in book.notices(number) if each.channel is EMAIL and "code" in each.variables
    )


def notice_now(book, notice):
    with book.desk.store.reading() as session:
        return session.get_one(Notice, notice.id)


def test_a_bounce_makes_its_notice_undeliverable(book, asked, mail):
    notice = question_by_mail(book, asked)
    outcome = mail(bounced(f"<dopcrm-{notice.id}@desk.example>"), sender="MAILER-DAEMON@mx.example")
    assert outcome == f"bounce: notice {notice.id} came back: smtp; 550 5.1.1 no such user"
    assert notice_now(book, notice).state is NoticeState.UNDELIVERABLE
    assert book.row(asked).task is None, "the SMS has arrived"
    assert replies(book, asked) == []


def test_where_no_notice_arrived_somebody_has_to_phone(book, number, mail):
    book.seek(number)
    book.deliver()
    with book.desk.store.writing() as session:
        sent = select(Notice).where(Notice.template == "confirmation_sought", Notice.channel == SMS)
        session.exec(sent).one().state = NoticeState.UNDELIVERABLE
    notice = question_by_mail(book, number)
    report = bounced(f"<dopcrm-{notice.id}@desk.example>")
    assert mail(report).startswith("bounce")
    assert mail(report).startswith("bounce")
    assert book.row(number).task is Task.PHONE_CUSTOMER
    assert DeadlineKind.CONFIRMATION not in book.facts(number).deadlines


def test_a_delay_changes_nothing(book, asked, mail):
    notice = question_by_mail(book, asked)
    outcome = mail(bounced(f"<dopcrm-{notice.id}@desk.example>", action="delayed"))
    assert "on its way still" in outcome
    assert notice_now(book, notice).state is NoticeState.DELIVERED


def test_a_bounce_of_nothing_of_ours_is_told_so(mail):
    assert mail(bounced("<dopcrm-12@desk.example>")) == "bounce: It is of no notice of ours."


# Kept once, and as it came


@pytest.mark.parametrize(
    "content",
    [
        b"From: a@example.in\r\nSubject: \xff\xfe\x80\r\n\r\n\xc3\x28 ACCEPT",
        "From: रवि <a@example.in>\r\nSubject: शिकायत\r\n\r\nस्वीकार".encode(),
        b"From: a@example.in\r\nSubject: x\0y\r\n\r\nACC\0EPT\0",
        b"From: a@example.in\r\n\r\n" + b"ACCEPT\xff\r\n" * 625_000,
        b"\0" * 1000,
        b"",
    ],
    ids=["broken UTF-8", "8-bit headers", "NUL", "5 MB", "no letter", "nothing"],
)
def test_the_original_is_kept_byte_for_byte(book, mail, content):
    assert mail(content, sender="\ud83d\0<a@example.in>" + "x" * 900).startswith("no complaint")
    (row,) = kept(book)
    assert row.content == content
    assert len(row.sender) == 254


def test_the_same_letter_twice_is_kept_once_and_answers_once(book, asked, mail):
    content = letter(f"REJECT {book.code(asked)}", to=to(asked))
    first, second = mail(content), mail(b"Received: by another door\r\n" + content)
    assert first == second == f"rejected: {show_number(asked)}"
    assert len(kept(book)) == 1
    assert [each.action for each in book.events(asked)].count(Action.REJECT) == 1


def test_keeping_says_whether_it_was_new(book, asked):
    arrived = Arrived("1", RAVI, book.clock.now, letter(f"ACCEPT {book.code(asked)}"), "c")
    door = book.desk.inbound
    assert [door.keep(EMAIL, arrived), door.keep(EMAIL, arrived)] == [True, False]
    assert book.row(asked).state is State.CONFIRMATION_SOUGHT, "keeping answers nothing"


def test_a_letter_and_an_sms_of_the_same_id_are_two(book):
    content = letter("ACCEPT", message_id="<one>")
    arrived = Arrived("one", RAVI, book.clock.now, content, "c")
    assert book.desk.inbound.keep(EMAIL, arrived)
    assert book.desk.inbound.keep(SMS, arrived)


def test_fresh_messages_are_worked_oldest_first_and_once(book, asked):
    door, code = book.desk.inbound, book.code(asked)
    for place, word in enumerate(("REJECT", "ACCEPT")):
        content = letter(f"{word} {code}", to=to(asked), message_id=f"<{place}@x>")
        door.keep(EMAIL, Arrived("", RAVI, book.clock.advance(seconds=1), content, "c"))
    assert (door.process(), door.process()) == (2, 0)
    assert [row.outcome.split(":")[0] for row in kept(book)] == ["rejected", "refused"]


def test_one_message_that_fails_does_not_stop_the_others(book, asked, monkeypatch, caplog):
    understand = inbound.understand

    def stumble(row):
        if b"<first>" in row.content:
            raise RuntimeError("a fault of ours")
        return understand(row)

    monkeypatch.setattr(inbound, "understand", stumble)
    for id_ in ("<first>", "<second>"):
        content = letter(f"REJECT {book.code(asked)}", to=to(asked), message_id=id_)
        book.desk.inbound.keep(EMAIL, Arrived("", RAVI, book.clock.advance(seconds=1), content, ""))
    assert book.desk.inbound.process() == 1
    assert "RuntimeError" in caplog.text
    assert "a fault of ours" not in caplog.text
    assert [row.outcome is None for row in kept(book)] == [True, False]
    monkeypatch.undo()
    assert book.desk.inbound.process() == 1
    assert kept(book)[0].outcome.startswith("refused")


def test_every_message_has_an_outcome_in_words(book, asked):
    contents = [letter("x"), bounced("<x>"), b"\xff", b"", letter("", to=to(asked))]
    for content in contents:
        book.desk.inbound.keep(EMAIL, Arrived("", RAVI, book.clock.now, content, ""))
    book.desk.inbound.process()
    assert all(row.outcome for row in kept(book))


# Who is told


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
