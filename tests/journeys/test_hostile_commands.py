"""A store in which every text is an attack: no command lets one reach a terminal or a pipe."""

import json
import re
import sys

import pytest
from hostile import (
    JOINED,
    LINE,
    LONG,
    OFFICE,
    OPERATOR,
    PIN,
    SHORT,
    Besieged,
    escaped_from,
    readable,
)
from pty_terminal import ROOT, PtyTerminal

COMMANDS = ROOT / "tests" / "support" / "commands_at_terminal.py"

READING = (
    ("whoami",),
    ("complaint", "show", "PENDING"),
    ("complaint", "show", "CLOSED"),
    ("complaint", "show", "FORCED"),
    ("complaint", "history", "PENDING"),
    ("complaint", "history", "FORCED"),
    ("complaint", "list"),
    ("complaint", "list", "--queue", "closed"),
    ("complaint", "search", "9876543210"),
    ("notice", "list"),
    ("notice", "list", "--number", "CLOSED"),
    ("slip", "PENDING"),
    ("slip", "FORCED"),
    ("office", "show", OFFICE),
    ("office", "list", "--pin", PIN),
    ("office", "list", "--search", "Zeta"),
    ("complaint", "take", "PENDING"),
    ("complaint", "release", "PENDING"),
)
"""Commands that print texts of the store."""

SAYING = {
    ("complaint", "transfer", "PENDING", "--to", OFFICE, "--reason", LONG): 7,
    ("complaint", "remark", "PENDING", "--if-version", "1", "--text", LONG): 6,
    ("complaint", "attach", "PENDING", "--file", f"/no/{LINE}"): 7,
    ("complaint", "register", "--from", f"/no/{LINE}"): 7,
    ("complaint", "search", LINE): 0,
    ("complaint", "show", LINE): 7,
    ("complaint", "list", "--office", LINE): 5,
    ("complaint", "list", "--category", LINE): 7,
    ("complaint", "list", "--after", LINE): 7,
    ("complaint", "list", "--queue", LINE): 2,
    ("complaint", "list", f"--{LINE}"): 2,
    ("office", "show", LINE): 5,
    (LINE,): 2,
    ("--store", f"sqlite:////no/{LINE}", "whoami"): 8,
}
"""Commands that say an attack again, and the exit code of each."""


@pytest.fixture(scope="module")
def commands(besieged: Besieged) -> dict[tuple[str, ...], int]:
    """Every command line above with the numbers in it, and its exit code."""
    numbers = {"PENDING": besieged.pending, "CLOSED": besieged.closed, "FORCED": besieged.forced}
    lines = {**dict.fromkeys(READING, 0), **SAYING}
    return {tuple(numbers.get(word, word) for word in line): lines[line] for line in lines}


def test_no_command_lets_an_attack_through_at_a_terminal(at, commands, tmp_path):
    lines, codes = tmp_path / "lines", tmp_path / "codes"
    lines.write_text(json.dumps(list(commands)))
    argv = [sys.executable, str(COMMANDS), str(lines), str(codes)]
    with PtyTerminal(argv, env=at(OPERATOR).environment()) as terminal:
        terminal.wait_for_bytes(b"all ended", 60)
        assert terminal.exit_status() == 0
        assert escaped_from(bytes(terminal.raw)) == []
    assert dict(zip(commands, json.loads(codes.read_text()), strict=True)) == commands


def test_no_command_lets_an_attack_through_into_a_pipe(at, commands):
    ended = {}
    for words in commands:
        said = at(OPERATOR).run(*words)
        ended[words] = said.code
        assert escaped_from(said.out + said.err) == [], words
    assert ended == commands


def test_what_is_harmless_in_an_attack_is_printed_to_the_last_character(at, besieged):
    shown = at(OPERATOR).run("complaint", "show", besieged.pending).text
    for field in ("Name", "Sender", "Addressee", "Contents", "Paper"):
        line = next(line for line in shown.splitlines() if f" {field}^[]0;" in line)
        assert pieces_missing(LINE, line) == [], field
    for field in ("Address", "Description"):
        assert pieces_missing(LONG, shown[shown.index(f" {field}^[]0;") :]) == [], field
    assert pieces_missing(SHORT, shown) == []
    history = at(OPERATOR).run("complaint", "history", besieged.pending).text
    assert pieces_missing(LONG, history) == []
    assert JOINED in shown


def pieces_missing(attack: str, shown: str) -> list[str]:
    return [piece for piece in readable(attack) if piece.strip() not in shown]


def test_json_is_plain_ascii_and_gives_back_what_was_written(at, besieged):
    for words in (("show", besieged.pending), ("history", besieged.forced), ("list",)):
        said = at(OPERATOR).run("complaint", *words, "--json")
        assert (said.code, said.err) == (0, b"")
        assert re.fullmatch(rb"[\n -~]+", said.out)
    document = at(OPERATOR).ask("complaint", "show", besieged.pending)
    assert document["complainant"]["name"] == f"Name{LINE}"
    assert document["external_reference"] == f"Ref{SHORT}"
    assert document["description"].replace("\n", "") == f"Description{LONG}".replace("\r", "")
    wrong = at(OPERATOR).run("complaint", "show", LINE, "--json")
    assert (wrong.code, wrong.error["code"]) == (7, "invalid_input")


def test_a_store_with_bytes_that_are_no_text_is_told_of_in_one_sentence(at, besieged):
    with besieged.store.engine.begin() as raw:
        broken = "UPDATE complaint SET description = CAST(X'ff1b5b324a' AS TEXT) WHERE number = ?"
        raw.exec_driver_sql(broken, (besieged.forced,))
    said = at(OPERATOR).run("complaint", "show", besieged.forced)
    assert (said.code, said.out) == (8, b"")
    assert said.err.count(b"\n") == 1
    assert escaped_from(said.err) == []
