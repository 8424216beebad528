"""How long somebody waits who has guessed wrong: longer each time, and never for ever.

An account that is guessed at keeps its owner out for a minute at most; where the guesses come from
waits longer (OWASP ASVS 5.0, 6.3.1).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Patience:
    """How many wrong tries are free, the longest wait after that, and how soon one is forgotten."""

    free: int
    longest: timedelta
    forgotten: timedelta


ACCOUNT = Patience(free=5, longest=timedelta(minutes=1), forgotten=timedelta(minutes=15))
"""The tries on one employee ID, known or not; right ones count too until they are found right."""

SOURCE = Patience(free=10, longest=timedelta(minutes=15), forgotten=timedelta(minutes=1))
"""The tries from one place: many people may share a machine, and mistype in the morning."""


MOST = 40
"""Wrong tries that are counted; more make no wait longer."""

FORGOTTEN = MOST * max(ACCOUNT.forgotten, SOURCE.forgotten)
"""After so long without a try nothing is held against anybody."""


def wait_after(failures: int, patience: Patience) -> timedelta:
    """Return how long to wait after so many wrong tries: nothing, then 1 s, 2 s, 4 s and so on."""
    beyond = failures - patience.free
    if beyond < 0:
        return timedelta()
    return min(timedelta(seconds=2 ** min(beyond, 20)), patience.longest)


def remembered(failures: int, last_at: datetime, now: datetime, patience: Patience) -> int:
    """Return how many wrong tries still count: one less for every while without another."""
    whiles = max(timedelta(), now - last_at) // patience.forgotten
    return max(0, failures - whiles)


def still_to_wait(failures: int, last_at: datetime, now: datetime, patience: Patience) -> timedelta:
    """Return what is left of the wait; a clock that was set back makes it no longer than it was."""
    wait = wait_after(remembered(failures, last_at, now, patience), patience)
    return max(timedelta(), min(last_at + wait - now, wait))
