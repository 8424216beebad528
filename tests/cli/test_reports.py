"""Reports by command: the figures of the screens, for people and for programs."""

import csv
import json
from hashlib import sha256

import pytest
from command_line import Shell
from filed import act, file_complaint
from post_office import PASSWORD, STAFF
from pypdf import PdfReader

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.vocabulary import Action


@pytest.fixture
def shell(store, clock, random, staff, tmp_path):
    desk = Desk.over(store, clock=clock, chance=random)
    first = file_complaint(desk, staff["operator"])
    file_complaint(desk, staff["operator"], mobile="9876543211", name="=1+1")
    act(desk, staff["operator"], first, Action.SEEK_CONFIRMATION, text="Delivered.")
    (tmp_path / "home").mkdir()
    return Shell(store.engine.url.render_as_string(hide_password=False), tmp_path / "home")


def test_reports_are_named(shell):
    shell.log_in(STAFF["operator"][0], PASSWORD)
    names = [each["name"] for each in shell.ask("report", "list")["reports"]]
    assert {"pending", "age", "external", "settled", "scorecard"} <= set(names)
    assert "workload" not in names
    shell.log_in(STAFF["office_supervisor"][0], PASSWORD)
    assert "workload" in shell.run("report", "list").text


def test_a_report_says_whose_it_is_and_adds_up(shell):
    shell.log_in(STAFF["division_supervisor"][0], PASSWORD)
    sheet = shell.ask("report", "pending")
    assert sheet["office"] == STAFF["division_supervisor"][3]
    assert sheet["total"] == {
        "Pending": 1,
        "Asked": 0,
        "External": 0,
        "Confirm": 1,
        "Open": 2,
        "Late": sheet["total"]["Late"],
    }
    [row] = sheet["rows"]
    assert (row["label"], row["figures"]) == ("Kochi", sheet["total"])
    text = shell.run("report", "pending").text
    assert "Ernakulam Division" in text
    assert text.splitlines()[-1].split()[0] == "Kochi"


def test_every_figure_is_listed(shell):
    shell.log_in(STAFF["division_supervisor"][0], PASSWORD)
    row = shell.ask("report", "pending")["rows"][0]["key"]
    for words in (("--list", "confirm"), ("--list", "Confirm", "--row", row)):
        found = shell.ask("report", "pending", *words)
        assert found["count"] == 1
        assert found["complaints"][0]["state"] == "confirmation_sought"
    assert shell.ask("report", "pending", "--list", "Open")["count"] == 2


def test_a_report_is_written_to_a_file(shell):
    shell.log_in(STAFF["operator"][0], PASSWORD)
    told = shell.ask("report", "pending", "--format", "csv", "--output", "r.csv")
    with (shell.home / "r.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.reader(handle))
    assert rows[0] == ["Unit", "Pending", "Asked", "External", "Confirm", "Open", "Late", "Key"]
    assert rows[1][:2] == ["Kochi", "1"]
    assert rows[-1][:4] == ["rows", "1", "sha256", told["sha256"]]
    told = shell.ask(
        "report", "pending", "--list", "Open", "--format", "xlsx", "--output", "open.xlsx"
    )
    assert told["rows"] == 2


@pytest.mark.parametrize(
    ("words", "code", "field"),
    [
        (("nonsense",), 5, None),
        (("pending", "--list", "Nonsense"), 7, "list"),
        (("pending", "--list", "Open", "--row", "Nonsense"), 5, None),
        (("pending", "--format", "csv"), 7, "output"),
        (("pending", "--output", "x.csv"), 7, "output"),
        (("pending", "--format", "xlsx", "--output", "x.csv"), 7, "output"),
        (("monthly", "--format", "csv", "--output", "x.csv"), 7, "output"),
        (("settled", "--month", "2026-13"), 7, "month"),
        (("settled", "--to", "2026-11-01"), 7, "from"),
        (("settled", "--from", "2026-11-02", "--to", "2026-11-01"), 7, "to"),
        (("pending", "--office", "560005001"), 4, None),
        (("pending", "--category", "Nonsense"), 7, "category"),
        (("workload", "--office", "KL"), 4, None),
    ],
)
def test_what_cannot_be_asked_is_said(shell, words, code, field):
    shell.log_in(STAFF["division_supervisor"][0], PASSWORD)
    said = shell.run("report", *words, "--json")
    assert said.code == code, said
    assert field is None or field in said.error["fields"]
    assert not list(shell.home.glob("*.csv"))


def test_a_policy_is_rehearsed_and_nothing_is_changed(shell):
    shell.log_in(STAFF["division_supervisor"][0], PASSWORD)
    before = shell.ask("policy", "show")
    told = shell.ask("policy", "rehearse", "resolve_limit_mail", "P1D")
    assert told["complaints"] == 2
    assert told["total"]["would_be"]["late"] == 1
    assert [each["office"] for each in told["offices"]] == ["Kochi"]
    text = shell.run("policy", "rehearse", "resolve_limit_mail", "P1D").text
    assert text.splitlines()[-1].split()[:2] == ["Kochi", str(told["total"]["was"]["late"])]
    assert shell.ask("policy", "show") == before
    assert shell.run("policy", "rehearse", "resolve_limit_mail", "soon").code == 7


def test_a_month_is_stated_as_one_pdf(shell):
    shell.log_in(STAFF["division_supervisor"][0], PASSWORD)
    told = shell.ask(
        "report", "monthly", "--month", "2026-11", "--format", "pdf", "--output", "november.pdf"
    )
    text = "\n".join(page.extract_text() for page in PdfReader(shell.home / told["file"]).pages)
    assert "Statement of complaints, 01-11-2026 to 30-11-2026" in text
    assert "Ernakulam Division" in text
    for title in ("Settled within limit", "Closures by reason", "Pending at external authorities"):
        assert title in text
    assert "Kochi" in text
    assert (shell.home / "november.pdf").stat().st_mode & 0o077 == 0
    again = shell.run("report", "pending", "--format", "pdf", "--output", "november.pdf", "--json")
    assert (again.code, set(again.error["fields"])) == (7, {"file"})


def test_a_list_is_written_as_pdf_with_its_count_and_checksum(shell):
    shell.log_in(STAFF["operator"][0], PASSWORD)
    words = ("report", "pending", "--list", "Open", "--format", "pdf", "--output", "open.pdf")
    told = shell.ask(*words)
    assert told["rows"] == 2
    text = "".join(page.extract_text() for page in PdfReader(shell.home / "open.pdf").pages)
    assert text.count("Speed Post Letters") == 2
    assert f"rows 2, sha256 {told['sha256']}" in text


def test_a_list_in_json_closes_with_its_count_and_checksum(shell):
    shell.log_in(STAFF["operator"][0], PASSWORD)
    said = shell.run("report", "pending", "--list", "Open", "--format", "json")
    lines = said.text.splitlines()
    items = [line.removesuffix(",") for line in lines[2:4]]
    digest = sha256("".join(f"{item}\n" for item in items).encode()).hexdigest()
    assert (said.document["count"], said.document["sha256"]) == (2, digest)
    assert [each["number"] for each in said.document["complaints"]] == [
        json.loads(item)["number"] for item in items
    ]
