"""What goes on beside a complaint: the responsibility enquiry and the compensation case."""

from __future__ import annotations

from typing import Annotated

import typer

from dopcrm_tui.cli.acting import Key, Numbers, Reason, Reference, Seen, Text, act_on
from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.typed import day_of
from dopcrm_tui.rules.compensation import Bar, Carriage, Claim, Harm, parse_rupees
from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.enquiry import Disposal, Posting
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.vocabulary import Action

app = group()

Rupees = Annotated[str, typer.Option(metavar="RUPEES", help="An amount, such as 41.30.")]
Day = Annotated[str, typer.Option(metavar="DAY", help="As 2026-12-31 or 31-12-2026.")]


@verb(app, "open-enquiry")
def open_enquiry(
    call: Call,
    numbers: Numbers,
    offices: Annotated[
        str, typer.Option(metavar="CODE,CODE…", help="In the order of the article's way.")
    ] = "",
    reason: Reason = "",
    seen: Seen = None,
    key: Key = None,
) -> None:
    """Ask the offices on an article's way (--offices) what they did with it; see --reason."""
    route = tuple(offices.replace(",", " ").split())
    act = Act(action=Action.OPEN_ENQUIRY, route=route, reason=reason)
    act_on(call, numbers, act, seen, key)


@verb(app, "disposal")
def disposal(
    call: Call,
    numbers: Numbers,
    office: Annotated[str, typer.Option(metavar="CODE", help="The office that answers.")] = "",
    item: Annotated[Disposal | None, typer.Option(help="What it did with the item.")] = None,
    bag: Annotated[Disposal | None, typer.Option(help="What it did with the bag.")] = None,
    bag_number: Annotated[str, typer.Option(metavar="TEXT", help="The number of the bag.")] = "",
    on: Day = "",
    seen: Seen = None,
    key: Key = None,
) -> None:
    """Note what an office on the route did with the item and its bag."""
    day = day_of(on, "on")
    posting = None
    if item is not None:
        posting = Posting(office=office, item=item, bag=bag, bag_number=bag_number, on=day)
    act_on(call, numbers, Act(action=Action.POST_DISPOSAL, posting=posting), seen, key)


@verb(app, "close-enquiry")
def close_enquiry(
    call: Call, numbers: Numbers, text: Text = "", seen: Seen = None, key: Key = None
) -> None:
    """Close the enquiry with what was found (--text)."""
    act_on(call, numbers, Act(action=Action.CLOSE_ENQUIRY, text=text), seen, key)


@verb(app, "claim")
def claim(
    call: Call,
    numbers: Numbers,
    carriage: Annotated[Carriage | None, typer.Option(help="How it was sent.")] = None,
    harm: Annotated[Harm | None, typer.Option(help="What became of it.")] = None,
    proof: Annotated[
        bool, typer.Option("--proof-of-booking", help="You have seen a proof of booking.")
    ] = False,
    booked_on: Day = "",
    postage: Rupees = "",
    insured: Rupees = "",
    loss: Rupees = "",
    days_late: Annotated[
        int, typer.Option(min=0, max=999, help="Beyond the standard, curfew and strikes left out.")
    ] = 0,
    bar: Annotated[Bar | None, typer.Option(help="What stands against paying.")] = None,
    seen: Seen = None,
    key: Key = None,
) -> None:
    """Claim compensation; what is left out is taken from the complaint."""
    made = None
    if carriage is not None and harm is not None:
        made = Claim(
            carriage=carriage,
            harm=harm,
            booked_on=day_of(booked_on, "booked_on"),
            proof_of_booking=proof,
            days_late=days_late,
            postage=_paise(postage, "postage"),
            insured=_paise(insured, "insured"),
            loss=_paise(loss, "loss"),
            bar=bar,
        )
    act_on(call, numbers, Act(action=Action.CLAIM_COMPENSATION, claim=made), seen, key)


@verb(app, "sanction")
def sanction(
    call: Call,
    numbers: Numbers,
    reference: Reference = "",
    amount: Rupees = "",
    seen: Seen = None,
    key: Key = None,
) -> None:
    """Sanction the compensation that is claimed (--reference: the order), or less of it."""
    act = Act(
        action=Action.SANCTION_COMPENSATION,
        reference=reference,
        amount=_paise(amount, "amount"),
    )
    act_on(call, numbers, act, seen, key)


@verb(app, "refuse-compensation")
def refuse(
    call: Call, numbers: Numbers, reason: Reason = "", seen: Seen = None, key: Key = None
) -> None:
    """Refuse the compensation that is claimed (--reason); the customer is told."""
    act_on(call, numbers, Act(action=Action.REFUSE_COMPENSATION, reason=reason), seen, key)


@verb(app, "paid")
def paid(
    call: Call, numbers: Numbers, reference: Reference = "", seen: Seen = None, key: Key = None
) -> None:
    """Note that the compensation is paid (--reference: the voucher)."""
    act_on(call, numbers, Act(action=Action.PAY_COMPENSATION, reference=reference), seen, key)


def _paise(typed: str, field: str) -> int | None:
    try:
        return parse_rupees(typed) if typed.strip() else None
    except ValueError as problem:
        raise InvalidInput({field: str(problem)}) from None
