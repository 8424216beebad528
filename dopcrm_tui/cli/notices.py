"""The outbox: what has been written to customers and officers."""

from __future__ import annotations

from typing import Annotated

import typer

from dopcrm_tui.cli import documents
from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.output import Facts, Rows
from dopcrm_tui.cli.typed import number_of
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.dates import show_time

app = group("Notices to customers and officers: list, show, retry.")


@verb(app, "list")
def list_notices(
    call: Call,
    number: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="Only those about one complaint.")
    ] = None,
    before: Annotated[
        int | None, typer.Option(metavar="ID", help="Go on behind the page before: its `next`.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="Lines of a page.")] = 50,
) -> None:
    """List notices, newest first."""
    wanted = number_of(number) if number else None
    with call.logged_in() as (desk, actor):
        found = desk.outbox.notices(actor, wanted, before=before, limit=limit)
    following = str(found[-1].id) if len(found) == limit else None
    call.out.give(
        {"notices": [documents.notice(each) for each in found], "next": following},
        Rows(
            ("Notice", "Complaint", "To", "By", "Address", "State", "Written"),
            [
                (
                    each.id,
                    show_number(each.number),
                    each.recipient,
                    each.channel,
                    each.address,
                    each.state,
                    show_time(each.created_at),
                )
                for each in found
            ],
            none="There is no notice that you may see.",
        ),
    )
    if following and not call.out.as_json:
        call.out.note(f"There are more: --before {following}")


@verb(app, "show")
def show(
    call: Call, notice: Annotated[int, typer.Argument(metavar="ID", help="As `list` shows it.")]
) -> None:
    """Show one notice as it was written."""
    with call.logged_in() as (desk, actor):
        found = desk.outbox.show(actor, notice)
    call.out.give(
        documents.notice(found),
        Facts(
            (
                ("Complaint", show_number(found.number)),
                ("To", f"{found.recipient}, {found.channel} {found.address}"),
                ("State", found.state),
                ("Tries", found.attempts),
                ("Problem", found.problem),
                ("Written", show_time(found.created_at)),
                ("Next try", show_time(found.next_try_at) if found.next_try_at else ""),
            )
        ),
        f"\n{found.text}",
    )


@verb(app, "retry")
def retry(
    call: Call, notice: Annotated[int, typer.Argument(metavar="ID", help="As `list` shows it.")]
) -> None:
    """Let a notice that was given up be sent again.

    The sweeper sends it, from the first try on. A question whose response code has been forgotten
    meanwhile gets a new one.
    """
    with call.logged_in() as (desk, actor):
        desk.resending.retry(actor, notice)
    call.out.give({"id": str(notice), "state": "waiting"}, "It will be sent again.")
