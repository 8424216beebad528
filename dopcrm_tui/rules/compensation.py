"""Compensation for loss, damage or delay: who is entitled to how much, how far a case has come.

The grounds and amounts are those of the Post Office Guide and the OM of 13.04.2021; the amounts
themselves stand in a dated table.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from dopcrm_tui.rules.dates import show_day
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.refusals import Conflict, InvalidInput
from dopcrm_tui.rules.vocabulary import Relation

PAISE = 100
"""Paise in a rupee: amounts are whole paise inside."""


class Carriage(StrEnum):
    """How an article was sent, as far as compensation depends on it."""

    SPEED_POST = "speed_post"
    REGISTERED = "registered"
    INSURED = "insured"
    INSURED_NOTES = "insured_notes"


class Harm(StrEnum):
    """What became of it."""

    LOSS = "loss"
    DAMAGE = "damage"
    DELAY = "delay"


class Bar(StrEnum):
    """Why nothing is paid although an article came to harm (Post Office Guide)."""

    ADDRESSEE = "addressee"
    ADDRESS = "address"
    CONDITIONS = "conditions"
    POSTAGE = "postage"
    PROHIBITED = "prohibited"
    FORCE_MAJEURE = "force_majeure"
    INHERENT_DEFECT = "inherent_defect"


BAR_LABELS = {
    Bar.ADDRESSEE: "delivery failed through the addressee, who was served an intimation",
    Bar.ADDRESS: "the address was unsafe, incomplete or illegible",
    Bar.CONDITIONS: "the conditions of the service were not met",
    Bar.POSTAGE: "the postage was short",
    Bar.PROHIBITED: "the contents were prohibited",
    Bar.FORCE_MAJEURE: "force majeure",
    Bar.INHERENT_DEFECT: "an inherent defect of the contents",
}


class Stage(StrEnum):
    """How far a compensation case has come."""

    CLAIMED = "claimed"
    SANCTIONED = "sanctioned"
    REFUSED = "refused"
    PAID = "paid"


OWED = frozenset({Stage.CLAIMED, Stage.SANCTIONED})
"""While a case is there its clock runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is known of the harm; money in paise, None where it is not known.

    `days_late` are the days beyond the service standard, those of curfew, bandh or strike not
    counted. `amount` is what the rules give, 0 where nothing is payable, and `why` says so.
    """

    carriage: Carriage
    harm: Harm
    booked_on: date | None = None
    proof_of_booking: bool = False
    days_late: int = 0
    postage: int | None = None
    insured: int | None = None
    loss: int | None = None
    bar: Bar | None = None
    amount: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Compensation:
    """A compensation case: what is claimed, how far it has come, and until when it is to be paid.

    `amount` in paise is what the rules give, what was sanctioned once it was. `order` is the
    reference of the sanction, `voucher` that of the payment.
    """

    stage: Stage
    claim: Claim
    amount: int
    claimed_at: datetime
    due_at: datetime
    order: str = ""
    voucher: str = ""
    why: str = ""
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tariff:
    """What the dated table gives in a case; `amount` in paise, see `limits.Compensation`."""

    rule: str
    amount: int | None = None
    multiple: int | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What a claim stands on beside itself: the complaint it belongs to, the day, the tables.

    `until` is the last day on which one may claim, None where no limit is known.
    """

    relation: Relation
    registered_on: date
    today: date
    tariff: Tariff | None
    until: date | None
    policy: Policy = field(repr=False)


def case_of(carriage: Carriage, harm: Harm) -> str:
    """Return the name of a case in the table; damage and pilferage are paid as loss."""
    ends = "delay" if harm is Harm.DELAY else "loss"
    if carriage is Carriage.INSURED_NOTES:
        return f"insured_{ends}_currency_notes"
    return f"{carriage.value}_{ends}"


def amount_of(claim: Claim, ground: Ground) -> tuple[int, str]:
    """Return what is payable in paise, and why nothing is.

    Raises InvalidInput naming the figure without which it cannot be worked out, Conflict where the
    article does not count as lost yet.
    """
    why = _barred(claim, ground)
    if not why and claim.harm is Harm.LOSS and ground.today < (first := lost_from(claim, ground)):
        raise Conflict(f"It counts as lost from {show_day(first)} on.", rule="compensation")
    if why or ground.tariff is None:
        return 0, why or "No compensation is laid down for this."
    return _by_tariff(claim, ground.tariff), ""


def _barred(claim: Claim, ground: Ground) -> str:
    """Return the first thing that stands against paying, nothing where nothing does."""
    if ground.relation is not Relation.SENDER:
        return "Compensation is paid to the sender alone."
    if not claim.proof_of_booking:
        return "There is no proof of booking."
    if claim.bar is not None:
        return f"Nothing is payable: {BAR_LABELS[claim.bar]}."
    if ground.until is not None and ground.registered_on > ground.until:
        return f"The complaint came too late: the last day was {show_day(ground.until)}."
    if claim.harm is Harm.DELAY and claim.days_late < 1:
        return "It was not late: days of curfew or strike do not count."
    return ""


def lost_from(claim: Claim, ground: Ground) -> date:
    """Return from when an article without final status counts as lost (OM 13.04.2021)."""
    after_booking = booked_on(claim) + ground.policy.lost_after_booking
    return max(after_booking, ground.registered_on + ground.policy.resolve_limit_lost)


def booked_on(claim: Claim) -> date:
    """Return the day of booking. Raises InvalidInput where it is not known."""
    if claim.booked_on is None:
        raise InvalidInput({"booked_on": "Give the date of booking."}, rule="compensation")
    return claim.booked_on


def _by_tariff(claim: Claim, tariff: Tariff) -> int:
    cover = tariff.amount or 0
    if tariff.rule == "postage":
        return _known(claim, "postage") * (tariff.multiple or 1)
    if tariff.rule == "lesser_of":
        return min(_known(claim, "postage") * (tariff.multiple or 1), cover)
    if tariff.rule == "up_to":
        return min(_known(claim, "loss"), cover)
    return min(_known(claim, "loss"), _known(claim, "insured"), cover)


_FIGURES = {
    "postage": "Give the postage paid, in rupees.",
    "insured": "Give the insured value, in rupees.",
    "loss": "Give the real loss, in rupees.",
}


def _known(claim: Claim, name: str) -> int:
    value: int | None = getattr(claim, name)
    if not value:
        raise InvalidInput({name: _FIGURES[name]}, rule="compensation")
    return value


def claimed(claim: Claim, now: datetime, window: timedelta) -> Compensation:
    """Return the case a claim begins: refused at once where the rules give nothing."""
    if not claim.amount:
        return Compensation(Stage.REFUSED, claim, 0, now, now, why=claim.why, settled_at=now)
    return Compensation(Stage.CLAIMED, claim, claim.amount, now, now + window)


def claim_told(claim: Claim) -> dict[str, object]:
    """Return a claim as a history keeps it; what was not said is left out."""
    told: dict[str, object] = {
        "carriage": claim.carriage.value,
        "harm": claim.harm.value,
        "booked_on": booked_on(claim).isoformat(),
        "proof_of_booking": claim.proof_of_booking,
        "amount": claim.amount,
    }
    for name in ("days_late", "postage", "insured", "loss", "bar", "why"):
        if value := getattr(claim, name):
            told[name] = str(value) if isinstance(value, str) else value
    return told


def claim_kept(told: Mapping[str, Any]) -> Claim:
    """Return a claim that a history keeps. Raises LookupError, TypeError or ValueError."""
    return Claim(
        carriage=Carriage(told["carriage"]),
        harm=Harm(told["harm"]),
        booked_on=date.fromisoformat(told["booked_on"]),
        proof_of_booking=bool(told["proof_of_booking"]),
        days_late=told.get("days_late", 0),
        postage=told.get("postage"),
        insured=told.get("insured"),
        loss=told.get("loss"),
        bar=Bar(told["bar"]) if "bar" in told else None,
        amount=told["amount"],
        why=told.get("why", ""),
    )


def parse_rupees(text: str) -> int:
    """Return an amount in paise. Raises ValueError with a sentence."""
    plain = text.replace(",", "").removeprefix("Rs").removeprefix("₹").strip()
    if not _MONEY.fullmatch(plain):
        raise ValueError("This is an amount in rupees, such as 1250.50.")
    whole, _, part = plain.partition(".")
    return int(whole) * PAISE + int(part.ljust(2, "0") or 0)


_MONEY = re.compile(r"\d{1,9}(\.\d{1,2})?", re.ASCII)


def rupees(paise: int) -> str:
    """Return an amount as people read it."""
    return f"Rs {paise // PAISE:,}.{paise % PAISE:02}"
