"""What waits on this machine: complaints that were taken while the store was away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.output import Rows
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.provisional_number import parse_provisional
from dopcrm_tui.rules.refusals import InvalidInput, NotFound

if TYPE_CHECKING:
    from dopcrm_tui.desk import Desk
    from dopcrm_tui.gateways.spool import Sealed
    from dopcrm_tui.rules.complaint import Actor

app = group("Complaints taken while the store was away, on this machine: list, send, drop.")


@verb(app, "list")
def list_(call: Call) -> None:
    """List what waits; the screens send it by themselves when the store is back."""
    with call.logged_in() as (desk, _):
        lines = [_line(desk, sealed) for sealed in desk.spooling.waiting()]
    _give(call, lines)


@verb(app, "send")
def send(call: Call) -> None:
    """Register all that waits, in the name of who took it; each once, however often it is sent."""
    with call.logged_in() as (desk, actor):
        lines = [_sent(desk, actor, sealed) for sealed in desk.spooling.waiting()]
    _give(call, lines)


@verb(app, "drop")
def drop(
    call: Call,
    slip: Annotated[
        str, typer.Argument(metavar="SLIP", help="The number on the slip, as P-7K3M-9QZD.")
    ],
) -> None:
    """Throw away a form that waits: it will never be registered."""
    wanted = parse_provisional(slip)
    if wanted is None:
        raise InvalidInput({"slip": f"{slip} is no number of a slip, such as P-7K3M-9QZD."})
    with call.logged_in() as (desk, _):
        found = [one for one in desk.spooling.waiting() if one.name == wanted]
        if not found:
            raise NotFound(f"No form {wanted} waits on this machine.")
        line = {**_line(desk, found[0]), "outcome": "thrown away"}
        desk.spooling.remove(wanted)
    _give(call, [line])


def _line(desk: Desk, sealed: Sealed) -> dict[str, Any]:
    try:
        kept = desk.spooling.open(sealed)
    except NotFound as unreadable:
        return _document(sealed.name, outcome=str(unreadable))
    return _document(
        sealed.name, kept.taken_at, kept.form.complainant.name, outcome="waits for the store"
    )


def _sent(desk: Desk, actor: Actor, sealed: Sealed) -> dict[str, Any]:
    try:
        sent = desk.spooling.send(sealed, actor)
    except NotFound as unreadable:
        return _document(sealed.name, outcome=str(unreadable))
    told = _document(sealed.name, sent.kept.taken_at, sent.kept.form.complainant.name)
    if sent.registered is None:
        return {**told, "outcome": str(sent.refusal)}
    number = sent.registered.number
    return {**told, "number": number, "outcome": f"registered: {show_number(number)}"}


def _document(
    slip: str, taken_at: object = None, name: str | None = None, outcome: str = ""
) -> dict[str, Any]:
    return {
        "slip": slip,
        "taken_at": taken_at,
        "name": name,
        "number": None,
        "outcome": outcome,
    }


def _give(call: Call, lines: list[dict[str, Any]]) -> None:
    rows = [
        (
            line["slip"],
            show_time(line["taken_at"]) if line["taken_at"] else "",
            line["name"] or "",
            line["outcome"],
        )
        for line in lines
    ]
    headings = ("Slip", "Taken", "Complainant", "Outcome")
    none = "Nothing waits on this machine."
    call.out.give({"forms": lines}, Rows(headings, rows, none=none))
