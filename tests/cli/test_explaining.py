"""Explaining a due date and checking the store, by command, whatever time zone the host is in."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest
from command_line import Shell
from sqlalchemy import make_url

from dopcrm_tui.rules.complaint_number import show_number

ZONES = ("UTC", "America/New_York", "Pacific/Kiritimati")


@pytest.fixture
def number(operator: Shell, form: dict) -> str:
    """A complaint that was sent on and asked about."""
    document = operator.ask("complaint", "register", "--from", "-", stdin=json.dumps(form))
    operator.ask(
        *("complaint", "seek-information", document["number"]),
        *("--text", "Which counter?", "--on-silence", "close"),
    )
    return document["number"]


def test_the_account_of_a_due_date_is_a_table(operator: Shell, number: str):
    said = operator.run("complaint", "show", number, "--why-due")
    lines = said.text.splitlines()
    assert said.code == 0
    assert lines[0].startswith(show_number(number))
    assert lines[2].split() == ["At", "What", "Counts", "Due"]
    assert "Registered: a limit of 30 d (rule R30, Order on mail" in lines[3]
    assert "+30 d" in lines[3]
    assert "Information sought: the clock stands still" in lines[5]
    assert "The department's limit stands still" in said.text


def test_the_account_is_a_document_for_programs(operator: Shell, number: str):
    account = operator.ask("complaint", "show", number, "--why-due")
    first = account["lines"][0]
    assert account["number"] == number
    assert account["agrees"]
    assert (first["alarm"], first["change"], first["rule"]) == ("resolve", "P30D", "R30")
    assert first["key"] == "resolve_limit_mail"
    assert account["alarms"]["resolve"]["due_at"] is None
    assert account["alarms"]["resolve"]["remaining"].startswith("P29DT23H59M")


@pytest.mark.parametrize("words", [(), ("--json",)], ids=["for people", "for programs"])
def test_the_hosts_time_zone_changes_no_byte(operator: Shell, number: str, words: tuple[str, ...]):
    said = {
        replace(operator, more={"TZ": zone})
        .start("complaint", "show", number, "--why-due", *words)
        .out
        for zone in ZONES
    }
    assert len(said) == 1
    assert b"Registered: a limit of 30 d" in said.pop()


def test_who_may_not_see_a_complaint_gets_no_account(people: Callable[[str], Shell], number: str):
    said = people("far_operator").run("complaint", "show", number, "--why-due", "--json")
    assert (said.code, said.error["code"]) == (5, "not_found")


@pytest.mark.usefixtures("number")
def test_an_auditor_is_told_that_all_is_as_written(people: Callable[[str], Shell]):
    said = people("auditor").run("audit", "verify")
    assert said.code == 0
    assert said.text.endswith(": all is as it was written.\n")
    assert said.err == b"", "no progress where nobody looks on"
    document = people("administrator").ask("audit", "verify")
    assert document["clean"]
    assert (document["findings"], document["first"], document["listed"]) == (0, None, [])


@pytest.mark.usefixtures("number")
def test_an_operator_may_not_check(operator: Shell, stranger: Shell):
    said = operator.run("audit", "verify", "--json")
    assert (said.code, said.error["code"]) == (4, "not_permitted")
    assert stranger.run("audit", "verify").code == 3


def test_what_was_changed_is_named_and_the_rest_counted(
    people: Callable[[str], Shell], operator: Shell, number: str
):
    file = make_url(operator.store).database
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DROP TRIGGER event_no_update")
        connection.execute(
            "UPDATE event SET actor_id = 1 WHERE sequence = 2 AND complaint_id ="
            " (SELECT id FROM complaint WHERE number = ?)",
            (number,),
        )
        connection.execute("UPDATE queue_count SET count = count + 1 WHERE queue = 'waiting'")
    said = people("auditor").run("audit", "verify")
    assert said.code == 1
    found = next(line for line in said.text.splitlines() if show_number(number) in line)
    assert found.split(maxsplit=2) == [
        show_number(number),
        "2",
        "The entry is not as it was written.",
    ]
    assert "Besides this one there are 2 more" in said.text
    document = people("auditor").run("audit", "verify", "--json").document
    assert not document["clean"]
    assert document["first"] == document["listed"][0]
    assert document["first"]["sequence"] == 2
    assert document["findings"] == len(document["listed"]) == 3
