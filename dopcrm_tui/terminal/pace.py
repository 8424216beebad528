"""How often a picture is sent: at once after a rest, then not before the last has been seen."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

FRAME = 1 / 30
"""Seconds between two pictures: what changes faster is sent once."""


@dataclass(slots=True)
class Pace:
    """Remembers when a picture was sent last; times are seconds of one clock."""

    every: float = FRAME
    sent_at: float = -inf

    def wait(self, now: float) -> float:
        """Return for how long the next picture has to wait; 0 where it may go."""
        return max(0.0, self.sent_at + self.every - now)
