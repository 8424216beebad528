"""A store that cannot be used is refused with exit code 8 and the way out."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Shell


def _newer(file: Path) -> None:
    with sqlite3.connect(file) as store:
        store.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        store.execute("CREATE TABLE store_info (key TEXT PRIMARY KEY, value TEXT)")
        store.execute("INSERT INTO alembic_version VALUES ('9999')")
    store.close()


def _foreign(file: Path) -> None:
    with sqlite3.connect(file) as store:
        store.execute("CREATE TABLE recipes (name TEXT)")
    store.close()


def _text(file: Path) -> None:
    file.write_text("Dear diary, this is no database at all. " * 200)


def _nothing(file: Path) -> None:
    assert not file.exists()


@pytest.mark.parametrize(
    ("make", "word"),
    [(_newer, "newer"), (_foreign, "another program"), (_text, "not a store"), (_nothing, "init")],
)
def test_a_store_that_is_not_ours_is_left_alone(
    tmp_path: Path, make: Callable[[Path], None], word: str
):
    file = tmp_path / "dopcrm.db"
    make(file)
    before = file.read_bytes() if file.exists() else None
    shell = Shell(f"sqlite:///{file}", tmp_path)
    said = shell.run("complaint", "list", "--json")
    assert (said.code, said.error["code"]) == (8, "store_unavailable")
    assert word in said.error["message"]
    assert (file.read_bytes() if file.exists() else None) == before


def test_doctor_says_what_is_wrong_and_how_to_mend_it(tmp_path: Path):
    said = Shell(f"sqlite:///{tmp_path / 'none.db'}", tmp_path).run("doctor", "--json")
    assert said.code == 8
    assert not said.document["ok"]
    assert "dopcrm init" in said.document["checks"][0]["remedy"]


def test_doctor_finds_a_good_store_well(stranger: Shell):
    assert stranger.run("sweep").code == 0
    said = stranger.run("doctor")
    assert said.code == 0
    assert [line.split()[1] for line in said.text.splitlines()[1:]] == [
        *("store", "revision", "clock", "sweeper"),
        *("mail", "sms", "mailbox", "wording", "terminal", "encoding"),
    ]
    assert "last seen" in said.text


def test_a_store_may_be_named_before_or_behind_the_command(operator: Shell, tmp_path: Path):
    elsewhere = f"sqlite:///{tmp_path / 'none.db'}"
    assert operator.run("--store", elsewhere, "whoami").code == 8
    assert operator.run("whoami", "--store", elsewhere).code == 8
    assert operator.run("whoami").code == 0
