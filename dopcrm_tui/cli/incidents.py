"""One incident, many complaints: what seems to have one cause, and what was put together."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dopcrm_tui.cli.acting import Key, Numbers, Reason, Reference, Seen, act_on
from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.output import Rows
from dopcrm_tui.cli.typed import number_of
from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.dates import show_day, show_time
from dopcrm_tui.rules.vocabulary import Action

if TYPE_CHECKING:
    from dopcrm_tui.rules.incident import Proposal

app = group("Incidents: many complaints of one cause.")
joining = group()

Incident = Annotated[
    str, typer.Argument(metavar="NUMBER", help="The number an incident is called by.")
]


@verb(app, "proposed")
def proposed(call: Call) -> None:
    """List open complaints that share a bag, or route and days."""
    with call.logged_in() as (desk, actor):
        found = desk.incidents.proposed(actor)
    rows = [
        (
            len(each.numbers),
            each.bag or "",
            f"{each.origin} to {each.destination}",
            f"{show_day(each.first)} to {show_day(each.last)}",
            show_number(each.incident) if each.incident else "",
            " ".join(map(show_number, each.numbers)),
        )
        for each in found
    ]
    titles = ("How many", "Bag", "Route", "Booked", "Incident", "Complaints")
    call.out.give(
        {"proposed": [_document(each) for each in found]},
        Rows(titles, rows, "No open complaints seem to have one cause."),
    )


def _document(of: Proposal) -> dict[str, Any]:
    return {
        "numbers": list(of.numbers),
        "bag": of.bag or None,
        "origin": of.origin,
        "destination": of.destination,
        "first": of.first,
        "last": of.last,
        "incident": of.incident or None,
    }


@verb(app, "list")
def list_incidents(call: Call) -> None:
    """List the incidents with an open complaint, the latest first."""
    with call.logged_in() as (desk, actor):
        found = desk.incidents.known(actor)
    rows = [
        (show_number(each.number), each.complaints, each.open, show_time(each.since))
        for each in found
    ]
    call.out.give(
        {"incidents": [asdict(each) for each in found]},
        Rows(("Incident", "Complaints", "Open", "Since"), rows, "No incident is open."),
    )


@verb(app, "members")
def members(call: Call, number: Incident) -> None:
    """Give the numbers of its open complaints, for a command that acts on all of them."""
    wanted = number_of(number)
    with call.logged_in() as (desk, actor):
        found = list(desk.incidents.members(actor, wanted))
    call.out.give({"incident": wanted, "numbers": found}, "\n".join(found))


@verb(joining, "join-incident")
def join(
    call: Call, numbers: Numbers, reference: Reference = "", seen: Seen = None, key: Key = None
) -> None:
    """Put complaints to an incident: that of the complaint named by --reference."""
    act_on(call, numbers, Act(action=Action.JOIN_INCIDENT, reference=reference), seen, key)


@verb(joining, "leave-incident")
def leave(
    call: Call, numbers: Numbers, reason: Reason = "", seen: Seen = None, key: Key = None
) -> None:
    """Take complaints out of their incident (--reason)."""
    act_on(call, numbers, Act(action=Action.LEAVE_INCIDENT, reason=reason), seen, key)
