"""The head of the record is printed to be kept elsewhere, and the record held against it."""

from pathlib import Path

import pytest
from command_line import Shell
from filed import file_complaint
from past_the_program import unguarded
from post_office import PASSWORD, STAFF
from sqlalchemy import text

from dopcrm_tui.desk import Desk


@pytest.fixture
def desk(store, random):
    return Desk.over(store, chance=random)


@pytest.fixture
def shell(store, desk, staff, tmp_path):
    file_complaint(desk, staff["operator"])
    (tmp_path / "home").mkdir()
    shell = Shell(store.engine.url.render_as_string(hide_password=False), tmp_path / "home")
    shell.log_in(STAFF["auditor"][0], PASSWORD)
    return shell


@pytest.fixture
def kept(shell, tmp_path):
    """The head, as it was printed, among other words of a letter that was answered."""
    printed = shell.run("audit", "head").text
    file = tmp_path / "letter.txt"
    quoted = "".join(f"> {line}\n" for line in printed.splitlines())
    file.write_text(f"Dear colleague,\n\nplease keep this:\n\n{quoted}\nYours\n")
    return file


def test_a_record_that_goes_on_from_it_is_clean(shell, desk, staff, kept):
    file_complaint(desk, staff["operator"], article="EM123456799IN")
    told = shell.ask("audit", "verify", "--head", kept, "--json")
    assert told["clean"] is True


def test_a_record_that_was_cut_off_is_not(shell, store, kept):
    with unguarded(store) as connection:
        for table in ("sealed_tip", "seal"):
            connection.execute(text(f"DELETE FROM {table}"))
    said = shell.run("audit", "verify", "--head", kept)
    assert said.code == 1
    assert "This record is not the one of the head printed on" in said.text


def test_the_key_is_made_once_outside_the_store_for_its_owner_alone(shell, kept):
    first = shell.ask("audit", "head", "--json")
    assert shell.ask("audit", "head", "--json") == first
    key = Path(shell.environment()["XDG_STATE_HOME"]) / "dopcrm" / "head.key"
    assert key.stat().st_mode & 0o777 == 0o600
    told = shell.run("audit", "verify", "--head", kept, "--signed-by", first["key"])
    assert told.code == 0


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda letter: letter.replace("entries 1", "entries 2"), "does not fit the head"),
        (lambda letter: letter.replace("> seal 1\n", ""), "cut off"),
        (lambda letter: letter.replace("signature ", "signature 0"), "does not fit the head"),
        (lambda letter: letter.replace("key ", "key zz"), "does not fit the head"),
        (lambda letter: letter.replace("seal 1", "seal one"), "lines were changed"),
        (lambda letter: letter.replace("-----END DOPCRM HEAD-----", ""), "cut off"),
        (lambda _: "Nothing here.", "There is no head in"),
    ],
)
def test_a_head_that_cannot_be_believed_is_refused(harm, said, shell, kept):
    kept.write_text(harm(kept.read_text()))
    told = shell.run("audit", "verify", "--head", kept, "--json")
    assert told.code == 7
    assert said in told.error["fields"]["head"]


def test_a_head_signed_by_somebody_else_is_refused(shell, kept):
    told = shell.run("audit", "verify", "--head", kept, "--signed-by", "00" * 32, "--json")
    assert (told.code, "signed with another key" in told.error["fields"]["head"]) == (7, True)


def test_who_may_not_gets_none(shell):
    shell.log_in(STAFF["operator"][0], PASSWORD)
    assert shell.run("audit", "head").code == 4


def test_a_key_that_is_none_is_told_of(shell, tmp_path):
    (tmp_path / "key").write_text("no key")
    told = shell.run("audit", "head", "--key", tmp_path / "key", "--json")
    assert (told.code, "holds no key" in told.error["fields"]["key"]) == (7, True)
