"""Passwords, profile `asvs` (OWASP ASVS 5.0, 6.2): length, no composition rules, no easy guess."""

import random
import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

ALONE = 15
"""Characters a password needs where it is the only proof."""

WITH_TOKEN = 8
"""Characters a password needs beside a token."""

LONGEST = 128
"""Characters hashed at most: a password of megabytes would keep the desk busy."""

READABLE = "acdefhjkmnprtwxy3479"
"""Signs nobody takes for another on a slip: no 0 o, 1 i l, 2 z, 5 s, 6 b 8, g q, u v."""

_PRODUCT = ("dopcrm", "indiapost", "dakghar")
_COMMON = frozenset(
    {"admin", "administrator", "changeme", "iloveyou", "letmein", "password", "passw0rd", "welcome"}
)
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = frozenset(pair for row in _ROWS for way in (row, row[::-1]) for pair in pairwise(way))


def check_new_password(password: str, *, context: Iterable[str], has_token: bool) -> None:
    """Accept a new password or say what is wrong with it.

    `context` is what others know of its owner: employee ID, name, office. Words below four letters
    do not count. Raises ValueError with the sentence for the field.
    """
    _check_length(password, WITH_TOKEN if has_token else ALONE)
    if any("\ud800" <= sign <= "\udfff" for sign in password):
        raise ValueError("The password holds a character that no keyboard sends.")
    if _is_pattern(password.casefold()):
        raise ValueError("The password is a pattern that is guessed first. Please choose another.")
    if _holds_any(password, context):
        raise ValueError(
            "The password holds your ID, your name, your office or the name of the department. "
            "Please choose another."
        )


def new_secret(rng: random.Random) -> str:
    """Draw a one-time secret to be read at a counter: four groups of four, about 69 bits.

    Outside tests `rng` is `secrets.SystemRandom()`.
    """
    return "-".join("".join(rng.choices(READABLE, k=4)) for _ in range(4))


def _check_length(password: str, shortest: int) -> None:
    if len(password) < shortest:
        raise ValueError(
            f"A password has at least {shortest} characters; this one has {len(password)}."
        )
    if len(password) > LONGEST:
        raise ValueError(
            f"A password has at most {LONGEST} characters; this one has {len(password)}."
        )


def _is_pattern(password: str) -> bool:
    repeats = password in (password + password)[1:-1]
    return repeats or _is_run(password) or _letters(password) in _COMMON


def _is_run(password: str) -> bool:
    steps = list(pairwise(password))
    foreseen = sum(first == second or (first, second) in _NEIGHBOURS for first, second in steps)
    return 2 * foreseen > len(steps)


def _letters(password: str) -> str:
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password)


def _holds_any(password: str, context: Iterable[str]) -> bool:
    bare = _bare(password)
    words = [_bare(word) for known in context for word in re.split(r"[\s./,()-]+", known)]
    return any(word in bare for word in (*_PRODUCT, *words) if len(word) >= 4)


def _bare(text: str) -> str:
    """Keep letters, digits and the vowel signs of Indian scripts."""
    return "".join(sign for sign in text.casefold() if unicodedata.category(sign)[0] in "LMN")
