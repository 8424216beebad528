"""How costly a password's hash is: never below the floor, as slow as a login may be."""

from collections.abc import Callable, Mapping
from time import perf_counter

from argon2 import PasswordHasher

FLOOR = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""Argon2id with 19 MiB and two passes, the floor OWASP names; 27 ms here, 135 on a weak machine."""

LONGEST = 0.25
"""Seconds that a hash may take on the machine where the store is made."""

MOST_PASSES = 40

PASSES = "password_passes"
"""The row of `store_info` with the passes that were found when the store was made."""


def hasher(passes: int) -> PasswordHasher:
    """Return the hasher of so many passes, at least those of the floor."""
    return PasswordHasher(
        time_cost=min(max(passes, FLOOR.time_cost), MOST_PASSES),
        memory_cost=FLOOR.memory_cost,
        parallelism=FLOOR.parallelism,
    )


def calibrated(seconds_of: Callable[[PasswordHasher], float] | None = None) -> int:
    """Return with how many passes a hash takes at most `LONGEST` on this machine."""
    floor = (seconds_of or _measured)(FLOOR)
    return hasher(int(FLOOR.time_cost * LONGEST / floor)).time_cost


def hasher_of(told: Mapping[str, str]) -> PasswordHasher:
    """Return the hasher of a store by what it says of itself (`Store.told`)."""
    passes = told.get(PASSES, "")
    return hasher(int(passes)) if passes.isdigit() else FLOOR


def _measured(one: PasswordHasher) -> float:
    """Return the seconds a hash takes at best: what else the machine does is not counted."""
    return min(_once(one) for _ in range(5))


def _once(one: PasswordHasher) -> float:
    begun = perf_counter()
    one.hash("counter seven opens early")
    return perf_counter() - begun
