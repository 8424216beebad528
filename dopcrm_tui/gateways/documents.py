"""Tables as one PDF to be printed or filed: headings on every page, and whose it is on each.

Needs reportlab (`pip install 'dopcrm-tui[pdf]'`), which is asked for only where a PDF is.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from dopcrm_tui.gateways.sheets import BETWEEN, Written
from dopcrm_tui.rules.refusals import InvalidInput

MISSING = "PDF needs one package more: pip install 'dopcrm-tui[pdf]'"
_LATIN = "latin-1"
"""What the fonts that every reader has can show; other signs become question marks."""


@dataclass(frozen=True, slots=True)
class Section:
    """A table with its title, a line on what it counts, and cells as they are read."""

    title: str
    about: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def write(file: Path, title: str, whose: Sequence[str], sections: Sequence[Section]) -> Written:
    """Write sections to a new file; return how many rows they have together, and their SHA-256.

    `whose` are the lines below the title; the last line of the document tells what is returned.
    The file is there when all of it is. Raises InvalidInput (`file`).
    """
    if file.suffix.lower() != ".pdf":
        raise InvalidInput({"file": "The name of a PDF ends with .pdf."})
    if file.exists():
        raise InvalidInput({"file": f"{file} is there already."})
    written = _told(sections)
    making = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        _draw(making, title, whose, sections, written)
        making.chmod(0o600)
        making.rename(file)
    except ImportError:
        raise InvalidInput({"file": MISSING}) from None
    except OSError as problem:
        raise InvalidInput({"file": f"{file} cannot be written: {problem.strerror}."}) from None
    finally:
        with suppress(OSError):
            making.unlink(missing_ok=True)
    return written


def _told(sections: Sequence[Section]) -> Written:
    """Count and hash the rows of all sections, as tables of other kinds do."""
    hashed = sha256()
    for section in sections:
        for row in section.rows:
            hashed.update(f"{BETWEEN.join(row)}\n".encode())
    return Written(sum(len(section.rows) for section in sections), hashed.hexdigest())


def _draw(
    file: Path,
    title: str,
    whose: Sequence[str],
    sections: Sequence[Section],
    written: Written,
) -> None:
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    styles = getSampleStyleSheet()
    story: list[Any] = [Paragraph(_plain(title), styles["Title"])]
    story += [Paragraph(_plain(line), styles["Normal"]) for line in whose]
    for section in sections:
        story += [
            Spacer(1, 14),
            Paragraph(_plain(section.title), styles["Heading2"]),
            Paragraph(_plain(section.about), styles["Normal"]),
            Spacer(1, 4),
            _table(section),
        ]
    last = f"rows {written.rows}, sha256 {written.sha256}"
    story += [Spacer(1, 10), Paragraph(last, styles["Normal"])]
    foot = f"{title} - {whose[0] if whose else ''}"
    document = SimpleDocTemplate(
        str(file), pagesize=landscape(A4), title=_latin(title), author="dopcrm"
    )
    document.build(
        story,
        onFirstPage=lambda canvas, page: _foot(canvas, page, foot),
        onLaterPages=lambda canvas, page: _foot(canvas, page, foot),
    )


def _table(section: Section) -> Any:  # noqa: ANN401  reportlab is not typed
    from reportlab.lib import colors
    from reportlab.platypus import Table, TableStyle

    cells = [[_latin(each) for each in row] for row in (section.headings, *section.rows)]
    table = Table(cells, repeatRows=1, hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"),
                ("FONTSIZE", (0, 0), (-1, -1), 8),
                ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
                ("LINEBELOW", (0, 1), (-1, -1), 0.1, colors.grey),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
            ]
        )
    )
    return table


def _foot(canvas: Any, page: Any, words: str) -> None:  # noqa: ANN401  reportlab is not typed
    canvas.saveState()
    canvas.setFont("Helvetica", 7)
    canvas.drawString(36, 20, _latin(words))
    canvas.drawRightString(page.pagesize[0] - 36, 20, f"page {page.page}")
    canvas.restoreState()


def _latin(text: str) -> str:
    return text.encode(_LATIN, "replace").decode(_LATIN)


def _plain(text: str) -> str:
    """Return text that reportlab does not take for marks of its own."""
    safe = _latin(text).replace("&", "&amp;").replace("<", "&lt;")
    return safe.replace(">", "&gt;")
