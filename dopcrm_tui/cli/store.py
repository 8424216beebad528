"""Moving a store: a SQLite office into PostgreSQL, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.output import Rows
from dopcrm_tui.cli.watching import progress
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.refusals import StoreUnavailable

if TYPE_CHECKING:
    from data.copying.copy import Copied

app = group("The store as a whole: copy.")

DIFFERS = 1
"""The exit code where the two stores are not the same."""


@verb(app, "copy")
def copy(
    call: Call,
    source: Annotated[str, typer.Argument(metavar="FROM", help="The address of a store.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="The address of one to be made.")],
    application_role: Annotated[
        str | None,
        typer.Option(
            metavar="ROLE", help="On PostgreSQL: the plain role by which desk and sweeper work."
        ),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Only compare, row by row, what was copied before.")
    ] = False,
) -> None:
    """Copy a store, all of it, into a new one, and compare them row by row.

    Stopped in the middle, the same command goes on. Sessions are not copied: people log in anew.
    """
    from data.copying.copy import Copying
    from data.database import Store
    from dopcrm_tui.services.clock import utc_now

    now = utc_now()
    there = Store.open(source, read_only=True)
    here = Store.open(target)
    try:
        if there.name == here.name:
            raise StoreUnavailable("FROM and TO are the same store.")
        there.check()
        for store in (there, here):
            store.trust_server(now)
        with progress("Comparing" if verify else "Copying") as on_progress:
            copying = Copying(there, here, now, application_role, on_progress)
            copied = copying.verify() if verify else copying.run()
    finally:
        there.close()
        here.close()
    _tell(call, copied, [there.name, here.name, show_time(now)])
    if copied.differing:
        raise typer.Exit(DIFFERS)


def _tell(call: Call, copied: Copied, told: list[str]) -> None:
    source, target, at = told
    rows = sum(copied.rows.values())
    verdict = (
        f"They are not the same: {', '.join(copied.differing)}. Run it again while nobody works."
        if copied.differing
        else f"{rows:,} rows are the same in both, as of {at}. What is done in FROM from now on is "
        "not in TO."
    )
    call.out.give(
        {
            "from": source,
            "to": target,
            "rows": rows,
            "tables": copied.rows,
            "differing": copied.differing,
        },
        Rows(
            ("Table", "Rows", "Differing"),
            [(name, f"{n:,}", copied.differing.get(name, "")) for name, n in copied.rows.items()],
        ),
        verdict,
    )
