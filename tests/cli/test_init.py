"""Making a store from nothing, and running the same command again."""

from pathlib import Path

import pytest
from command_line import Shell
from post_office import PASSWORD

INIT = ("init", "--admin", "10000001", "--password-stdin")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(f"sqlite:///{tmp_path / 'office' / 'dopcrm.db'}", tmp_path)


def test_init_makes_a_store_of_all_offices_and_may_be_run_again(shell: Shell):
    made = shell.ask(*INIT, stdin=f"{PASSWORD}\n")
    assert made["administrator"] == "10000001"
    again = shell.run(*INIT, "--json", stdin=f"{PASSWORD}\n")
    assert (again.code, again.document["administrator"]) == (0, None)
    assert b"already" in again.err
    assert again.document["revision"] == made["revision"]
    shell.enrol("10000001", PASSWORD)
    assert shell.ask("office", "list", "--pin", "744301")["offices"]  # Car Nicobar
    assert shell.ask("office", "list")["offices"][0]["code"] == "IN"


def test_a_weak_password_is_refused_before_anything_is_made(shell: Shell):
    said = shell.run(*INIT, "--json", stdin="password\n")
    assert (said.code, list(said.error["fields"])) == (7, ["password"])
    assert not Path(shell.store.removeprefix("sqlite:///")).exists()
