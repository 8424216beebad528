"""What a claim for compensation comes to: by the complaint it belongs to, and the dated tables."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from data.catalogues.limits import Limitation, compensations, holds_on, limitations
from data.models.complaint import Complaint as Row
from dopcrm_tui.rules.compensation import (
    PAISE,
    Carriage,
    Claim,
    Ground,
    Tariff,
    amount_of,
    booked_on,
    case_of,
    parse_rupees,
)
from dopcrm_tui.rules.dates import today
from dopcrm_tui.services.moment import Moment

_LIMITS = {
    Carriage.SPEED_POST: "compensation_speed_post",
    Carriage.REGISTERED: "compensation_registered",
    Carriage.INSURED: "compensation_insured",
    Carriage.INSURED_NOTES: "compensation_insured",
}
_FIGURES = {"postage": "postage_paid", "insured": "insured_value", "loss": "declared_value"}
"""Where the complaint itself tells the figures of a claim."""


def assessed(moment: Moment, row: Row, claim: Claim) -> Claim:
    """Return a claim with what the complaint tells of it, and with what is payable.

    Raises InvalidInput naming a figure that is not known, Conflict where it is too early.
    """
    known = replace(claim, **_told_by(row.subject, claim))
    booked = booked_on(known)
    ground = Ground(
        row.relation,
        today(row.registered_at),
        today(moment.now),
        _tariff(known, booked),
        _until(known.carriage, booked),
        moment.policy,
    )
    amount, why = amount_of(known, ground)
    return replace(known, amount=amount, why=why)


def _told_by(subject: dict[str, Any], claim: Claim) -> dict[str, Any]:
    """Return what the subject of a complaint tells and the claim does not."""
    found: dict[str, Any] = {
        name: parse_rupees(subject[told])
        for name, told in _FIGURES.items()
        if getattr(claim, name) is None and subject.get(told)
    }
    if claim.booked_on is None and (booked := subject.get("booking_date")):
        found["booked_on"] = date.fromisoformat(booked)
    return found


def _tariff(claim: Claim, booked: date) -> Tariff | None:
    case = case_of(claim.carriage, claim.harm)
    for each in compensations():
        if each.case == case and holds_on(each, booked):
            most = each.amount_rupees
            amount = None if most is None else most * PAISE
            return Tariff(each.rule, amount, each.postage_multiple)
    return None


def _until(carriage: Carriage, booked: date) -> date | None:
    """Return the last day on which one may claim for an article booked on a day."""
    subject = _LIMITS[carriage]
    held = [each for each in limitations() if each.subject == subject and holds_on(each, booked)]
    return _end(held[0], booked) if held else None


def _end(limit: Limitation, booked: date) -> date:
    if limit.days is not None:
        return booked + timedelta(days=limit.days)
    months = booked.month - 1 + (limit.months or 0)
    year, month = booked.year + months // 12, months % 12 + 1
    return date(year, month, min(booked.day, monthrange(year, month)[1]))
