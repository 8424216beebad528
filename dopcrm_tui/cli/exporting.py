"""A queue as a table for other programs: complete, and with the count of its rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.line_cells import ABOUT_HEADINGS, about
from dopcrm_tui.cli.watching import progress, watched
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.vocabulary import STATE_LABELS, Queue

if TYPE_CHECKING:
    from dopcrm_tui.desk import Desk
    from dopcrm_tui.gateways.sheets import Cell
    from dopcrm_tui.rules.complaint import Actor
    from dopcrm_tui.services.queues import Narrowed

app = group()

PAGE = 2_000
HEADINGS = (
    "Number",
    "State",
    "Escalation level",
    "Due at (IST)",
    "Registered at (IST)",
    "Closed at (IST)",
    *ABOUT_HEADINGS,
)


@verb(app, "export")
def export(
    call: Call,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file, .csv or .xlsx.")],
    queue: Annotated[Queue, typer.Option(help="Which list.")] = Queue.PENDING,
    office: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only that office and all below it.")
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is past its time.")] = False,
) -> None:
    """Write all of a queue that you see into a table; mobiles are masked, no text is a formula."""
    from dopcrm_tui.gateways import sheets
    from dopcrm_tui.services.queues import Narrowed

    narrowed = Narrowed(office, None, None, overdue)
    with call.logged_in() as (desk, actor):
        total = desk.queues.count(actor, queue, narrowed)
        with progress("Writing") as on_progress:
            rows = watched(_rows(desk, actor, queue, narrowed), on_progress, total)
            written = sheets.write(file, HEADINGS, rows)
    call.out.give(
        {"file": str(file), "rows": written.rows, "sha256": written.sha256},
        f"{written.rows:,} complaints in {file}.",
    )


def _rows(desk: Desk, actor: Actor, queue: Queue, narrowed: Narrowed) -> Iterator[list[Cell]]:
    after, more = None, True
    while more:
        page = desk.queues.page(actor, queue, narrowed=narrowed, after=after, limit=PAGE)
        for line in page.lines:
            yield [
                show_number(line.number),
                STATE_LABELS[line.state],
                line.escalation_level,
                line.due_at,
                line.registered_at,
                line.closed_at,
                *about(line),
            ]
        after, more = page.last, page.more
