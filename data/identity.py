"""Keys made by the application, so that a cluster needs no counter."""

from datetime import UTC, datetime, timedelta
from random import Random

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
RANDOM_BITS = 22
"""Below 41 bits of milliseconds, which last until 2089."""


def new_id(now: datetime, random: Random) -> int:
    """Return a 63-bit key that sorts by the millisecond it was made in."""
    return (now - EPOCH) // timedelta(milliseconds=1) << RANDOM_BITS | random.getrandbits(
        RANDOM_BITS
    )
