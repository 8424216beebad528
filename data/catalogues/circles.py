"""The postal circles, with the two digits a complaint number carries."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

CIRCLES_FILE = Path(__file__).with_name("circles.csv")


class Circle(NamedTuple):
    """One postal circle; number and code are assigned once and kept."""

    number: int
    code: str
    name: str


@cache
def circles() -> tuple[Circle, ...]:
    """Return all circles in the order of their numbers (1 to 99)."""
    with CIRCLES_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Circle(int(row["number"]), row["code"], row["name"]) for row in csv.DictReader(file)
        )


@cache
def circle_numbers() -> dict[str, int]:
    """Return the number of each circle by its two-letter code."""
    return {circle.code: circle.number for circle in circles()}
