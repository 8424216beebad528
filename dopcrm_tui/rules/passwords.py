"""Passwords in two profiles: by their length, or by the signs they are made of.

`asvs` (OWASP ASVS 5.0, 6.2) asks for length and for nothing that is guessed first; `nic` (the
staff guide of MeitY and NIC) asks for four kinds of signs and for a new one every 45 days.
"""

import random
import re
import unicodedata
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from dopcrm_tui.rules.policy import PasswordProfile, Policy

ALONE = 15
"""Characters a password needs where it is the only proof."""

WITH_TOKEN = 8
"""Characters a password needs beside a token."""

LONGEST = 128
"""Characters hashed at most: a password of megabytes would keep the desk busy."""

ADDED = 3
"""Signs added to a common password do not make it another one."""

READABLE = "acdefhjkmnprtwxy3479"
"""Signs nobody takes for another on a slip: no 0 o, 1 i l, 2 z, 5 s, 6 b 8, g q, u v."""

KINDS = "a capital letter, a small one, a digit and another sign"

_PRODUCT = ("dopcrm", "indiapost", "dakghar")
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = frozenset(pair for row in _ROWS for way in (row, row[::-1]) for pair in pairwise(way))


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked of somebody's new password: by policy, and with or without a token beside."""

    profile: PasswordProfile = PasswordProfile.ASVS
    has_token: bool = False

    @property
    def shortest(self) -> int:
        """How many characters it has at least."""
        alone = self.profile is PasswordProfile.ASVS and not self.has_token
        return ALONE if alone else WITH_TOKEN

    @property
    def advice(self) -> str:
        """What to tell somebody who chooses one."""
        if self.profile is PasswordProfile.NIC:
            return f"at least {self.shortest} characters: {KINDS}."
        return (
            f"at least {self.shortest} characters. Three or four words that have nothing to do "
            "with you are good and easy to keep."
        )


def check_new_password(
    password: str, *, context: Iterable[str], demand: Demand, common: Container[str] = ()
) -> None:
    """Accept a new password or say what is wrong with it.

    `context` is what others know of its owner: employee ID, name, office. Words below four letters
    do not count. `common` holds what is guessed first, in small letters. Raises ValueError with the
    sentence for the field.
    """
    _check_length(password, demand.shortest)
    if any("\ud800" <= sign <= "\udfff" for sign in password):
        raise ValueError("The password holds a character that no keyboard sends.")
    if demand.profile is PasswordProfile.NIC and not _has_four_kinds(password):
        raise ValueError(f"A password here holds {KINDS}.")
    small = password.casefold()
    if _is_pattern(small) or _is_common(small, common):
        raise ValueError("The password is one that is guessed first. Please choose another.")
    if _holds_any(password, context):
        raise ValueError(
            "The password holds your ID, your name, your office or the name of the department. "
            "Please choose another."
        )


def is_too_old(set_at: datetime, now: datetime, policy: Policy) -> bool:
    """Whether a new password is due: in profile `nic` alone (ASVS 6.2.10 asks for none)."""
    by_age = policy.password_profile is PasswordProfile.NIC
    return by_age and now - set_at >= policy.password_longest_age


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
    return repeats or _is_run(password)


def _is_common(password: str, common: Container[str]) -> bool:
    """Whether it is guessed first, also with figures around it or a few signs before or behind."""
    ends = len(password)
    trimmed = (
        password[before : ends - behind]
        for before in range(ADDED + 1)
        for behind in range(ADDED + 1 - before)
    )
    return _letters(password) in common or any(word in common for word in trimmed)


def _has_four_kinds(password: str) -> bool:
    kinds = (str.isupper, str.islower, str.isdecimal, lambda sign: not sign.isalnum())
    return all(any(kind(sign) for sign in password) for kind in kinds)


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
