"""Correcting a customer's number from the shell, as a process."""

import json

import pytest
from command_line import Shell


@pytest.fixture
def number(operator: Shell, form: dict) -> str:
    return operator.ask("complaint", "register", "--from", "-", stdin=json.dumps(form))["number"]


def test_what_waits_goes_to_the_new_number_and_the_history_keeps_it_masked(
    operator: Shell, number: str
):
    operator.ask("complaint", "seek-confirmation", number, "--text", "Delivered.")
    said = operator.start(
        *("complaint", "correct-contact", number, "--mobile", "+91 91234 56780"),
        *("--email", "meera@example.in", "--reason", "Spoke to her on her land line", "--json"),
    )
    assert said.code == 0, said.err
    done = said.document
    assert (done["action"], done["state"]) == ("correct_contact", "confirmation_sought")
    assert done["note"] == "The question goes there now."
    shown = operator.ask("complaint", "show", number)
    assert shown["complainant"]["mobile"] == "91xxxxxx80"
    told = shown["events"][-1]["data"]
    assert (told["from_mobile"], told["to_mobile"]) == ("98xxxxxx45", "91xxxxxx80")
    assert (told["from_email"], told["to_email"]) == ("", "mxxx@example.in")
    assert "mobile: 98xxxxxx45 → 91xxxxxx80" in operator.run("complaint", "history", number).text
    notices = operator.ask("notice", "list", "--number", number)["notices"]
    assert {(each["channel"], each["address"]) for each in notices} == {
        ("sms", "9123456780"),
        ("email", "meera@example.in"),
    }


def test_people_read_what_becomes_of_the_question(operator: Shell, number: str):
    operator.ask("complaint", "seek-confirmation", number, "--text", "Delivered.")
    said = operator.run(
        *("complaint", "correct-contact", number, "--mobile", "9123456780"),
        *("--reason", "Spoke to her"),
    )
    assert said.code == 0
    assert "correct contact is done." in said.text
    assert said.text.endswith("The question goes there now.\n")


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ([], ["mobile", "reason"]),
        (["--mobile", "12", "--email", "x"], ["mobile", "email", "reason"]),
        (["--mobile", "98470 12345", "--reason", "Same"], ["mobile"]),
        (["--mobile", "9123456780", "--reason", "It is 9123456780"], ["reason"]),
    ],
)
def test_every_wrong_field_is_named(operator: Shell, number: str, words: list, fields: list):
    said = operator.run("complaint", "correct-contact", number, *words, "--json")
    assert (said.code, list(said.error["fields"])) == (7, fields)


def test_a_late_one_and_a_stranger_are_refused(people, operator: Shell, number: str):
    words = ("complaint", "correct-contact", number, "--mobile", "9123456780", "--reason", "Spoke")
    operator.ask("complaint", "remark", number, "--text", "Phoned.")
    assert operator.run(*words, "--if-version", "1").code == 6
    assert people("other_operator").run(*words).code == 5
    assert people("auditor").run(*words).code == 4
