"""The number a customer quotes: year 2, circle 2, serial 6 and a Damm check digit.

Stored as eleven digits, shown `2607-123456-4`. Damm's check digit finds every single wrong digit
and every swap of two neighbours (H. M. Damm, Total anti-symmetrische Quasigruppen, 2004).
"""

from dopcrm_tui.rules.plain_code import is_digits, plain_code

LAST_SERIAL = 999_999
"""The last complaint a circle can number in a year."""

_LENGTH = 11
_EXAMPLE = "2607-123456-4"
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def make_number(year: int, circle_number: int, serial: int) -> str:
    """Make the number of complaint `serial` (from 1) of a circle (0-99) in an IST year.

    Raises ValueError where a part does not fit its digits, as when the serials are used up.
    """
    if not 2010 <= year <= 2099:
        raise ValueError(f"Complaint numbers run from 2010 to 2099, not in {year}.")
    if not 0 <= circle_number <= 99:
        raise ValueError(
            f"Circle {circle_number} has no place in a complaint number of two digits."
        )
    if serial > LAST_SERIAL:
        raise ValueError(f"Circle {circle_number:02} has used up its complaint numbers of {year}.")
    if serial < 1:
        raise ValueError(f"Complaint serials begin with 1, not {serial}.")
    body = f"{year % 100:02}{circle_number:02}{serial:06}"
    return f"{body}{_damm(body)}"


def parse_number(text: str) -> str:
    """Give the eleven digits of a typed number, with or without hyphens.

    Raises ValueError where the length or the check digit is wrong.
    """
    number = plain_code(text)
    if not is_digits(number):
        raise ValueError(f"A complaint number is eleven digits, such as {_EXAMPLE}.")
    if len(number) != _LENGTH:
        raise ValueError(
            f"A complaint number has eleven digits, such as {_EXAMPLE}; this one has {len(number)}."
        )
    if _damm(number) != 0:
        raise ValueError(
            f"{show_number(number)} is not a complaint number: the check digit does not fit. "
            "Please compare it with the slip."
        )
    return number


def show_number(number: str) -> str:
    """Write eleven digits as people read them: `2607-123456-4`."""
    return f"{number[:4]}-{number[4:10]}-{number[10:]}"


def looks_like_number(text: str) -> bool:
    """Tell whether `text` has the shape of a complaint number, whatever its check digit.

    Eleven digits beginning with 0 are a mobile number with the trunk prefix.
    """
    number = plain_code(text)
    return is_digits(number) and len(number) == _LENGTH and not number.startswith("0")


def _damm(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return interim
