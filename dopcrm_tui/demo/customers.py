"""Who complains in the demonstration, and of what; every person and number is invented."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from data.catalogues.taxonomy import grievance
from dopcrm_tui.rules.article_number import s10_check_digit
from dopcrm_tui.services.new_complaint import Complainant, NewComplaint

WORDS = Path(__file__).with_name("words.toml")

_CHANNELS = ("counter", "counter", "counter", "letter", "email", "web", "cpgrams")


@dataclass(frozen=True, slots=True)
class Topic:
    """What people say about one kind of grievance."""

    codes: tuple[str, ...]
    english: tuple[str, ...]
    hindi: tuple[str, ...]
    remarks: tuple[str, ...]
    resolutions: tuple[str, ...]
    questions: tuple[str, ...]
    staff: bool


@cache
def words() -> dict[str, Any]:
    """Return the file of words."""
    with WORDS.open("rb") as file:
        return tomllib.load(file)


@cache
def topics() -> tuple[Topic, ...]:
    """Return what can be complained of."""
    return tuple(
        Topic(
            tuple(one["codes"]),
            tuple(one["english"]),
            tuple(one.get("hindi", ())),
            tuple(one["remarks"]),
            tuple(one["resolutions"]),
            tuple(one["questions"]),
            one.get("staff", False),
        )
        for one in words()["topic"]
    )


def said(what: str, random: Random) -> str:
    """Return something that is said on an occasion."""
    return str(random.choice(words()["said"][what]))


def form(topic: Topic, office: str, day: date, random: Random, here: str) -> NewComplaint:
    """Return the form of a complaint against an office, typed at the office `here` on a day."""
    code = random.choice(topic.codes)
    hindi = bool(topic.hindi) and random.random() < 0.25
    channel = random.choice(_CHANNELS)
    return NewComplaint(
        grievance=code,
        complainant=_complainant(office, hindi, random),
        subject=_SUBJECTS[grievance(code).field_set](office, here, day, random),
        against_office=office,
        channel=channel,
        external_reference=_reference(day, random) if channel == "cpgrams" else None,
        description=random.choice(topic.hindi if hindi else topic.english),
        accept_warnings=True,
    )


def _complainant(office: str, hindi: bool, random: Random) -> Complainant:
    people = words()["people"]
    given, family = random.choice(people["given"]), random.choice(people["family"])
    writes = random.random() < 0.4
    return Complainant(
        name=random.choice(people["hindi"]) if hindi else f"{given} {family}",
        mobile=f"90000{random.randrange(100_000):05}",
        email=f"{given}.{family}@example.in".lower() if writes else None,
        address=f"{random.randrange(1, 400)}, {random.choice(people['streets'])}",
        pin=office[:6] if office.isdigit() else None,
        language="hi" if hindi else "en",
        relation=random.choice(("sender", "addressee")),
    )


def _reference(day: date, random: Random) -> str:
    return f"DPOST/E/{day.year}/{random.randrange(10_000_000):07}"


def article(random: Random, service: str = "EM") -> str:
    """Return an article number whose check digit is right."""
    serial = f"{random.randrange(100_000_000):08}"
    return f"{service}{serial}{s10_check_digit(serial)}IN"


def _before(day: date, random: Random, least: int = 4, most: int = 12) -> str:
    return (day - timedelta(days=random.randint(least, most))).isoformat()


def _money(random: Random) -> str:
    return str(random.randrange(100, 20_000, 50))


def _mail(office: str, here: str, day: date, random: Random) -> dict[str, str]:
    return {
        "article_number": article(random, random.choice(("EM", "EL", "CL", "RM"))),
        "booking_date": _before(day, random),
        "booking_office": here,
        "delivery_office": office,
        "postage_paid": _money(random),
    }


def _foreign(_: str, here: str, day: date, random: Random) -> dict[str, str]:
    return {
        "article_number": article(random),
        "direction": "Outbound from India",
        "country": random.choice(("Germany", "Canada", "United Arab Emirates", "New Zealand")),
        "booking_date": _before(day, random, 18, 30),
        "booking_office": here,
    }


def _money_order(office: str, here: str, day: date, random: Random) -> dict[str, str]:
    return {
        "money_order_number": f"{random.randrange(10**12):012}",
        "amount": _money(random),
        "issue_date": _before(day, random),
        "issue_office": here,
        "payment_office": office,
    }


def _account(office: str, _: str, __: date, random: Random) -> dict[str, str]:
    return {
        "cif": f"{random.randrange(10**9):09}",
        "account_number": f"{random.randrange(10**10):010}",
        "scheme": random.choice(("Savings Account", "Recurring Deposit", "Time Deposit")),
        "account_office": office,
    }


def _policy(office: str, _: str, day: date, random: Random) -> dict[str, str]:
    return {
        "policy_number": f"DEMO-{random.randrange(10**6):06}-CS",
        "policy_office": office,
        "application_date": _before(day, random, 30, 60),
    }


def _incident(office: str, _: str, day: date, random: Random) -> dict[str, str]:
    return {"incident_office": office, "incident_date": _before(day, random, 0, 3)}


Subject = Callable[[str, str, date, Random], dict[str, str]]

_SUBJECTS: dict[str, Subject] = {
    "ART": _mail,
    "INT": _foreign,
    "MO": _money_order,
    "SB": _account,
    "INS": _policy,
    "OFF": _incident,
}
"""The fields of each set, for the office complained of, the office of booking and the day."""
