"""The numbers in a reply: of a complaint, of a response code, of a rating; in any script."""

import re
import unicodedata
from collections.abc import Iterable

from dopcrm_tui.rules.complaint_number import parse_number

HIDDEN = "••••••"
"""What stands where a response code stood."""

_NUMBER = re.compile(r"(?<!\d)(?<!\d-)\d{4}[ -]?\d{6}[ -]?\d(?!-?\d)", re.ASCII)
_LABELLED_NUMBER = re.compile(
    r"(?:(?:complaint|ref(?:erence)?|शिकायत)?\s*(?:no|number|संख्या|नंबर|क्रमांक)\s*[.:#]?\s*)?#?"
    + _NUMBER.pattern,
    re.ASCII | re.IGNORECASE,
)
_PLUS = re.compile(r"\+(\d{4}-?\d{6}-?\d)(?=[.@])", re.ASCII)
_SIX = r"(?<!\d)(?<!\d-)(?:\d{6}(?!-?\d)|(?<!\d )\d{3}[ -]\d{3}(?![ -]?\d))"
_CODE = re.compile(_SIX, re.ASCII)
_LABELLED_CODE = re.compile(
    rf"(?:\bcode\b|\botp\b|कोड|कूट)(?:\s*(?:no|number|is|संख्या|है))?[\s.:=#*-]*({_SIX})",
    re.ASCII | re.IGNORECASE,
)
_RATING = re.compile(
    r"(?:\brating|\brated?|रेटिंग)(?:\s*(?:is|of|है))?[\s:=-]*([1-5])(?!\d)",
    re.ASCII | re.IGNORECASE,
)


def plain(text: str) -> str:
    """Return the text in one way of writing: its digits 0-9, its dashes `-`, nothing invisible."""
    shown = (sign for sign in unicodedata.normalize("NFKC", text) if not _unseen(sign))
    return "".join(_plain_sign(sign) for sign in shown)


def numbers_in(text: str) -> list[str]:
    """Return the complaint numbers in a plain text, each once; the check digit must fit."""
    return _parsed(found[0] for found in _NUMBER.finditer(text))


def number_in_addresses(addresses: Iterable[str]) -> list[str]:
    """Return the complaint numbers to whose address a letter went: `care+NUMBER@…`."""
    return _parsed(found[1] for each in addresses for found in _PLUS.finditer(plain(each)))


def without_numbers(text: str) -> str:
    """Return a plain text without the complaint numbers in it."""
    return _LABELLED_NUMBER.sub(" ", text)


def codes_in(text: str) -> list[str]:
    """Return all that could be a response code in a plain text, each once."""
    found = _CODE.findall(without_numbers(text))
    return list(dict.fromkeys(re.sub("[ -]", "", each) for each in found))


def labelled_codes(text: str) -> list[str]:
    """Return what a plain text calls a code, each once."""
    found = _LABELLED_CODE.findall(without_numbers(text))
    return list(dict.fromkeys(re.sub("[ -]", "", each) for each in found))


def rating_in(text: str) -> int | None:
    """Return the rating a plain text gives, None where it gives none or two."""
    found = {int(each) for each in _RATING.findall(text)}
    return found.pop() if len(found) == 1 else None


def without_codes(text: str, code: str | None = None) -> str:
    """Return a text as typed with a response code hidden; without one, all that could be it."""
    lines = (_hide(line, code) for line in text.split("\n"))
    return "\n".join(lines)


def _hide(line: str, code: str | None) -> str:
    """Hide codes in a line; where that is needed its digits are written 0-9."""
    written = plain(line)
    bare = without_numbers(written)
    wanted = [each for each in _CODE.findall(bare) if code in (None, re.sub("[ -]", "", each))]
    if not wanted:
        return line
    for each in wanted:
        written = written.replace(each, HIDDEN)
    return written


def _parsed(written: Iterable[str]) -> list[str]:
    numbers: dict[str, None] = {}
    for each in written:
        try:
            numbers[parse_number(each)] = None
        except ValueError:
            continue
    return list(numbers)


def _unseen(sign: str) -> bool:
    return unicodedata.category(sign) == "Cf"


def _plain_sign(sign: str) -> str:
    if unicodedata.category(sign) == "Pd":
        return "-"
    return str(unicodedata.decimal(sign, sign))
