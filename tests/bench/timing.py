"""Timing in pairs: the things compared take turns, so that the machine's moods hit both."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Timed:
    """Milliseconds of every run of one piece of work."""

    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.runs)

    def ratio_to(self, floor: "Timed") -> float:
        """Median of the ratios round by round: a busy moment of the machine hits both."""
        return statistics.median(
            ours / least for ours, least in zip(self.runs, floor.runs, strict=True)
        )


def in_turns(works: Mapping[str, Work], rounds: int, warm: int = 3) -> dict[str, Timed]:
    """Run each piece of work `rounds` times, one after the other, after `warm` uncounted rounds."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + warm):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            if number >= warm:
                taken[name].append((time.perf_counter() - start) * 1000)
    return {name: Timed(tuple(runs)) for name, runs in taken.items()}


def verdict(ratio: float, most: float) -> str:
    """Say whether a ratio keeps its bound."""
    return f"{ratio:6.2f} ≤ {most:<5} {'kept' if ratio <= most else 'MISSED'}"
