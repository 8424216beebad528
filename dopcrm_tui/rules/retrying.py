"""When a notice that was not accepted is tried again."""

from datetime import timedelta

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


def wait_after(attempts: int, asked_for: timedelta | None = None) -> timedelta:
    """Return how long to wait after so many tries (1 is the first): the waits grow to half a day.

    Who received it can ask for longer, up to a day, not for less.
    """
    ours = _WAITS[min(max(attempts, 1), len(_WAITS)) - 1]
    return ours if asked_for is None else max(ours, min(asked_for, _LONGEST))
