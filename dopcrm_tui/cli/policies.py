"""The department's numbers: what holds now, and from which day another."""

from __future__ import annotations

from typing import Annotated

import typer

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.output import Rows
from dopcrm_tui.cli.typed import day_of
from dopcrm_tui.rules.dates import show_day, today

app = group("The department's dated numbers: show, set.")


@verb(app, "show")
def show(call: Call) -> None:
    """List what is in force today and what will be."""
    with call.logged_in() as (desk, _):
        lines = desk.policy.show()
    call.out.give(
        {"policy": lines},
        Rows(
            ("Key", "Value", "From", "In force", "Meaning"),
            [
                (line.key, line.value, show_day(line.valid_from), line.in_force, line.meaning)
                for line in lines
            ],
        ),
    )


@verb(app, "set")
def set_value(
    call: Call,
    key: Annotated[str, typer.Argument(metavar="KEY", help="As `policy show` lists them.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="Durations as P21D or PT48H.")],
    from_day: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="From that day on; else today.")
    ] = None,
) -> None:
    """Change one, from today or a later day on."""
    with call.logged_in() as (desk, actor):
        first = day_of(from_day, "from") or today(desk.clock())
        desk.policy.set(actor, key, value, first)
    call.out.give(
        {"key": key, "value": value.strip(), "valid_from": first},
        f"{key} is {value.strip()} from {show_day(first)} on.",
    )
