"""Reports: figures as a table, for people or for other programs, and the complaints behind them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.output import Output, Rows
from dopcrm_tui.cli.typed import day_of
from dopcrm_tui.rules.dates import today
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.vocabulary import Channel

if TYPE_CHECKING:
    from datetime import datetime

    from dopcrm_tui.desk import Desk
    from dopcrm_tui.rules.complaint import Actor
    from dopcrm_tui.rules.period import Period

app = group()

STATEMENT = "monthly"
"""The name of the statement of a month: many reports as one PDF."""


class Format(StrEnum):
    """How a report can be written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


_FILES = frozenset({Format.CSV, Format.XLSX, Format.PDF})


@verb(app, "report")
def report(
    call: Call,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Which report; `list` names them all.")
    ],
    office: Annotated[
        str | None, typer.Option(metavar="CODE", help="Of that office and all below it.")
    ] = None,
    month: Annotated[
        str | None, typer.Option(metavar="MONTH", help="A month as 2026-11, or a year as 2026.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="The first day.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="The last day, else today.")
    ] = None,
    category: Annotated[
        str | None, typer.Option(help="Only that category, as `taxonomy list` names it.")
    ] = None,
    channel: Annotated[Channel | None, typer.Option(help="Only what came that way.")] = None,
    written_as: Annotated[Format, typer.Option("--format", help="How it is written.")] = (
        Format.TABLE
    ),
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A new file, for csv, xlsx and pdf.")
    ] = None,
    behind: Annotated[
        str | None,
        typer.Option("--list", metavar="COLUMN", help="List the complaints a figure counts."),
    ] = None,
    row: Annotated[
        str | None, typer.Option(metavar="KEY", help="With --list: of that row, else of all.")
    ] = None,
) -> None:
    """Show a report: what is open now, or what happened in a period."""
    from dopcrm_tui.cli import report_output
    from dopcrm_tui.services.reports import Filters
    from dopcrm_tui.services.statement import month_before

    _check_file(written_as, output)
    out = Output(call.out.as_json or written_as is Format.JSON)
    with call.logged_in() as (desk, actor):
        if name == "list":
            _names(out, desk, actor)
            return
        period = period_of(month, since, until, desk.clock())
        filters = Filters(office, period, category, channel)
        if name == STATEMENT:
            month_told = period or month_before(today(desk.clock()))
            report_output.give_statement(out, desk, actor, office, month_told, output)
        elif behind is None:
            sheet = desk.reports.read(actor, name, filters)
            report_output.give_sheet(out, sheet, output)
        else:
            last = period.last if period else today(desk.clock())
            figure = report_output.figure_of(name, behind, row, last)
            report_output.give_complaints(out, desk, actor, figure, filters, output)


def _check_file(written_as: Format, output: Path | None) -> None:
    """Raise InvalidInput where format and file do not go together."""
    if (written_as in _FILES) != (output is not None):
        sentence = "csv, xlsx and pdf are written to a file, named with --output."
        raise InvalidInput({"output": sentence})
    if output is not None and output.suffix.lower() != f".{written_as}":
        raise InvalidInput({"output": f"The name of this file ends with .{written_as}."})


def _names(out: Output, desk: Desk, actor: Actor) -> None:
    known = desk.reports.known(actor)
    out.give(
        {
            "reports": [
                {
                    "name": each.name,
                    "title": each.title,
                    "about": each.about,
                    "of_period": each.of_period,
                    "columns": [column.label for column in each.columns],
                }
                for each in known
            ]
        },
        Rows(
            ("Name", "About"),
            [
                *((each.name, each.about) for each in known),
                (STATEMENT, "The statement of a month (--month, else the last) as one PDF."),
            ],
        ),
    )


def period_of(
    month: str | None, since: str | None, until: str | None, now: datetime
) -> Period | None:
    """Return the days that are asked for, None where none are. Raises InvalidInput."""
    from dopcrm_tui.rules.period import Period, typed_period

    if month is not None:
        if since or until:
            raise InvalidInput({"month": "Give a month, or days, not both."})
        try:
            return typed_period(month)
        except ValueError as wrong:
            raise InvalidInput({"month": str(wrong)}) from None
    first, last = day_of(since, "from"), day_of(until, "to")
    if first is None:
        if last is not None:
            raise InvalidInput({"from": "Give the first day, too."})
        return None
    try:
        return Period(first, last or today(now))
    except ValueError as wrong:
        raise InvalidInput({"to": str(wrong)}) from None
