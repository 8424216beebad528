"""Article numbers: UPU S10 where they follow it, 13 to 18 letters and digits as CPGRAMS takes them.

A failing check digit is a warning, never a refusal: old, foreign and money-order numbers exist,
and a pass proves nothing (about 2 % of single wrong digits slip through).
"""

import re
from dataclasses import dataclass

from dopcrm_tui.rules.plain_code import is_digits, plain_code

_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_S10 = re.compile(r"(?P<service>[A-Z]{2})(?P<serial>\d{8})(?P<check>\d)[A-Z]{2}", re.ASCII)
_RESERVED = "JKSTW"
_CUSTOMARY = "CELRUV"


@dataclass(frozen=True)
class ArticleCheck:
    """An article number that can be stored, and what is odd about it."""

    number: str
    """Upper case, without spaces and hyphens."""

    warning: str | None
    """What to ask the customer again; None where nothing is odd. The clerk may override it."""


def check_article(text: str) -> ArticleCheck:
    """Normalise a typed article number and warn of what does not fit UPU S10.

    Raises ValueError where it is not 13 to 18 letters and digits (the CPGRAMS field).
    """
    number = plain_code(text).upper()
    if not number:
        raise ValueError("The article number is missing.")
    if not (number.isascii() and number.isalnum()):
        raise ValueError("An article number is letters A-Z and digits only, such as EM123456785IN.")
    if not 13 <= len(number) <= 18:
        raise ValueError(
            f"An article number has 13 to 18 letters and digits; this one has {len(number)}."
        )
    return ArticleCheck(number, _warning(number))


def s10_check_digit(serial: str) -> int:
    """Compute the check digit of eight digits (UPU S10).

    Raises ValueError where `serial` is not eight digits.
    """
    if len(serial) != len(_WEIGHTS) or not is_digits(serial):
        raise ValueError("The serial of an article number has eight digits.")
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, serial, strict=True))
    check = 11 - total % 11
    return {10: 0, 11: 5}.get(check, check)


def _warning(number: str) -> str | None:
    s10 = _S10.fullmatch(number)
    if s10:
        odd = [*_odd_check_digit(s10["serial"], s10["check"]), *_odd_prefix(s10["service"])]
    elif len(number) == 13:
        odd = ["13 characters are usually two letters, nine digits, two letters"]
    else:
        odd = []
    if not odd:
        return None
    return f"{number}: {' and '.join(odd)}. Please compare it with the receipt."


def _odd_check_digit(serial: str, check: str) -> list[str]:
    expected = s10_check_digit(serial)
    return [] if int(check) == expected else [f"the check digit should be {expected}, not {check}"]


def _odd_prefix(service: str) -> list[str]:
    if service[0] in _RESERVED:
        return [f"service letters beginning with {service[0]} are reserved"]
    if service[0] not in _CUSTOMARY:
        return [f"the service letters {service} are not known here"]
    return []
