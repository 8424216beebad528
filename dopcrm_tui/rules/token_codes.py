"""The codes of a Trusted Authentication Token: six digits for half a minute, once (RFC 6238)."""

from collections.abc import Callable
from datetime import datetime

STEP = 30
"""Seconds for which a token shows one code."""

DIGITS = 6

SKEW = 1
"""How many steps a token's clock may be off, either way; so a code typed late counts too."""

NEVER = -1
"""The step of a token of which no code was used yet."""


def step_of(now: datetime) -> int:
    """Return which half minute since 1970 a moment is in."""
    return int(now.timestamp()) // STEP


def accepted_step(
    typed: str, code_at: Callable[[int], str], last_step: int, now: datetime
) -> int | None:
    """Return the step whose code was typed, None where it is no code, or one of before.

    A code counts once, and none that is older than the last one that counted. `code_at` gives the
    code of a step. Spaces that were typed between the digits do not matter.
    """
    digits = "".join(typed.split())
    here = step_of(now)
    for step in range(here - SKEW, here + SKEW + 1):
        if step > last_step and code_at(step) == digits:
            return step
    return None
