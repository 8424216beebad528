"""Working complaints from the shell: every action, one number or many."""

import json
from collections.abc import Callable

import pytest
from command_line import Shell
from filed import PDF

from dopcrm_tui.rules.complaint_number import show_number


def _register(shell: Shell, *forms: dict) -> list[str]:
    lines = "\n".join(json.dumps(form) for form in forms)
    document = shell.ask("complaint", "register", "--from", "-", stdin=lines)
    return [each["number"] for each in document.get("complaints", [document])]


@pytest.fixture
def number(operator: Shell, form: dict) -> str:
    return _register(operator, form)[0]


def test_each_of_many_succeeds_or_is_refused_by_itself(operator: Shell, form: dict):
    first, second = _register(operator, form, form)
    said = operator.run("complaint", "take", first, "26129999990", show_number(second), "--json")
    answers = said.document["complaints"]
    assert [each.get("state") for each in answers] == ["pending", None, "pending"]
    assert answers[1]["error"]["code"] == "invalid_input"
    assert said.code == 7
    again = operator.run("complaint", "release", first, second)
    assert again.code == 0
    assert [line.split(":")[0] for line in again.text.splitlines()] == [
        show_number(first),
        show_number(second),
    ]


def test_many_forms_are_registered_line_by_line(operator: Shell, form: dict):
    lines = f"{json.dumps(form)}\n\n{json.dumps({**form, 'grievance': '000'})}\n"
    said = operator.run("complaint", "register", "--from", "-", "--json", stdin=lines)
    good, bad = said.document["complaints"]
    assert good["state"] == "pending"
    assert (bad["line"], list(bad["error"]["fields"])) == (2, ["grievance"])
    assert said.code == 7


def test_a_form_sent_twice_with_a_key_is_one_complaint(operator: Shell, form: dict):
    words = ("complaint", "register", "--from", "-", "--idempotency-key", "counter-1")
    numbers = {operator.ask(*words, stdin=json.dumps(form))["number"] for _ in range(2)}
    assert len(numbers) == 1
    other = operator.run(*words, "--json", stdin=json.dumps({**form, "description": "Other"}))
    assert (other.code, other.error["code"]) == (6, "conflict")


def test_who_saw_an_older_version_is_told_what_happened(operator: Shell, number: str):
    operator.ask("complaint", "remark", number, "--text", "Asked the beat postman.")
    late = operator.run("complaint", "take", number, "--if-version", "1", "--json")
    assert (late.code, late.error["code"]) == (6, "conflict")
    assert "10000002" in late.error["message"]
    assert late.error["fields"]["words"].startswith("“Asked the beat postman.”, by 10000002 at ")
    told = operator.run("complaint", "take", number, "--if-version", "1")
    assert told.code == 6
    assert [late.error["message"], f"words: {late.error['fields']['words']}"] == [
        line for line in told.err.decode().splitlines() if line
    ]


def test_an_article_goes_to_customs_and_comes_back(operator: Shell, number: str):
    act = ("complaint",)
    referred = operator.ask(
        *act, "refer", number, "--authority", "customs", "--reference", "FPO/77"
    )
    assert referred["state"] == "external"
    operator.ask(*act, "external-update", number, "--text", "Customs has it.")
    operator.ask(
        *act, "interim-reply", number, "--reason", "At customs", "--expected-by", "2090-01-01"
    )
    back = operator.ask(*act, "external-return", number, "--text", "Released.")
    assert back["state"] == "pending"


def test_a_question_is_answered_with_a_signed_statement(operator: Shell, number: str):
    (operator.home / "letter.pdf").write_bytes(PDF)
    asked = operator.ask(
        *("complaint", "seek-information", number),
        *("--text", "Which counter?", "--on-silence", "close"),
    )
    assert asked["state"] == "info_sought"
    unproved = operator.run("complaint", "respond", number, "--answer", "information", "--json")
    assert (unproved.code, list(unproved.error["fields"])) == (7, ["code"])
    answered = operator.ask(
        *("complaint", "respond", number, "--answer", "information", "--text", "Counter 3."),
        *("--signed-statement", "letter.pdf"),
    )
    assert answered["state"] == "pending"
    kept = operator.ask("complaint", "show", number)["attachments"]
    assert [(paper["file_name"], paper["signed_statement"]) for paper in kept] == [
        ("letter.pdf", True)
    ]


def test_it_goes_up_is_directed_closed_and_reopened(
    people: Callable[[str], Shell], operator: Shell, number: str
):
    division = people("division_supervisor")
    raised = operator.ask("complaint", "escalate", number, "--reason", "Needs the division")
    assert raised["escalation_level"] == 1
    assert [
        each["number"]
        for each in division.ask("complaint", "list", "--queue", "escalated")["complaints"]
    ].count(number) == 1
    assert division.ask("complaint", "show", number)["handler"] == "KL-D18"
    division.ask("complaint", "direct", number, "--text", "Search bag 14.")
    closed = division.ask(
        *("complaint", "close-by-direction", number),
        *("--reference", "PG/12-3", "--reason", "Settled"),
    )
    assert closed["state"] == "closed"
    shown = division.ask("complaint", "show", number)
    assert shown["closure"]["reason"] == "directed"
    reopened = division.ask("complaint", "reopen", number, "--reason", "Improper closure")
    assert reopened["state"] == "pending"


def test_a_paper_is_attached(operator: Shell, number: str):
    (operator.home / "receipt.pdf").write_bytes(PDF)
    done = operator.ask("complaint", "attach", number, "--file", "receipt.pdf")
    assert done["action"] == "attach"
    missing = operator.run("complaint", "attach", number, "--file", "no.pdf", "--json")
    assert (missing.code, list(missing.error["fields"])) == (7, ["attachments.0"])


def test_what_is_missing_is_named(operator: Shell, number: str):
    for words, field in (
        (["remark"], "text"),
        (["transfer", "--reason", "There"], "target"),
        (["transfer", "--to", "682024001"], "reason"),
        (["refer", "--reference", "FPO/77"], "authority"),
        (["interim-reply", "--reason", "At sea", "--expected-by", "soon"], "expected_by"),
    ):
        said = operator.run("complaint", words[0], number, *words[1:], "--json")
        assert (said.code, list(said.error["fields"])) == (7, [field])


def test_a_list_goes_on_where_the_page_before_ended(operator: Shell, form: dict):
    _register(operator, form, form, form)
    whole = operator.ask("complaint", "list")["complaints"]
    seen, cursor = [], None
    while True:
        page = operator.ask(
            *("complaint", "list", "--limit", max(1, len(whole) // 2)),
            *(("--after", cursor) if cursor else ()),
        )
        seen += page["complaints"]
        cursor = page["next"]
        if cursor is None:
            break
    assert [each["number"] for each in seen] == [each["number"] for each in whole]
    assert operator.ask("complaint", "list", "--count")["count"] == len(whole)


def test_a_complaint_is_found_by_article_and_by_number(operator: Shell, form: dict):
    number = _register(
        operator, {**form, "subject": {**form["subject"], "article_number": "RR473124829GB"}}
    )[0]
    for text in ("RR 473124829 GB", show_number(number)):
        found = operator.ask("complaint", "search", text)["complaints"]
        assert [each["number"] for each in found] == [number]
