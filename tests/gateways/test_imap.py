"""A mailbox over a real IMAP dialogue: read on, nothing marked, nothing taken away."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from imap_server import PASSWORD, USER, flags, open_mailbox, put

from dopcrm_tui.gateways.channel import DoorShut
from dopcrm_tui.gateways.imap import LARGEST, ImapDoor


@pytest.fixture(scope="module")
def port():
    with open_mailbox() as port:
        yield port


def door(port, **changes):
    set_up = {"host": "127.0.0.1", "port": port, "security": "none", "user": USER}
    return ImapDoor(**{**set_up, "password": PASSWORD, "timeout": 5.0, **changes})


def letter(identity, text="ACCEPT 123456", **headers):
    message = EmailMessage()
    message["From"] = "Ravi <ravi@example.in>"
    message["Message-ID"] = f"<{identity}@example.in>"
    for name, value in headers.items():
        message[name] = value
    message.set_content(text)
    return message.as_bytes()


def newest(port):
    """How far the mailbox has been read when all of it was."""
    return [each.cursor for each in door(port).read(None)][-1]


def test_a_letter_comes_whole_and_with_the_time_the_mailbox_had_it(port):
    cursor = newest(port)
    put(port, letter("one", "स्वीकार 123456"))
    (arrived,) = door(port).read(cursor)
    assert arrived.reference == "one@example.in"
    assert arrived.sender == "Ravi <ravi@example.in>"
    assert abs(arrived.received_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert letter("one", "स्वीकार 123456").split() == arrived.content.split()


def test_it_is_read_on_and_nothing_is_marked_or_taken_away(port):
    cursor = newest(port)
    put(port, letter("two"), letter("three"))
    before = flags(port)
    read = list(door(port).read(cursor))
    assert [one.reference for one in read] == ["two@example.in", "three@example.in"]
    assert flags(port) == before
    assert not list(door(port).read(read[-1].cursor))


def test_a_mailbox_that_was_made_anew_is_read_from_the_beginning(port):
    assert len(list(door(port).read("1:999999"))) == len(list(door(port).read(None)))


def test_a_letter_without_an_id_is_known_by_its_content(port):
    cursor = newest(port)
    put(port, b"From: ravi@example.in\r\n\r\nACCEPT\r\n")
    (arrived,) = door(port).read(cursor)
    assert arrived.reference.startswith("sha256-")


def test_of_a_huge_letter_only_the_headers_come_and_it_says_so(port):
    cursor = newest(port)
    put(port, letter("huge", "x\n" * (LARGEST // 2 + 1)))
    (arrived,) = door(port).read(cursor)
    assert arrived.content.startswith(b"X-Dopcrm-Cut: ")
    assert len(arrived.content) < 10_000
    assert arrived.reference == "huge@example.in"


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"folder": "Nowhere"}, {"port": 1}])
def test_a_mailbox_that_cannot_be_read_is_a_shut_door(port, wrong):
    with pytest.raises(DoorShut, match="The mailbox"):
        list(door(**{"port": port, **wrong}).read(None))


def test_a_mailbox_elsewhere_is_never_read_in_the_clear():
    with pytest.raises(DoorShut):
        list(door(1, host="mail.example.in").read(None))
