"""What can be complained of: one row a grievance, and the form of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.output import Rows

if TYPE_CHECKING:
    from data.catalogues.taxonomy import Grievance

app = group("What can be complained of: list.")


@verb(app, "list")
def list_grievances(
    call: Call,
    search: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Part of category, service or type.")
    ] = None,
) -> None:
    """List the grievances with the code that clerks type."""
    from data.catalogues.taxonomy import field_set, grievances

    wanted = (search or "").casefold()
    found = [each for each in grievances() if each.active and wanted in _words(each)]
    call.out.give(
        {
            "grievances": [
                {
                    "code": each.code,
                    "category": each.category,
                    "service": each.service,
                    "grievance_type": each.grievance_type,
                    "fields": [field.name for field in field_set(each.field_set)],
                    "limit": f"P{each.limit_days}D",
                }
                for each in found
            ]
        },
        Rows(
            ("Code", "Category", "Service", "Grievance type", "Limit"),
            [
                (
                    each.code,
                    each.category,
                    each.service,
                    each.grievance_type,
                    f"{each.limit_days} days",
                )
                for each in found
            ],
            none="There is no such grievance.",
        ),
    )


def _words(each: Grievance) -> str:
    return f"{each.code} {each.category} {each.service} {each.grievance_type}".casefold()
