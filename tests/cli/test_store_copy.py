"""`dopcrm store copy`: every refusal a sentence, no password printed, killed and gone on with."""

import multiprocessing
import os
import random
import signal

import pytest
from command_line import Shell
from filed import file_complaint

from data.copying.copy import Copying
from data.database import Store
from dopcrm_tui.desk import Desk
from dopcrm_tui.services.clock import utc_now

pytestmark = pytest.mark.only_on("postgresql")
FRESH = multiprocessing.get_context("spawn")


@pytest.fixture
def shell(store, tmp_path, staff, clock, random):
    """A shell at a store with three complaints; the address of a new file is `shell.file`."""
    desk = Desk.over(store, clock=clock, chance=random)
    for _ in range(3):
        file_complaint(desk, staff["operator"])
    return Shell(store.engine.url.render_as_string(hide_password=False), tmp_path)


@pytest.fixture
def file(tmp_path):
    return f"sqlite:///{tmp_path / 'copy.db'}"


def test_it_is_copied_and_compared_and_says_what(shell, file):
    told = shell.ask("store", "copy", shell.store, file)
    assert told["tables"]["complaint"] == 3
    assert told["rows"] == sum(told["tables"].values())
    assert told["differing"] == {}
    again = shell.run("store", "copy", "--verify", shell.store, file)
    assert again.code == 0
    assert "rows are the same in both" in again.text
    assert again.err == b""


def test_where_they_differ_it_says_so_and_leaves_with_one(shell, file, store, staff, clock):
    shell.ask("store", "copy", shell.store, file)
    file_complaint(Desk.over(store, clock=clock), staff["operator"])
    said = shell.run("store", "copy", shell.store, file)
    assert said.code == 1
    assert "They are not the same: " in said.text


@pytest.mark.parametrize(
    ("source", "target", "sentence"),
    [
        ("{store}", "{store}", "FROM and TO are the same store."),
        ("{store}", "mysql://root:s3cret@h/d", "The store is named by sqlite:///"),
        ("sqlite:///{folder}/none.db", "{file}", "There is no store at"),
        ("{store}", "postgresql://me:s3cret@127.0.0.1:1/x", "does not answer"),
        ("{store}", "sqlite:////proc/copy.db", "/proc/copy.db cannot be made: "),
    ],
)
def test_what_cannot_be_is_one_sentence(shell, file, tmp_path, source, target, sentence):
    words = [one.format(store=shell.store, folder=tmp_path, file=file) for one in (source, target)]
    said = shell.run("store", "copy", *words, "--json")
    assert (said.code, said.error["code"]) == (8, "store_unavailable")
    assert sentence in said.error["message"]
    assert b"s3cret" not in said.out + said.err


def copy_slowly(source, target):
    """Copy, one row a page, so that there are moments to be killed at."""
    from data.copying import tables

    tables.pages.__kwdefaults__["size"] = tables.PAGE = 1
    Copying(Store.open(source), Store.open(target), utc_now()).run()


@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=pytest.mark.campaign)])
def test_killed_at_any_moment_the_same_command_goes_on(shell, file, tmp_path, kills):
    chance = random.Random(kills)
    for _ in range(kills):
        worker = FRESH.Process(target=copy_slowly, args=(shell.store, file))
        worker.start()
        worker.join(chance.uniform(0.8, 2.5))
        if worker.is_alive():
            os.kill(worker.pid, signal.SIGKILL)
        worker.join()
        if worker.exitcode == 0:
            os.unlink(tmp_path / "copy.db")
    told = shell.ask("store", "copy", shell.store, file)
    assert told["differing"] == {}
    Store.open(file).check()
