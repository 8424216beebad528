"""How a report, or the complaints behind a figure, are given: for people, as JSON, in a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from dopcrm_tui.cli.line_cells import ABOUT_HEADINGS, about
from dopcrm_tui.cli.output import Document, Output, Rows
from dopcrm_tui.cli.watching import progress, watched
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.dates import show_day, show_time
from dopcrm_tui.rules.period import year_to
from dopcrm_tui.rules.refusals import InvalidInput, NotFound
from dopcrm_tui.rules.reporting.columns import Column, Rupees
from dopcrm_tui.rules.reporting.months import with_months
from dopcrm_tui.rules.reporting.reports import BY_NAME
from dopcrm_tui.rules.vocabulary import STATE_LABELS

if TYPE_CHECKING:
    from dopcrm_tui.desk import Desk
    from dopcrm_tui.gateways.documents import Section
    from dopcrm_tui.gateways.sheets import Cell, Written
    from dopcrm_tui.rules.complaint import Actor
    from dopcrm_tui.rules.period import Period
    from dopcrm_tui.services.report_sheet import Sheet
    from dopcrm_tui.services.reports import FigureLine, Filters

ALL, NOTHING, PAGE = "All", "-", 2_000

LINE_HEADINGS = (
    "Number",
    "State",
    "Escalation level",
    "Happened on",
    "What",
    "Registered at (IST)",
    "Due at (IST)",
    "Closed at (IST)",
    *ABOUT_HEADINGS,
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A figure: of which report, in which column, of which row; None is of all rows."""

    report: str
    column: int
    row: str | None


def figure_of(name: str, column: str, row: str | None, last: date) -> Chosen:
    """Return a figure by the heading of its column; a report by months ends with a day's.

    Raises NotFound, InvalidInput (`list`).
    """
    report = BY_NAME.get(name)
    if report is None:
        raise NotFound(f"There is no report {name}; `dopcrm report list` names them.")
    report = with_months(report, year_to(last))
    labels = [each.label.lower() for each in report.columns]
    if column.lower() not in labels:
        known = ", ".join(each.label for each in report.columns)
        raise InvalidInput({"list": f"The report {name} has the columns {known}."})
    return Chosen(name, labels.index(column.lower()), row)


def give_sheet(out: Output, sheet: Sheet, file: Path | None) -> None:
    """Give a report."""
    if file is not None:
        _write_sheet(out, sheet, file)
        return
    out.give(_sheet_document(sheet), _about(sheet), _table(sheet))


def _about(sheet: Sheet) -> str:
    period = sheet.period
    days = f"{show_day(period.first)} to {show_day(period.last)}" if period else "open now"
    narrowed = "".join(f", only {each}" for each in (sheet.category, sheet.channel) if each)
    return (
        f"{sheet.report.title}: {sheet.whose}\n"
        f"{days}{narrowed}, as of {show_time(sheet.as_of)} IST\n"
    )


def _table(sheet: Sheet) -> Rows:
    headings = (sheet.report.rows.value.capitalize(), *(_labels(sheet)), "Key")
    columns = sheet.report.columns
    rows = [[row.label, *map(_shown, row.figures, columns), row.key] for row in sheet.rows]
    total = [[ALL, *map(_shown, sheet.total, columns), ""]] if sheet.rows else []
    return Rows(headings, [*total, *rows], none="Nothing to count.")


def _labels(sheet: Sheet) -> tuple[str, ...]:
    return tuple(column.label for column in sheet.report.columns)


def _shown(figure: float | None, column: Column) -> str:
    if figure is None:
        return NOTHING
    return f"{figure:,.2f}" if isinstance(column, Rupees) else f"{figure:,}"


def _sheet_document(sheet: Sheet) -> Document:
    period = sheet.period
    labels = _labels(sheet)
    return {
        "report": sheet.report.name,
        "office": sheet.office,
        "as_of": sheet.as_of,
        "from": period.first if period else None,
        "to": period.last if period else None,
        "category": sheet.category,
        "channel": sheet.channel,
        "total": dict(zip(labels, sheet.total, strict=True)),
        "rows": [
            {
                "key": row.key,
                "label": row.label,
                "office": row.down,
                "figures": dict(zip(labels, row.figures, strict=True)),
            }
            for row in sheet.rows
        ],
    }


def give_statement(
    out: Output, desk: Desk, actor: Actor, office: str | None, month: Period, file: Path | None
) -> None:
    """Write the statement of a month. Raises InvalidInput (`output`)."""
    from dopcrm_tui.services.statement import statement

    if file is None or file.suffix.lower() != ".pdf":
        raise InvalidInput({"output": "The statement is a PDF: --format pdf --output FILE.pdf"})
    sheets = statement(desk.reports, actor, office, month)
    _write_pdf(
        out,
        f"Statement of complaints, {show_day(month.first)} to {show_day(month.last)}",
        sheets,
        file,
    )


def _write_pdf(out: Output, title: str, sheets: Sequence[Sheet], file: Path) -> None:
    from dopcrm_tui.gateways import documents

    first = sheets[0]
    whose = [first.whose, f"as of {show_time(first.as_of)} IST"]
    written = documents.write(file, title, whose, [_section(sheet) for sheet in sheets])
    _give_written(out, file, written, "rows")


def _give_written(out: Output, file: Path, written: Written, what: str) -> None:
    out.give(
        {"file": str(file), "rows": written.rows, "sha256": written.sha256},
        f"{written.rows:,} {what} in {file}.",
    )


def _section(sheet: Sheet) -> Section:
    from dopcrm_tui.gateways.documents import Section

    period = sheet.period
    days = f"{show_day(period.first)} to {show_day(period.last)}" if period else "open now"
    headings = (sheet.report.rows.value.capitalize(), *_labels(sheet))
    columns = sheet.report.columns
    rows = [[row.label, *map(_shown, row.figures, columns)] for row in sheet.rows]
    total = [[ALL, *map(_shown, sheet.total, columns)]] if sheet.rows else []
    return Section(f"{sheet.report.title} ({days})", sheet.report.about, headings, [*rows, *total])


def _write_sheet(out: Output, sheet: Sheet, file: Path) -> None:
    from dopcrm_tui.gateways import sheets

    if file.suffix.lower() == ".pdf":
        _write_pdf(out, sheet.report.title, [sheet], file)
        return
    headings = (sheet.report.rows.value.capitalize(), *_labels(sheet), "Key")
    rows: Iterator[list[Cell]] = ([row.label, *row.figures, row.key] for row in sheet.rows)
    _give_written(out, file, sheets.write(file, headings, rows), "rows")


def give_complaints(
    out: Output, desk: Desk, actor: Actor, figure: Chosen, filters: Filters, file: Path | None
) -> None:
    """Give the complaints that a figure counts, all of them."""
    lines = _lines(desk, actor, figure, filters)
    if file is None and out.as_json:
        out.stream("complaints", map(_line_document, lines))
    elif file is None:
        out.give({}, Rows(READ_HEADINGS, list(map(_read_cells, lines)), none="None."))
    elif file.suffix.lower() == ".pdf":
        written = _list_as_pdf(desk, figure, lines, file)
        _give_written(out, file, written, "complaints")
    else:
        from dopcrm_tui.gateways import sheets

        with progress("Writing") as on_progress:
            rows = watched(map(_cells, lines), on_progress)
            written = sheets.write(file, LINE_HEADINGS, rows)
        _give_written(out, file, written, "complaints")


READ_HEADINGS = ("Number", "State", "On", "Grievance", "Office")

MOST_IN_PDF = 10_000
"""Complaints that are laid out as pages: more of them nobody reads, and they are held in memory."""


def _read_cells(each: FigureLine) -> tuple[str, ...]:
    line = each.line
    return (
        show_number(line.number),
        STATE_LABELS[line.state],
        show_day(each.day) if each.day else show_time(line.registered_at),
        f"{line.service} - {line.grievance_type}",
        line.office_name,
    )


def _list_as_pdf(desk: Desk, figure: Chosen, lines: Iterator[FigureLine], file: Path) -> Written:
    from dopcrm_tui.gateways import documents

    rows = [_read_cells(each) for each in islice(lines, MOST_IN_PDF + 1)]
    if len(rows) > MOST_IN_PDF:
        sentence = f"A PDF holds {MOST_IN_PDF:,} complaints at most: narrow it, or write csv."
        raise InvalidInput({"format": sentence})
    report = BY_NAME[figure.report]
    column = report.columns[min(figure.column, len(report.columns) - 1)]
    section = documents.Section(column.label, report.about, READ_HEADINGS, rows)
    told = [f"as of {show_time(desk.clock())} IST"]
    return documents.write(file, f"{report.title}: {column.label}", told, [section])


def _lines(desk: Desk, actor: Actor, figure: Chosen, filters: Filters) -> Iterator[FigureLine]:
    after, more = None, True
    while more:
        page = desk.reports.behind(
            actor, figure.report, filters, figure.row, figure.column, after=after, limit=PAGE
        )
        yield from page.lines
        after, more = (page.lines[-1].place if page.lines else None), page.more


def _cells(each: FigureLine) -> list[Cell]:
    line = each.line
    return [
        show_number(line.number),
        STATE_LABELS[line.state],
        line.escalation_level,
        each.day,
        each.key,
        line.registered_at,
        line.due_at,
        line.closed_at,
        *about(line),
    ]


def _line_document(each: FigureLine) -> Document:
    line = each.line
    return {
        "number": line.number,
        "state": line.state,
        "escalation_level": line.escalation_level,
        "day": each.day,
        "what": each.key,
        "registered_at": line.registered_at,
        "due_at": line.due_at,
        "closed_at": line.closed_at,
        "category": line.category,
        "service": line.service,
        "grievance_type": line.grievance_type,
        "office": line.office_code,
        "seen": each.is_seen,
        "reminders": each.reminders,
        "reviews": each.reviews,
    }
