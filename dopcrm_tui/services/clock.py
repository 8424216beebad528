"""What time it is, as an argument."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the time now, with its zone."""


def utc_now() -> datetime:
    """Return the time of this machine."""
    return datetime.now(UTC)
