"""What people read: plain text in which nothing of the data acts on a terminal."""

import json
import re

import pytest
from casebook import Casebook
from command_line import Shell

from dopcrm_tui.cli import case_text
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.vocabulary import Queue

HOSTILE = "Meera\x1b]0;owned\x07\x1b[2J\u009b31m\u202egnp.exe\u2066[bold red]x[/] :bomb:\r\x7f"
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def number(people) -> str:
    """A complaint in whose every text field somebody tried something."""
    shell = people("operator")
    form = {
        "grievance": "101",
        "complainant": {"name": HOSTILE, "mobile": "9847012345", "address": HOSTILE},
        "subject": {
            "article_number": "EM123456785IN",
            "booking_date": "2026-11-01",
            "booking_office": "682001001",
            "sender": HOSTILE,
        },
        "against_office": "682001001",
        "external_reference": HOSTILE[:50],
        "description": HOSTILE,
    }
    registered = shell.ask("complaint", "register", "--from", "-", stdin=json.dumps(form))["number"]
    shell.ask("complaint", "remark", registered, "--text", HOSTILE.replace("\x00", ""))
    return registered


def test_nothing_hostile_reaches_a_pipe(operator: Shell, number: str):
    for words in (
        ["complaint", "list"],
        ["complaint", "show", number],
        ["complaint", "history", number],
        ["complaint", "search", "Meera"],
        ["notice", "list"],
        ["slip", number],
        ["complaint", "take", HOSTILE, number],
        ["office", "show", HOSTILE],
        [HOSTILE],
        ["complaint", "list", "--queue", HOSTILE],
    ):
        for more in ([], ["--json"]):
            said = operator.run(*words, *more)
            assert not ACTING.search(said.out.decode()), words
            assert not ACTING.search(said.err.decode()), words
            assert said.out + said.err


def test_what_was_typed_is_kept_whole_in_json(operator: Shell, number: str):
    shown = operator.ask("complaint", "show", number)
    assert shown["complainant"]["name"] == HOSTILE.replace("\r", " ").replace("\n", " ").strip()


def test_markup_of_data_is_text(operator: Shell, number: str):
    assert "[bold red]x[/] :bomb:" in operator.run("complaint", "show", number).text


def test_people_read_numbers_with_hyphens_and_labels(operator: Shell, number: str):
    lines = operator.run("complaint", "list").text.splitlines()
    assert lines[0].split()[:2] == ["Number", "Due"]
    assert lines[1].startswith(show_number(number))
    assert "Pending for Resolution" in lines[1]
    assert all(line == line.rstrip() for line in lines)


def test_an_empty_list_says_so(operator: Shell):
    said = operator.run("complaint", "list", "--queue", "closed")
    assert said.text == "Closed: no complaint.\n"
    assert operator.ask("complaint", "list", "--queue", "closed") == {
        "complaints": [],
        "next": None,
    }


def test_the_slip_tells_the_customer_what_to_quote(operator: Shell, number: str):
    slip = operator.run("slip", number, "--format", "text").text
    assert show_number(number) in slip
    assert "EM123456785IN" in slip
    assert "9847012345" not in slip


def test_personal_numbers_are_shown_when_asked_for(operator: Shell, number: str):
    assert "9847012345" not in operator.run("complaint", "show", number).text
    assert "9847012345" in operator.run("complaint", "show", number, "--reveal").text


def test_the_taxonomy_names_code_fields_and_limit(operator: Shell):
    rows = {each["code"]: each for each in operator.ask("taxonomy", "list")["grievances"]}
    assert rows["101"]["limit"] == "P30D"
    assert "article_number" in rows["101"]["fields"]
    schema = operator.ask("complaint", "form", "101")
    assert schema["properties"]["grievance"]["const"] == "101"
    assert "article_number" in schema["properties"]["subject"]["required"]
    assert operator.run("complaint", "form", "000").code == 5


def test_a_list_tells_what_is_to_be_done(store, staff, clock):
    book = Casebook(Desk.over(store, clock=clock), staff, clock)
    number = book.register()
    book.seek(number)
    book.lose(number)
    page = book.desk.queues.page(staff["operator"], Queue.PENDING)
    (row,) = case_text.page(page, none="").lines
    assert "phone customer" in row
