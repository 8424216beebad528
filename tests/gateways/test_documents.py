"""A report as PDF: every row, headings on each page, no sign that is a mark of its own."""

import sys
from hashlib import sha256

import pytest
from pypdf import PdfReader

from dopcrm_tui.gateways import documents
from dopcrm_tui.gateways.documents import MISSING, Section
from dopcrm_tui.gateways.sheets import Written
from dopcrm_tui.rules.refusals import InvalidInput

ROWS = [[f"Office {place:04}", str(place), "<b>&"] for place in range(120)]


def text_of(file):
    return [page.extract_text() for page in PdfReader(file).pages]


def test_every_row_is_there_with_headings_on_each_page(tmp_path):
    file = tmp_path / "r.pdf"
    section = Section("Pending", "Open <now> & late", ("Office", "Open", "Mark"), ROWS)
    written = documents.write(file, "Report", ["Kerala Circle", "as of now"], [section])
    pages = text_of(file)
    assert len(pages) > 2
    assert all("Mark" in page for page in pages)
    assert all(f"page {number}" in page for number, page in enumerate(pages, start=1))
    assert all(any(row[0] in page for page in pages) for row in ROWS)
    assert "Open <now> & late" in pages[0]
    assert "<b>&" in pages[0]
    said = "\n".join("\x1f".join(row) for row in ROWS) + "\n"
    assert written == Written(120, sha256(said.encode()).hexdigest())
    assert f"rows 120, sha256 {written.sha256}" in pages[-1]


def test_a_sign_that_the_font_has_not_is_a_question_mark(tmp_path):
    documents.write(tmp_path / "r.pdf", "पत्र", [], [Section("A", "", ("B",), [["कोच्चि"]])])
    assert "?" in text_of(tmp_path / "r.pdf")[0]


def test_a_file_that_is_there_or_cannot_be_is_told(tmp_path):
    (tmp_path / "there.pdf").write_text("mine")
    for name in ("there.pdf", "r.txt", "nowhere/r.pdf"):
        with pytest.raises(InvalidInput):
            documents.write(tmp_path / name, "R", [], [])
    assert (tmp_path / "there.pdf").read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 1


def test_without_the_package_it_is_said_which(tmp_path, monkeypatch):
    for name in [each for each in sys.modules if each.split(".")[0] == "reportlab"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "reportlab", None)
    with pytest.raises(InvalidInput) as refused:
        documents.write(tmp_path / "r.pdf", "R", [], [])
    assert refused.value.fields == {"file": MISSING}
