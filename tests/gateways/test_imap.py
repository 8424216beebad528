"""A mailbox over a real IMAP dialogue: read on, nothing marked, nothing taken away."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from imap_server import PASSWORD, USER, flags, open_mailbox, put
from scripted_imap import SIZE, scripted_mailbox

from dopcrm_tui.gateways.channel import DoorShut
from dopcrm_tui.gateways.imap import LARGEST, ImapDoor
from dopcrm_tui.rules.inbound_mail import CUT, read_letter

LETTER = b"* 1 FETCH (UID 7 BODY[] {19}\r\nFrom: a@b.in\r\n\r\nyes)\r\nOK done\r\n"


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


def test_of_a_huge_letter_the_beginning_comes_with_the_answer_and_it_says_so(port):
    cursor = newest(port)
    mail = message_from_bytes(letter("huge"), policy=default)
    photo = b"\xff\xd8" + b"0" * 2 * LARGEST
    mail.add_attachment(photo, maintype="image", subtype="jpeg", filename="photo.jpg")
    put(port, mail.as_bytes())
    (arrived,) = door(port).read(cursor)
    assert arrived.content.startswith(CUT)
    assert LARGEST <= len(arrived.content) < LARGEST + 100
    assert arrived.reference == "huge@example.in"
    read = read_letter(arrived.content)
    assert read.written.strip() == "ACCEPT 123456"
    assert [(each.file_name, each.whole) for each in read.enclosures] == [("photo.jpg", False)]


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"folder": "Nowhere"}, {"port": 1}])
def test_a_mailbox_that_cannot_be_read_is_a_shut_door(port, wrong):
    with pytest.raises(DoorShut, match="The mailbox"):
        list(door(**{"port": port, **wrong}).read(None))


def test_a_mailbox_elsewhere_is_never_read_in_the_clear():
    with pytest.raises(DoorShut):
        list(door(1, host="mail.example.in").read(None))


def test_a_folder_may_have_a_blank_in_its_name():
    with scripted_mailbox({b"SEARCH": b"* SEARCH\r\nOK done\r\n"}) as (scripted, asked):
        assert not list(door(scripted, folder='Dak "in"').read(None))
    assert b'EXAMINE "Dak \\"in\\""' in asked


@pytest.mark.parametrize(
    "trouble",
    [
        {b"BODY": b"NO try again\r\n"},
        {b"SIZE": b"NO try again\r\n"},
        {b"SEARCH": b"NO try again\r\n"},
        {b"BODY": b""},
        {b"SEARCH": b"", b"LOGOUT": b""},
        {b"SIZE": b"* 1 FETCH (UID 7 RFC822.SIZE 40)\r\nOK done\r\n", b"BODY": LETTER},
    ],
)
def test_a_letter_that_cannot_be_fetched_now_is_not_passed_over(trouble):
    with scripted_mailbox(trouble) as (port, asked), pytest.raises(DoorShut):
        list(door(port).read(None))
    assert any(next(iter(trouble)) in each for each in asked)


@pytest.mark.parametrize("gone", [b"SIZE", b"BODY"])
def test_a_letter_taken_away_meanwhile_is_no_letter(gone):
    with scripted_mailbox({gone: b"OK done\r\n"}) as (port, _):
        assert list(door(port).read(None)) == []


def test_a_list_of_letters_may_come_in_parts():
    parts = {b"SEARCH": b"* SEARCH 9\r\n* SEARCH 7\r\nOK done\r\n", b"BODY": LETTER}
    with scripted_mailbox(parts) as (port, _):
        assert [each.cursor for each in door(port).read("5:6")] == ["5:7", "5:9"]


def test_no_more_of_a_huge_letter_is_asked_for():
    huge = SIZE.replace(b"SIZE 40", b"SIZE 9000000") + b"OK done\r\n"
    with scripted_mailbox({b"SIZE": huge, b"BODY": LETTER}) as (port, asked):
        (arrived,) = door(port).read(None)
    assert arrived.content.startswith(b"X-Dopcrm-Cut: 9000000\r\nFrom: a@b.in")
    assert b"UID FETCH 7 (BODY.PEEK[]<0.%d>)" % LARGEST in asked


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"password": "wrong"}, "refused the user or the password"),
        ({"folder": "Nowhere"}, "has no folder Nowhere"),
        ({"port": 1}, "cannot be reached: nobody answers at its port"),
    ],
)
def test_why_a_mailbox_is_shut_is_said(port, wrong, sentence):
    with pytest.raises(DoorShut, match=sentence) as shut:
        list(door(**{"port": port, **wrong}).read(None))
    assert "wrong" not in str(shut.value)
