"""Backup and restore by command: as an administrator of the machine does it."""

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import Shell
from filed import file_complaint
from post_office import PASSWORD

from dopcrm_tui.desk import Desk


@pytest.fixture
def shell(store, tmp_path, staff, clock, random) -> Shell:
    """A shell at a store with three complaints."""
    desk = Desk.over(store, clock=clock, chance=random)
    for _ in range(3):
        file_complaint(desk, staff["operator"])
    store.close()
    return Shell(store.engine.url.render_as_string(hide_password=False), tmp_path)


@pytest.fixture
def new(tmp_path) -> Shell:
    """A shell at a store that is not there yet."""
    home = tmp_path / "new"
    home.mkdir()
    return Shell(f"sqlite:///{home / 'office.db'}", home)


def test_a_sealed_backup_comes_back(shell: Shell, new: Shell, tmp_path: Path):
    file, key = tmp_path / "monday", tmp_path / "key"
    public = shell.ask("backup-key", key)["public_key"]
    told = shell.ask("backup", file, "--for", public)
    assert (told["complaints"], told["sealed"]) == (3, True)
    assert key.stat().st_mode & 0o777 == file.stat().st_mode & 0o777 == 0o600
    assert new.run("restore", file).code == 7
    checked = shell.run("backup-check", file, "--key", key)
    assert (checked.code, checked.err) == (0, b"")
    assert "It is whole." in checked.text
    assert new.ask("restore", file, "--key", key)["complaints"] == 3
    new.log_in("10000011", PASSWORD)
    assert new.run("audit", "verify").code == 0
    again = new.run("restore", file, "--key", key, "--json")
    assert again.code == 8
    assert "is in use" in again.error["message"]


def test_a_damaged_backup_is_refused_and_nothing_is_made(shell: Shell, new: Shell, tmp_path: Path):
    file = tmp_path / "monday"
    shell.ask("backup", file)
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE complaint SET complainant_name = 'Nobody'")
    connection.close()
    for command in ("restore", "backup-check"):
        said = new.run(command, file, "--json")
        assert said.code == 8
        assert "is damaged" in said.error["message"]
    assert not (new.home / "office.db").exists()


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("backup", "{folder}/none/x"), 7, "cannot be made"),
        (("backup", "{folder}"), 7, "is there already"),
        (("backup", "{folder}/x", "--for", "me"), 7, "begins with age1"),
        (("backup-check", "{folder}/none"), 7, "There is no backup at"),
        (("restore", "{folder}"), 7, "There is no backup at"),
        (("backup-key", "{folder}"), 7, "cannot be made"),
    ],
)
def test_what_cannot_be_is_one_sentence(shell: Shell, tmp_path: Path, words, code, sentence):
    said = shell.run(*(word.format(folder=tmp_path) for word in words), "--json")
    assert said.code == code
    assert sentence in str(said.error)
    assert b"Traceback" not in said.err


@pytest.mark.parametrize("moment", [0.2, 0.5, 0.8])
def test_a_restore_that_is_killed_leaves_all_or_nothing(
    shell: Shell, new: Shell, tmp_path: Path, moment: float
):
    file, key = tmp_path / "monday", tmp_path / "key"
    public = shell.ask("backup-key", key)["public_key"]
    shell.ask("backup", file, "--for", public)
    argv = [sys.executable, "-m", "dopcrm_tui", "restore", str(file), "--key", str(key)]
    whole = _seconds(argv, shell, tmp_path)
    place = new.home / "office.db"
    killed = subprocess.Popen(argv, env=new.environment(), cwd=new.home, stderr=subprocess.DEVNULL)
    time.sleep(whole * moment)  # the moment is the point: nothing is waited for
    killed.kill()
    killed.wait()
    if not place.exists():
        assert new.ask("restore", file, "--key", key)["complaints"] == 3
        assert [each.name for each in new.home.glob(".dopcrm-restore-*")] == []
    new.log_in("10000011", PASSWORD)
    assert new.run("audit", "verify").code == 0


def _seconds(argv: list[str], shell: Shell, folder: Path) -> float:
    """How long it takes where nobody kills it."""
    environment = {**shell.environment(), "DOPCRM_STORE": f"sqlite:///{folder / 'unhurried.db'}"}
    begun = time.monotonic()
    subprocess.run(argv, env=environment, cwd=folder, check=True, capture_output=True)
    return time.monotonic() - begun
