"""A queue as a table: all of it, masked, with its count, as far as the actor sees."""

import csv

import openpyxl
import pytest
from command_line import Shell
from filed import file_complaint
from post_office import PASSWORD, STAFF

from dopcrm_tui.cli import exporting
from dopcrm_tui.desk import Desk

NAMES = ["=1+1", "Ravi Kumar", "-2", "@x"]


@pytest.fixture
def shell(store, clock, random, staff, tmp_path):
    desk = Desk.over(store, clock=clock, chance=random)
    for name in NAMES:
        file_complaint(desk, staff["operator"], name=name)
    (tmp_path / "home").mkdir()
    return Shell(store.engine.url.render_as_string(hide_password=False), tmp_path / "home")


def test_all_of_it_is_there_masked_and_without_a_formula(shell):
    shell.log_in(STAFF["operator"][0], PASSWORD)
    for name in ("queue.csv", "queue.xlsx"):
        told = shell.ask("complaint", "export", name)
        assert (told["file"], told["rows"]) == (name, len(NAMES))
    with (shell.home / "queue.csv").open(encoding="utf-8-sig", newline="") as handle:
        *rows, last = csv.DictReader(handle)
    assert list(last.values())[:4] == ["rows", str(len(NAMES)), "sha256", told["sha256"]]
    assert sorted(row["Complainant"] for row in rows) == sorted(
        ["'=1+1", "Ravi Kumar", "'-2", "'@x"]
    )
    assert {row["Mobile"] for row in rows} == {"98xxxxxx10"}
    sheet = openpyxl.load_workbook(shell.home / "queue.xlsx").active
    assert [cell.value for cell in sheet[1]] == list(exporting.HEADINGS)
    assert sheet.max_row == len(NAMES) + 2
    assert {cell.data_type for cell in sheet["J"][:-1]} == {"s"}


def test_who_sees_nothing_exports_nothing(shell):
    shell.log_in(STAFF["far_operator"][0], PASSWORD)
    assert shell.ask("complaint", "export", "q.csv")["rows"] == 0
    shell.log_in(STAFF["administrator"][0], PASSWORD)
    assert shell.run("complaint", "export", "r.csv").code == 4
    assert not (shell.home / "r.csv").exists()
    shell.log_in(STAFF["auditor"][0], PASSWORD)
    assert shell.ask("complaint", "export", "s.csv")["rows"] == len(NAMES)


def test_a_name_that_cannot_be_is_told(shell):
    shell.log_in(STAFF["operator"][0], PASSWORD)
    for name in ("queue.ods", "nowhere/queue.csv"):
        said = shell.run("complaint", "export", name, "--json")
        assert (said.code, set(said.error["fields"])) == (7, {"file"})
