"""Messages are kept once, as they came, and worked once."""

from datetime import UTC, datetime

import pytest
from letters import bounced, letter
from post_bag import EMAIL, RAVI, SMS, kept, to

from dopcrm_tui.gateways.channel import Arrived
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.vocabulary import (
    Action,
    State,
)
from dopcrm_tui.services import inbound


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
    assert book.desk.inbound.waiting_since() == kept(book)[0].received_at
    monkeypatch.undo()
    assert book.desk.inbound.process() == 1
    assert kept(book)[0].outcome.startswith("refused")


def test_who_is_asked_to_stop_stops_between_messages(book):
    for place in range(3):
        content = letter("x", message_id=f"<{place}@x>")
        book.desk.inbound.keep(EMAIL, Arrived("", RAVI, book.clock.now, content, ""))
    calm = iter([False, False, True, True])
    assert book.desk.inbound.process(stop=lambda: next(calm)) == 1
    assert book.desk.inbound.process() == 2
    assert book.desk.inbound.waiting_since() is None


def test_every_message_has_an_outcome_in_words(book, asked):
    contents = [letter("x"), bounced("<x>"), b"\xff", b"", letter("", to=to(asked))]
    for content in contents:
        book.desk.inbound.keep(EMAIL, Arrived("", RAVI, book.clock.now, content, ""))
    book.desk.inbound.process()
    assert all(row.outcome for row in kept(book))


def test_a_reply_that_is_no_sms_is_kept_and_not_readable(book):
    arrived = Arrived("sha256-1", "", datetime.max.replace(tzinfo=UTC), b'{"id": "2"}', "2")
    worked = book.desk.inbound.take_in(SMS, arrived)
    assert worked.outcome.startswith("not readable: ")
    (message,) = kept(book)
    assert (message.content, message.received_at) == (b'{"id": "2"}', book.clock.now)
