"""The department's numbers, dated, as policy.toml has them."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

POLICY_FILE = Path(__file__).with_name("policy.toml")

PolicyValue = timedelta | int | str

_DURATION = re.compile(
    r"P(?=.)(?:(?P<days>\d+)D)?(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?)?"
)


@dataclass(frozen=True, slots=True)
class PolicyEntry:
    """One value of one key, and from when it holds."""

    key: str
    value: PolicyValue
    text: str
    """The value as written in the file: P21D, 3, delivery."""
    valid_from: date
    source: str
    meaning: str


@cache
def policy_entries() -> tuple[PolicyEntry, ...]:
    """Return every dated value, in the order of keys in the file and of dates within a key."""
    with POLICY_FILE.open("rb") as file:
        tables = tomllib.load(file)
    return tuple(
        PolicyEntry(
            key=key,
            value=policy_value(entry["value"]),
            text=str(entry["value"]),
            valid_from=entry["valid_from"],
            source=entry["source"],
            meaning=entry["meaning"],
        )
        for key, entries in tables.items()
        for entry in sorted(entries, key=lambda entry: entry["valid_from"])
    )


def policy_on(day: date) -> dict[str, PolicyValue]:
    """Return the value each key has on a day; keys that do not hold yet are left out."""
    return {entry.key: entry.value for entry in policy_entries() if entry.valid_from <= day}


def policy_value(written: int | str) -> PolicyValue:
    """Return a value as written in the file: a duration as such, all else unchanged."""
    if isinstance(written, int) or not _DURATION.fullmatch(written):
        return written
    return duration(written)


def duration(text: str) -> timedelta:
    """Return an ISO 8601 duration of days, hours and minutes; ValueError for any other text."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no duration such as P21D or PT48H.")
    return timedelta(**{unit: int(number) for unit, number in match.groupdict("0").items()})
