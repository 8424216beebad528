"""How often a picture is sent: at once after a rest, then not before the last has been seen."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

FRAME = 1 / 30
"""Seconds between two pictures under load: what changes faster is sent once."""

AT_ONCE = 2
"""Pictures that may follow one another after a rest: a key's own, and what it leads to."""


@dataclass(slots=True)
class Pace:
    """Says when the next picture may go; times are seconds of one clock."""

    every: float = FRAME
    at_once: int = AT_ONCE
    _spent_until: float = -inf

    def wait(self, now: float) -> float:
        """Return for how long the next picture has to wait; 0 where it may go."""
        return max(0.0, self._spent_until - (self.at_once - 1) * self.every - now)

    def sent(self, now: float) -> None:
        """Count a picture that has gone."""
        self._spent_until = max(self._spent_until, now) + self.every
