"""The department's numbers: what holds now, and from which day another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.output import Rows
from dopcrm_tui.cli.typed import day_of
from dopcrm_tui.rules.dates import show_day, today

if TYPE_CHECKING:
    from dopcrm_tui.services.rehearsing import Rehearsal, Rehearsed

app = group("The department's dated numbers: show, set, rehearse.")

Key = Annotated[str, typer.Argument(metavar="KEY", help="As `policy show` lists them.")]
Value = Annotated[str, typer.Argument(metavar="VALUE", help="Durations as P21D or PT48H.")]


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
    key: Key,
    value: Value,
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


@verb(app, "rehearse")
def rehearse(
    call: Call,
    key: Key,
    value: Value,
    office: Annotated[
        str | None, typer.Option(metavar="CODE", help="Of that office and all below it.")
    ] = None,
    month: Annotated[
        str | None,
        typer.Option(metavar="MONTH", help="Registered then: a month as 2026-11, a year as 2026."),
    ] = None,
) -> None:
    """Show what another number would have made of past complaints; nothing is changed."""
    from dopcrm_tui.cli.reports import period_of
    from dopcrm_tui.cli.watching import progress
    from dopcrm_tui.services.reports import Filters

    with call.logged_in() as (desk, actor):
        filters = Filters(office, period_of(month, None, None, desk.clock()))
        with progress("Playing histories again") as on_progress:
            done = desk.reports.rehearse(actor, key, value, filters, on_progress)
    call.out.give(
        {
            "key": key,
            "value": value.strip(),
            "complaints": done.complaints,
            "total": _tried(done.total),
            "offices": [{"office": each.label, **_tried(each)} for each in done.offices],
        },
        f"{done.complaints:,} complaints, as they were and with {key} {value.strip()}:\n",
        _compared(done),
    )


def _tried(each: Rehearsed) -> dict[str, dict[str, int]]:
    from dopcrm_tui.rules.rehearsal import Outcome

    return {
        name: {outcome.value: told.get(outcome, 0) for outcome in Outcome}
        for name, told in (("was", each.was), ("would_be", each.would_be))
    }


def _compared(done: Rehearsal) -> Rows:
    from dopcrm_tui.rules.rehearsal import Outcome

    headings = [name for each in Outcome for name in (each.capitalize(), "would be")]
    lines = [
        [row.label]
        + [str(told.get(each, 0)) for each in Outcome for told in (row.was, row.would_be)]
        for row in (done.total, *done.offices)
    ]
    return Rows(("Office", *headings), lines)
