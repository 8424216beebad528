"""How late one may complain, what a loss is worth, how long delivery may take: dated tables.

An empty `valid_from` means as far back as is known, an empty `valid_to` until further notice.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Limitation:
    """Until when a complaint is in time: so many months or days after the basis."""

    subject: str
    basis: str
    months: int | None
    days: int | None
    valid_from: date | None
    valid_to: date | None
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Compensation:
    """What is paid in a case.

    Rule `postage`: the multiple of the postage. `lesser_of`: that or the amount, whichever is less.
    `up_to`: the loss, up to the amount. `up_to_insured`: the loss, up to the insured value, the
    amount being the highest cover.
    """

    case: str
    rule: str
    amount_rupees: int | None
    postage_multiple: int | None
    payee: str
    valid_from: date | None
    valid_to: date | None
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class DeliveryNorm:
    """Days to delivery, not counting the day of posting, Sundays and holidays."""

    service: str
    scope: str
    days_min: int
    days_max: int
    note: str
    source: str


@cache
def limitations() -> tuple[Limitation, ...]:
    """Return the limitation periods."""
    return tuple(
        Limitation(
            subject=row["subject"],
            basis=row["basis"],
            months=_number(row["months"]),
            days=_number(row["days"]),
            valid_from=_date(row["valid_from"]),
            valid_to=_date(row["valid_to"]),
            note=row["note"],
            source=row["source"],
        )
        for row in _table("limits.csv")
    )


@cache
def compensations() -> tuple[Compensation, ...]:
    """Return the compensation table."""
    return tuple(
        Compensation(
            case=row["case"],
            rule=row["rule"],
            amount_rupees=_number(row["amount_rupees"]),
            postage_multiple=_number(row["postage_multiple"]),
            payee=row["payee"],
            valid_from=_date(row["valid_from"]),
            valid_to=_date(row["valid_to"]),
            note=row["note"],
            source=row["source"],
        )
        for row in _table("compensation.csv")
    )


@cache
def delivery_norms() -> tuple[DeliveryNorm, ...]:
    """Return the service standards by which delay is judged."""
    return tuple(
        DeliveryNorm(
            service=row["service"],
            scope=row["scope"],
            days_min=int(row["days_min"]),
            days_max=int(row["days_max"]),
            note=row["note"],
            source=row["source"],
        )
        for row in _table("delivery_norms.csv")
    )


def holds_on(entry: Limitation | Compensation, day: date) -> bool:
    """Tell whether a dated entry is in force on a day."""
    begun = entry.valid_from is None or entry.valid_from <= day
    return begun and (entry.valid_to is None or day <= entry.valid_to)


def _table(name: str) -> Iterator[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _number(text: str) -> int | None:
    return int(text) if text else None


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
