"""Tables for other programs: whole, typed, and no text in them is a formula."""

import csv
from datetime import UTC, date, datetime
from hashlib import sha256

import openpyxl
import pytest

from dopcrm_tui.gateways import sheets
from dopcrm_tui.rules.refusals import InvalidInput

FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "|calc",
    "%0A=1",
    " =1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "＋1+1",
    "－1",
    "＠SUM(A1)",
    '=HYPERLINK("http://x/","Click")',
    "=cmd|' /C calc'!A0",
    "{=1+1}",
]
PLAIN = [
    "Ravi Kumar",
    "12 MG Road",
    "O'Brien",
    "पत्र",
    "a=b",
    "2612-000001-7",
    "1e5",
    "",
    "http://x/",
]
ROWS = [[text, 7, None, date(2026, 11, 23)] for text in FORMULAS + PLAIN]


@pytest.fixture(params=["csv", "xlsx"])
def file(request, tmp_path):
    return tmp_path / f"table.{request.param}"


def read(file):
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as handle:
            return [row[0] for row in csv.reader(handle)][1:-1]
    sheet = openpyxl.load_workbook(file).active
    assert sheet.freeze_panes == "A2"
    cells = [row[0] for row in sheet.iter_rows(min_row=2)][:-1]
    assert {cell.data_type for cell in cells} <= {"s", "n"}, "none is a formula"
    assert [cell for cell in cells if cell.hyperlink] == []
    return [cell.value or "" for cell in cells]


def test_every_text_is_there_and_none_is_a_formula(file):
    assert sheets.write(file, ["A", "B", "C", "D"], ROWS).rows == len(ROWS)
    found = read(file)
    assert [text.removeprefix("'") for text in found][-len(PLAIN) :] == PLAIN
    if file.suffix == ".csv":
        begins = [text.lstrip("\u200b\ufeff \t\r\n")[:1] for text in found]
        assert not set(begins) & set("=+-@|%＝＋－＠")


def test_numbers_and_days_stay_what_they_are(tmp_path):
    moment = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
    sheets.write(tmp_path / "t.xlsx", ["n", "day", "at"], [[-5, date(2026, 11, 23), moment]])
    row = next(openpyxl.load_workbook(tmp_path / "t.xlsx").active.iter_rows(min_row=2))
    assert [cell.value for cell in row][:3] == [
        -5,
        datetime(2026, 11, 23),  # noqa: DTZ001  a sheet knows no zone
        datetime(2026, 11, 23, 10),  # noqa: DTZ001
    ]
    sheets.write(tmp_path / "t.csv", ["n", "day", "at"], [[-5, date(2026, 11, 23), moment]])
    assert (tmp_path / "t.csv").read_text("utf-8-sig").splitlines()[1] == (
        '-5,"2026-11-23","2026-11-23 10:00"'
    )


def test_a_file_that_is_there_or_has_another_name_is_left_alone(tmp_path):
    (tmp_path / "there.csv").write_text("mine")
    for name in ("there.csv", "table.ods"):
        with pytest.raises(InvalidInput):
            sheets.write(tmp_path / name, ["A"], [["x"]])
    assert (tmp_path / "there.csv").read_text() == "mine"


def test_a_table_that_breaks_off_leaves_nothing(file):
    def rows():
        yield ["one"]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        sheets.write(file, ["A"], rows())
    assert list(file.parent.iterdir()) == []


def test_it_is_for_its_owners_eyes(file):
    sheets.write(file, ["A"], [["x"]])
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.office
def test_a_real_spreadsheet_takes_none_for_a_formula(file, tmp_path):
    """LibreOffice opens it, and says of each cell what it makes of it."""
    import subprocess

    sheets.write(file, ["A", "B", "C", "D"], ROWS)
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "fods", "--outdir", str(tmp_path / "o"), file],
        check=True,
        capture_output=True,
        timeout=120,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    opened = (tmp_path / "o" / f"{file.stem}.fods").read_text()
    assert "Ravi Kumar" in opened
    assert "table:formula" not in opened
    assert "xlink:href" not in opened


def test_the_last_line_tells_how_many_rows_there_are_and_what_they_say(file):
    written = sheets.write(file, ["A", "B"], [["Ravi", 1], ["=1+1", None]])
    expected = sha256(b"Ravi\x1f1\n=1+1\x1fNone\n").hexdigest()
    assert (written.rows, written.sha256) == (2, expected)
    if file.suffix == ".csv":
        assert file.read_text("utf-8-sig").splitlines()[-1] == f'"rows",2,"sha256","{expected}"'
    else:
        last = list(openpyxl.load_workbook(file).active.values)[-1]
        assert last == ("rows", 2, "sha256", expected)


def test_an_export_that_is_stopped_leaves_no_file(file):
    def rows():
        yield ["Ravi"]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sheets.write(file, ["A"], rows())
    assert list(file.parent.iterdir()) == []
