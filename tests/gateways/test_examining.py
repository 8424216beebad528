"""A stranger's file is opened elsewhere: what it does there harms nobody, and is told."""

import subprocess
import sys

import pytest
import strange_files as made

from dopcrm_tui.gateways import examining, opened_file
from dopcrm_tui.gateways.examining import Examiner

BAD = {
    "a script": (made.with_script, "holds a program that runs when it is opened"),
    "a script among compressed objects": (made.hidden_script, "holds a program"),
    "a program to be started": (made.with_launch, "holds a program"),
    "a file inside": (made.with_file, "holds other files"),
    "a password": (made.locked, "is locked with a password"),
    "a bomb": (made.swelling, "would swell to more than 64 MB"),
    "a bomb in a bomb": (lambda: made.swelling(2), "would swell"),
    "a bomb in three": (lambda: made.swelling(3), "would swell"),
    "no page": (lambda: made.assembled((b"<< /Type /Catalog >>",)), "it is damaged"),
    "a circle": (made.endless, ""),
    "nothing of a PDF but its ends": (lambda: b"%PDF-1.4\n%%EOF\n", "it is damaged"),
    "a form that is a program": (
        lambda: made.assembled(
            (
                b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /XFA (<x/>) >> >>",
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
            )
        ),
        "holds a program",
    ),
}


@pytest.mark.parametrize(("make", "said"), BAD.values(), ids=BAD)
def test_what_a_pdf_should_not_have_is_told(make, said):
    content = make()
    assert len(content) <= 204_800, "it would not even be looked at"
    with pytest.raises(ValueError, match=r"^letter.pdf ") as refused:
        Examiner().examine(content, "pdf", "letter.pdf")
    assert said in str(refused.value)


GOOD = {
    "a letter": (lambda: made.PDF, "pdf"),
    "one of 200 KB": (lambda: made.padded_pdf(204_800), "pdf"),
    "one that names a web page": (
        lambda: made.assembled(
            (
                b"<< /Type /Catalog /Pages 2 0 R /OpenAction [3 0 R /Fit] >>",
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Annots [ << /Type /Annot"
                b" /Subtype /Link /Rect [0 0 1 1] /A << /S /URI /URI (https://x) >> >> ] >>",
            )
        ),
        "pdf",
    ),
    "a picture": (made.jpeg, "jpeg"),
    "a large picture": (lambda: made.jpeg(4_000, 5_000), "jpeg"),
}


@pytest.mark.parametrize(("make", "kind"), GOOD.values(), ids=GOOD)
def test_what_customers_bring_is_good(make, kind):
    Examiner().examine(make(), kind, "letter")


def test_a_picture_that_cannot_be_drawn_is_damaged():
    whole = made.jpeg(40, 40)
    tables = whole.index(b"\xff\xc4")
    with pytest.raises(ValueError, match="it is damaged"):
        Examiner().examine(
            whole[: tables + 5] + b"\xee" * 16 + whole[tables + 21 :], "jpeg", "photo.jpg"
        )


def test_what_breaks_its_reader_is_told_and_forgotten_by_no_other(monkeypatch):
    monkeypatch.setattr(examining, "PATIENCE", 0.0)
    examiner = Examiner()
    with pytest.raises(ValueError, match="takes too long, or too much memory"):
        examiner.examine(made.PDF, "pdf", "letter.pdf")
    monkeypatch.undo()
    Examiner().examine(made.PDF, "pdf", "letter.pdf")


HARM = {
    "takes all memory": "bytearray(1 << 30)",
    "never ends": "exec('while True: pass')",
    "writes a file": "open('harm.txt', 'w').write('x' * 10)",
    "breaks off": "os.abort()",
    "says something else": "print('all is well')",
    "ends as it likes": "sys.exit(3)",
}


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM)
def test_a_parser_that_was_taken_over_is_bound(harm, tmp_path):
    """The bounds hold whatever runs behind them, and what it says is not what is asked for."""
    script = tmp_path / "harm.py"
    script.write_text(
        "import os, sys\n"
        "from dopcrm_tui.gateways import opened_file as o\n"
        "o.CPU_SECONDS = 1\n"
        f"o.LOOKS = {{'pdf': lambda content: {harm} or o.GOOD}}\n"
        "o.main()\n"
    )
    done = subprocess.run(
        [sys.executable, str(script), "pdf"],
        input=b"",
        capture_output=True,
        timeout=20,
        check=False,
        cwd=tmp_path,
    )
    is_good = done.returncode == 0 and done.stdout.decode() == opened_file.GOOD
    assert not is_good
    written = tmp_path / "harm.txt"
    assert not written.exists() or written.stat().st_size == 0


def test_a_file_is_opened_once(monkeypatch):
    examiner = Examiner()
    examiner.examine(made.PDF, "pdf", "letter.pdf")
    monkeypatch.setattr(examining, "_opened", None)
    examiner.examine(made.PDF, "pdf", "again.pdf")
