"""Bad input: one clear sentence for every wrong field, the exit code of design section 7."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Said, Shell
from filed import PDF

from dopcrm_tui.rules.complaint_number import make_number

WRONG = {
    "unknown PIN": ({"complainant": {"pin": "999999"}}, "complainant.pin", "999999"),
    "short mobile": ({"complainant": {"mobile": "98470"}}, "complainant.mobile", "mobile"),
    "article with a wrong check digit": (
        {"subject": {"article_number": "EM123456784IN"}},
        "subject.article_number",
        "check digit",
    ),
    "empty description": ({"description": "  "}, "description", "empty"),
    "description of 100,000 characters": (
        {"description": "x" * 100_000},
        "description",
        "95,000 characters too long",
    ),
    "future booking date": (
        {"subject": {"booking_date": "2090-01-01"}},
        "subject.booking_date",
        "has not come yet",
    ),
    "unknown field": ({"descripton": "The letter"}, "descripton", "not a field"),
    "PDF of 201 KB": ({"attachments": ["large.pdf"]}, "attachments.0", "201 KB"),
    "PNG named .pdf": ({"attachments": ["picture.pdf"]}, "attachments.0", "PNG"),
    "attachment that is not there": ({"attachments": ["none.pdf"]}, "attachments.0", "none.pdf"),
    "attachment that is a link": ({"attachments": ["link.pdf"]}, "attachments.0", "link.pdf"),
    "attachment that is a pipe": ({"attachments": ["pipe.pdf"]}, "attachments.0", "pipe.pdf"),
}


@pytest.fixture
def with_files(operator: Shell) -> Shell:
    """The operator, with files that cannot be attached."""
    _write(operator.home)
    return operator


def _write(folder: Path) -> None:
    (folder / "good.pdf").write_bytes(PDF)
    (folder / "large.pdf").write_bytes(PDF.ljust(201 * 1024))
    (folder / "picture.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    link, pipe = folder / "link.pdf", folder / "pipe.pdf"
    if not link.is_symlink():
        link.symlink_to(folder / "good.pdf")
    if not pipe.exists():
        os.mkfifo(pipe)


def _register(shell: Shell, form: dict, *options: str) -> Said:
    return shell.run(
        "complaint", "register", "--from", "-", "--json", *options, stdin=json.dumps(form)
    )


def _changed(form: dict, change: dict) -> dict:
    return {
        **form,
        **{
            name: {**form.get(name, {}), **value} if isinstance(value, dict) else value
            for name, value in change.items()
        },
    }


@pytest.mark.parametrize(("change", "field", "word"), WRONG.values(), ids=WRONG)
def test_a_wrong_field_is_named_and_nothing_is_registered(
    with_files: Shell, form: dict, change: dict, field: str, word: str
):
    before = with_files.ask("complaint", "list", "--count")
    said = _register(with_files, _changed(form, change))
    assert said.code == 7
    assert said.error["code"] == "invalid_input"
    assert list(said.error["fields"]) == [field]
    sentence = said.error["fields"][field]
    assert word in sentence
    assert (sentence[-1], sentence.count("\n")) == (".", 0)
    assert len(said.out) < 2_000
    assert with_files.ask("complaint", "list", "--count") == before


def test_all_wrong_fields_are_told_at_once_each_on_its_line(with_files: Shell, form: dict):
    wrong = _changed(
        form,
        {"complainant": {"mobile": "1"}, "attachments": ["large.pdf", "gone.pdf"], "grievance": ""},
    )
    (with_files.home / "wrong.json").write_text(json.dumps(wrong))
    said = with_files.run("complaint", "register", "--from", "wrong.json")
    named = [line.split(":")[0] for line in said.err.decode().splitlines()]
    assert said.code == 7
    assert sorted(named) == [
        "attachments.0",
        "attachments.1",
        "complainant.mobile",
        "grievance",
    ]
    assert said.out == b""


def test_a_warning_can_be_overridden(operator: Shell, form: dict):
    odd = _changed(form, {"subject": {"article_number": "EM123456784IN"}})
    said = _register(operator, odd, "--accept-warnings")
    assert said.code == 0
    assert "check digit" in said.document["warnings"]["subject.article_number"]


def test_checking_saves_nothing(operator: Shell, form: dict):
    before = operator.ask("complaint", "list", "--count")["count"]
    said = _register(operator, form, "--check")
    assert said.document["number"] is None
    assert said.document["office"] == "682001001"
    assert operator.ask("complaint", "list", "--count")["count"] == before


@pytest.mark.parametrize(
    ("text", "word"),
    [("{", "JSON"), ("[" * 100_000, "JSON"), ('{"grievance": 1}\n{', "line 2"), (b"\xff", "UTF-8")],
)
def test_what_is_no_json_is_said_so(operator: Shell, text: str | bytes, word: str):
    said = operator.run("complaint", "register", "--from", "-", "--json", stdin=text)
    assert said.code == 7
    assert word in str(said.error["fields"])


def test_numbers_are_told_apart_by_what_is_wrong_with_them(operator: Shell):
    number = make_number(2026, 12, 999_999)
    slipped = number[:-1] + str((int(number[-1]) + 1) % 10)
    unknown = operator.run("complaint", "show", number, "--json")
    mistyped = operator.run("complaint", "show", slipped, "--json")
    assert (unknown.code, unknown.error["code"]) == (5, "not_found")
    assert (mistyped.code, mistyped.error["code"]) == (7, "invalid_input")
    assert "check digit" in mistyped.error["fields"]["number"]


def test_an_office_outside_the_jurisdiction_is_not_shown(operator: Shell):
    said = operator.run("complaint", "list", "--office", "560005001", "--json")
    assert (said.code, said.error["code"]) == (4, "not_permitted")


def test_a_closed_complaint_is_worked_no_more(
    people: Callable[[str], Shell], operator: Shell, form: dict
):
    number = _register(operator, form).document["number"]
    people("division_supervisor").ask(
        *("complaint", "close-by-direction", number),
        *("--reference", "PG/12-3", "--reason", "Claim settled"),
    )
    said = operator.run("complaint", "transfer", number, "--to", "682024001", "--reason", "No")
    assert said.code == 6
    assert said.err.decode().count("\n") == 1
    assert b"Closed" in said.err


def test_a_wrong_line_is_a_usage_error_also_as_json(operator: Shell):
    for words in (
        ["complaint", "shw"],
        ["complaint", "show"],
        ["complaint", "list", "--limit", "0"],
    ):
        said = operator.run(*words, "--json")
        assert (said.code, said.error["code"]) == (2, "usage")
    assert operator.run("complaint", "list", "--quue", "mine").code == 2


def test_a_place_in_a_list_is_not_guessed(operator: Shell):
    for cursor in ("x", "MjAyNg", "////"):
        said = operator.run("complaint", "list", "--after", cursor, "--json")
        assert (said.code, list(said.error["fields"])) == (7, ["after"])
