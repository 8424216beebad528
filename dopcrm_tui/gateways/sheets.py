"""Tables for other programs: CSV and XLSX, written row by row, in which no text is a formula.

A spreadsheet takes text that begins like a formula for one, also behind blanks and signs that
cannot be seen. In CSV an apostrophe goes before such text (OWASP, CSV injection); XLSX says of each
cell that it is text.
"""

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from dopcrm_tui.rules.dates import in_india
from dopcrm_tui.rules.refusals import InvalidInput

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | date | datetime | None

FORMATS = (".csv", ".xlsx")
_BEGINS = frozenset("=+-@|%＝＋－＠｜％")
_UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_WIDTH = 18
BETWEEN = "\x1f"
"""Between two cells of a row where it is hashed: no cell holds such a sign."""


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows a table has, and the SHA-256 of their cells, as its last line says."""

    rows: int
    sha256: str


class _Counting:
    """Hands rows on, and counts and hashes what their cells say, a line for each row."""

    def __init__(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._rows, self._hash = rows, sha256()
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for row in self._rows:
            self.count += 1
            self._hash.update(f"{BETWEEN.join(map(str, row))}\n".encode())
            yield row

    @property
    def written(self) -> Written:
        """What was handed on so far."""
        return Written(self.count, self._hash.hexdigest())

    @property
    def last(self) -> list[Cell]:
        """The line that closes a table: without it the file is not whole."""
        return ["rows", self.count, "sha256", self._hash.hexdigest()]


def write(file: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Written:
    """Write a table to a new file, in the format its name ends with.

    Its last line tells how many rows it has and the SHA-256 of what they say. The file is there
    when all of it is. Raises InvalidInput (`file`).
    """
    kind = file.suffix.lower()
    if kind not in FORMATS:
        raise InvalidInput({"file": f"The name of a table ends with {' or '.join(FORMATS)}."})
    if file.exists():
        raise InvalidInput({"file": f"{file} is there already."})
    making = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        counting = _Counting(rows)
        (_write_csv if kind == ".csv" else _write_xlsx)(making, headings, counting)
        making.rename(file)
    except OSError as problem:
        raise InvalidInput({"file": f"{file} cannot be written: {problem.strerror}."}) from None
    finally:
        with suppress(OSError):
            making.unlink(missing_ok=True)
    return counting.written


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    if text.isascii() and text[:1].isalnum():
        return text  # nearly all there is, and there is much of it
    seen = "".join(sign for sign in text if sign not in _UNSEEN).lstrip()
    starts_badly = text[:1] in {"\t", "\r", "\n"} or seen[:1] in _BEGINS
    return f"'{text}" if starts_badly else text


def _write_csv(file: Path, headings: Sequence[str], rows: _Counting) -> None:
    with os.fdopen(_new(file), "w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(headings)
        for row in rows:
            writer.writerow([_in_csv(cell) for cell in row])
        writer.writerow(rows.last)


def _in_csv(cell: Cell) -> str | int | float:
    if isinstance(cell, datetime):
        return in_india(cell).replace(tzinfo=None).isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return harmless(cell) if isinstance(cell, str) else "" if cell is None else cell


def _write_xlsx(file: Path, headings: Sequence[str], rows: _Counting) -> None:
    import xlsxwriter

    os.close(_new(file))
    told = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(file), {**told, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(headings) - 1), _WIDTH)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
        for row in rows:
            _put_all(sheet, rows.count, row, moment, day)
        _put_all(sheet, rows.count + 1, rows.last, moment, day)


def _put_all(
    sheet: "Worksheet", place: int, row: Sequence[Cell], moment: object, day: object
) -> None:
    for column, cell in enumerate(row):
        _put(sheet, place, column, cell, moment, day)


def _put(
    sheet: "Worksheet", row: int, column: int, cell: Cell, moment: object, day: object
) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, in_india(cell).replace(tzinfo=None), moment)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime.combine(cell, time()), day)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif cell is not None:
        sheet.write_number(row, column, cell)


def _new(file: Path) -> int:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW
    return os.open(file, flags, 0o600)
