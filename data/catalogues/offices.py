"""The offices of India Post, read from the catalogue that contrib/build_offices.py makes.

The catalogue is an outline: a row stands below the nearest row above it that is of a higher kind,
so neither parents nor ids are stored.
"""

import csv
import lzma
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from data.catalogues.circles import circle_numbers

OFFICES_FILE = Path(__file__).with_name("offices.csv.xz")
DEMO_FILE = Path(__file__).with_name("demo_offices.csv")

RANKS = {
    "directorate": 0,
    "circle": 1,
    "region": 2,
    "division": 3,
    "ho": 4,
    "so": 5,
    "bo": 6,
    "mail": 6,
}
"""How far down the tree each kind stands."""

DIRECTORATE_CODE = "IN"
WORD_LENGTH = 40
_BLOCKS = {"R": 100, "D": 1_000, "M": 2_000}
_WORD = re.compile(r"[a-z0-9]+")


class OfficeRow(NamedTuple):
    """One office. A level id names the office of that level above it, or the office itself."""

    id: int
    code: str
    name: str
    kind: str
    pin: str | None
    delivery: bool
    district: str | None
    state: str | None
    parent_id: int | None
    head_office_id: int | None
    division_id: int | None
    region_id: int | None
    circle_id: int | None


def office_id(code: str) -> int:
    """Return the id a code stands for, for ever; KeyError when its circle is unknown.

    A post office's code is its id. All others stay below 1,000,000: the directorate is 1, a circle
    its number times 10,000; its regions count from 100, divisions from 1,000, mail offices from
    2,000 above that.
    """
    if code.isdigit():
        return int(code)
    if code == DIRECTORATE_CODE:
        return 1
    circle, _, serial = code.partition("-")
    base = circle_numbers()[circle] * 10_000
    return base + _BLOCKS[serial[0]] + int(serial[1:]) if serial else base


def read_offices() -> Iterator[OfficeRow]:
    """Yield every office, parents before children; about two seconds for all."""
    with lzma.open(OFFICES_FILE, "rt", encoding="utf-8", newline="") as file:
        yield from _rows(file)


def read_demo_offices() -> Iterator[OfficeRow]:
    """Yield the offices of the demonstration, parents first; codes and ids as in the full list."""
    with DEMO_FILE.open(encoding="utf-8", newline="") as file:
        yield from _rows(file)


def office_words(
    name: str, pin: str | None, code: str, district: str | None = None
) -> tuple[str, ...]:
    """Return the lower-case words an office is found by: name, district, PIN and code."""
    text = f"{name} {district or ''} {pin or ''}".lower()
    return tuple(dict.fromkeys([*_WORD.findall(text), code.lower()]))


def words_of(name: str, pin: str | None, code: str, district: str | None) -> tuple[str, ...]:
    """Return the words by which an office is found, as long as a store keeps them."""
    words = (word[:WORD_LENGTH] for word in office_words(name, pin, code, district))
    return tuple(dict.fromkeys(words))


def _rows(lines: Iterable[str]) -> Iterator[OfficeRow]:
    reader = csv.reader(lines)
    next(reader)
    levels: list[int | None] = [None] * 7
    for kind, code, name, delivery, district, state in reader:
        rank = RANKS[kind]
        is_post = code.isdigit()
        key = int(code) if is_post else office_id(code)
        parent = next((above for above in reversed(levels[:rank]) if above is not None), None)
        levels[rank:] = [key] + [None] * (6 - rank)
        yield OfficeRow(
            key,
            code,
            name,
            kind,
            code[:6] if is_post else None,
            delivery == "1",
            district or None,
            state or None,
            parent,
            levels[4],
            levels[3],
            levels[2],
            levels[1],
        )
