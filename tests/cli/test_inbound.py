"""The mail system's door, and the inbox in which supervisors see what came by it."""

import json
import re

import pytest
from command_line import Shell
from hostile import LINE, escaped_from
from letters import bounced, letter

from dopcrm_tui.rules.complaint_number import show_number


@pytest.fixture
def number(operator: Shell, form: dict) -> str:
    registered = operator.ask("complaint", "register", "--from", "-", stdin=json.dumps(form))
    number = registered["number"]
    operator.ask("complaint", "seek-confirmation", number, "--text", "Delivered on 20 November.")
    return number


@pytest.fixture
def code(operator: Shell, number: str) -> str:
    texts = [each["text"] for each in operator.ask("notice", "list", "--number", number)["notices"]]
    return next(match[1] for each in texts if (match := re.search(r"code:? (\d{6})", each)))


def sms(text: str, id_: str = "1", **changes: str) -> str:
    told = {"id": id_, "from": "9847012345", "text": text, "received_at": "2026-11-23T04:30:00Z"}
    return json.dumps({**told, **changes})


def to(number: str) -> str:
    return f"care+{number}@desk.example"


def test_a_letter_from_a_pipe_answers_without_a_login(stranger: Shell, number: str, code: str):
    content = letter(f"ACCEPT {code}", to=to(number))
    said = stranger.run("inbound", "-", stdin=content)
    assert (said.code, said.text) == (0, f"accepted: {show_number(number)}\n")


def test_the_same_letter_has_the_same_outcome_and_acts_once(
    operator: Shell, stranger: Shell, number: str, code: str
):
    (stranger.home / "mail.eml").write_bytes(letter(f"REJECT {code}", to=to(number)))
    answers = [stranger.ask("inbound", "mail.eml") for _ in range(3)]
    assert answers[0]["outcome"] == "rejected"
    assert (answers[0]["number"], answers[0]["channel"]) == (number, "email")
    assert answers[0] == answers[1] == answers[2]
    events = operator.ask("complaint", "show", number)["events"]
    assert [each["action"] for each in events].count("reject") == 1


def test_an_sms_answers(stranger: Shell, number: str, code: str):
    document = stranger.run("inbound", "-", "--json", stdin=sms(f"REJECT {number} {code}", number))
    assert document.code == 0
    assert (document.document["outcome"], document.document["channel"]) == ("rejected", "sms")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (letter("ACCEPT 000000"), "no complaint named"),
        (letter("", subject="x"), "no complaint named"),
        (letter("x", Auto_Submitted="auto-replied"), "automatic reply ignored"),
        (bounced("<dopcrm-1@desk.example>"), "bounce"),
        (sms("hello", "no-complaint"), "no complaint named"),
    ],
)
def test_whatever_the_outcome_it_is_clear_and_the_command_succeeds(stranger, content, word):
    said = stranger.run("inbound", "-", "--json", stdin=content)
    assert (said.code, said.document["outcome"]) == (0, word)


@pytest.mark.parametrize(
    "content", ["", "Hello", "{}", "[1]", b"\xff\xfe\0", sms("x", received_at="now"), sms("x", "")]
)
def test_what_is_neither_a_letter_nor_an_sms_is_told_so(stranger: Shell, content):
    said = stranger.run("inbound", "-", "--json", stdin=content)
    assert (said.code, list(said.error["fields"])) == (7, ["message"])
    assert "neither an e-mail" in said.error["message"]


@pytest.mark.parametrize("path", ["no.eml", ".", "a\0b"])
def test_a_file_that_cannot_be_read_is_named(stranger: Shell, path):
    said = stranger.run("inbound", path, "--json")
    assert (said.code, list(said.error["fields"])) == (7, ["message"])


def test_supervisors_see_what_came_and_what_became_of_it(people, stranger, number, code):
    stranger.ask("inbound", "-", stdin=letter(f"Perhaps {code}", to=to(number)).decode())
    supervisor = people("division_supervisor")
    found = supervisor.ask("inbox", "list")["messages"]
    line = next(each for each in found if each["number"] == number)
    assert line["outcome"].startswith("not understood")
    shown = supervisor.ask("inbox", "show", line["id"])
    assert shown["text"].strip() == "Perhaps ••••••"
    assert code not in json.dumps(shown)
    said = supervisor.run("inbox", "show", line["id"])
    assert "Perhaps ••••••" in said.text
    assert show_number(number) in said.text
    assert all(each["number"] for each in found), "no messages about nothing, below the Directorate"


def test_others_do_not_see_it(people, stranger, number, code):
    stranger.ask("inbound", "-", stdin=letter(f"Maybe {code}", to=to(number)).decode())
    whole = people("directorate_supervisor").ask("inbox", "list", "--limit", "1000")["messages"]
    message = next(each for each in whole if each["number"] == number)
    for post in ("operator", "call_centre", "administrator"):
        assert people(post).run("inbox", "list").code == 4
        assert people(post).run("inbox", "show", message["id"]).code == 4
    assert stranger.run("inbox", "list").code == 3
    assert people("auditor").run("inbox", "show", message["id"]).code == 0
    missing = people("division_supervisor").run("inbox", "show", "12")
    assert missing.code == 5


def test_pages_of_the_inbox_follow_each_other(people, stranger):
    for place in range(3):
        stranger.ask("inbound", "-", stdin=letter("x", message_id=f"<page-{place}@x>").decode())
    supervisor = people("directorate_supervisor")
    whole = [each["id"] for each in supervisor.ask("inbox", "list")["messages"]]
    first = supervisor.ask("inbox", "list", "--limit", "2")
    second = supervisor.ask("inbox", "list", "--limit", "2", "--before", first["next"])
    assert [each["id"] for each in (*first["messages"], *second["messages"])] == whole[:4]


def test_hostile_letters_are_told_of_safely(people, stranger, number):
    hostile = LINE.replace("\n", " ")
    head = f"From: {hostile} <a{hostile}@example.in>\r\nTo: {to(number)}\r\nSubject: {hostile}\r\n"
    text = f"Message-ID: <hostile-{number}>\r\n\r\n{LINE} accept? {LINE}".encode()
    paper = letter("See.", to=to(number), papers=((f"{hostile}.pdf", b"%PDF-broken"),))
    for content in (head.encode() + text, paper):
        said = stranger.run("inbound", "-", stdin=content)
        assert said.code == 0
        assert escaped_from(said.out + said.err) == []
    supervisor = people("division_supervisor")
    for words in (
        ("list",),
        *(("show", each["id"]) for each in messages_about(supervisor, number)),
    ):
        said = supervisor.run("inbox", *words)
        assert said.code == 0
        assert escaped_from(said.out + said.err) == []


def messages_about(shell: Shell, number: str) -> list[dict]:
    found = shell.ask("inbox", "list")["messages"]
    about = [each for each in found if each["number"] == number]
    assert len(about) == 2
    return about
