"""The inbox: what came from customers by e-mail and SMS, and what became of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.output import Facts, Rows
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.dates import show_time

if TYPE_CHECKING:
    from dopcrm_tui.services.inbox import InboxLine

app = group("What customers sent, and what became of it: list, show.")

_FRESH = "not yet worked"


@verb(app, "list")
def list_messages(
    call: Call,
    before: Annotated[
        int | None, typer.Option(metavar="ID", help="Go on behind the page before: its `next`.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="Lines of a page.")] = 50,
) -> None:
    """List messages, newest first."""
    with call.logged_in() as (desk, actor):
        found = desk.inbox.messages(actor, before=before, limit=limit)
    following = str(found[-1].id) if len(found) == limit else None
    call.out.give(
        {"messages": [_document(each) for each in found], "next": following},
        Rows(
            ("Message", "Received", "By", "From", "Complaint", "Outcome"),
            [
                (
                    each.id,
                    show_time(each.received_at),
                    each.channel,
                    each.sender,
                    _number(each),
                    each.outcome or _FRESH,
                )
                for each in found
            ],
            none="There is no message that you may see.",
        ),
    )
    if following and not call.out.as_json:
        call.out.note(f"There are more: --before {following}")


@verb(app, "show")
def show(
    call: Call, message: Annotated[int, typer.Argument(metavar="ID", help="As `list` shows it.")]
) -> None:
    """Show what a message says, response codes hidden."""
    with call.logged_in() as (desk, actor):
        found = desk.inbox.show(actor, message)
    told = {"subject": found.subject, "text": found.text, "enclosures": found.enclosures}
    call.out.give(
        {**_document(found.line), **told},
        Facts(
            (
                ("Complaint", _number(found.line)),
                ("From", f"{found.line.channel} {found.line.sender}"),
                ("Received", show_time(found.line.received_at)),
                ("Subject", found.subject),
                ("Enclosed", ", ".join(found.enclosures)),
                ("Outcome", found.line.outcome or _FRESH),
            )
        ),
        f"\n{found.text}",
    )


def _number(line: InboxLine) -> str:
    return show_number(line.number) if line.number else ""


def _document(line: InboxLine) -> dict[str, Any]:
    return {**asdict(line), "id": str(line.id)}
