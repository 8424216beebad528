"""When a notice that was not accepted is tried again, and when a way out that is shut.

Our own fault uses up nobody's tries: a way that is shut waits as a whole, its notices with it.
"""

from datetime import timedelta

from dopcrm_tui.rules.policy import Policy

_WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
)
LEASE = timedelta(minutes=10)
"""How long a notice is in one sender's hand; whoever dies meanwhile has it taken over after."""

_LONGEST = timedelta(days=1)
"""Nobody outside can ask for more."""

_WAITS_OF_WAY = (
    timedelta(minutes=1),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=10),
    timedelta(minutes=15),
)
"""Short: it is one try for all who wait. Long enough that no server locks our account for it."""

FAULTS = 3
"""So many notices that break one after the other are no fault of theirs."""

REFUSALS = 10
"""So many addresses refused one after the other tell of our settings, not of the addresses."""


def wait_after(attempts: int, asked_for: timedelta | None = None) -> timedelta:
    """Return how long to wait after so many tries (1 is the first): the waits grow to half a day.

    Who received it can ask for longer, up to a day, not for less.
    """
    ours = _WAITS[min(max(attempts, 1), len(_WAITS)) - 1]
    return ours if asked_for is None else max(ours, min(asked_for, _LONGEST))


def wait_for_way(tries: int, asked_for: timedelta | None = None) -> timedelta:
    """Return how long a way that is shut is left alone after so many tries (1 is the first)."""
    ours = _WAITS_OF_WAY[min(max(tries, 1), len(_WAITS_OF_WAY)) - 1]
    return ours if asked_for is None else max(ours, min(asked_for, _LONGEST))


def has_no_more_tries(attempts: int, waited: timedelta, policy: Policy, *, doubtful: bool) -> bool:
    """Whether a notice is given up after so many tries.

    Where it is `doubtful` that the fault is the notice's, it must have waited long as well.
    """
    tired = attempts >= policy.notice_tries
    return tired and (not doubtful or waited >= policy.notice_longest_wait)


def has_waited_too_long(waited: timedelta, shut_for: timedelta, policy: Policy) -> bool:
    """Whether a notice is given up untried: its way was shut all that time, somebody must phone."""
    return min(waited, shut_for) >= policy.notice_longest_wait
