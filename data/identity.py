"""Keys made by the application, so that a cluster needs no counter."""

from datetime import UTC, date, datetime, timedelta
from random import Random

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
RANDOM_BITS = 22
"""Below 41 bits of milliseconds, which last until 2089."""

_MS = timedelta(milliseconds=1)

DAY = (timedelta(days=1) // _MS) << RANDOM_BITS
"""How far ids are apart that were made a day apart.

What belongs to a thing has an id above its own less a day, however the clocks go: a look-up that
says so reads few months where histories lie in parts.
"""


def time_of(id_: int) -> datetime:
    """Return when a key was made, to the millisecond."""
    return EPOCH + timedelta(milliseconds=id_ >> RANDOM_BITS)


def first_id(day: date) -> int:
    """Return a key below all that were made on a day, in India or by UTC."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=6)
    return (midnight - EPOCH) // _MS << RANDOM_BITS


def new_id(now: datetime, random: Random) -> int:
    """Return a 63-bit key that sorts by the millisecond it was made in."""
    return (now - EPOCH) // _MS << RANDOM_BITS | random.getrandbits(RANDOM_BITS)
