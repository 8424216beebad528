"""How fast the sweeper is: `python tests/bench/sweep.py`.

Prints complaints swept a second on a store of 50,000, each closed or escalated with its event and
notices, and what a pass over 1,000 due ones costs with 10,000 complaints in the store and with
1,000,000, in turns within one run: the acts, and the acts with the copying of SQLite's log into its
file, for which nobody waits. `--keep FOLDER` keeps the filled stores. Exit status 1 when a
bound is missed.
"""

import argparse
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import SystemRandom

from population import NOW
from store import filled
from timing import verdict

from data.database import Store
from dopcrm_tui.desk import Desk

RATE = 2_000
"""Complaints a second, at least (on two cores, SQLite)."""

GROWTH = 1.2
"""The most that a pass may cost with a hundred times the complaints."""

PAST = "2026-11-22 04:30:00.000000"
DUE = 1_000
HOUR = 3_600_000
"""Milliseconds."""


def main() -> int:
    """Fill or find the stores, sweep, print; return the exit status."""
    options = _options()
    folder = Path(options.keep or tempfile.mkdtemp(prefix="dopcrm-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        missed = _rate(folder) + _growth(folder, options.large, options.rounds)
    finally:
        if not options.keep:
            shutil.rmtree(folder)
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--keep", help="a folder to keep the filled stores in")
    return parser.parse_args()


def _rate(folder: Path) -> int:
    """Print how many complaints are swept a second: the median of rounds of 1,000 due."""
    file = _copy(filled(folder, 50_000), folder / "rate.db")
    rates = []
    for _ in range(5):
        rates.append(DUE / _swept(file, _make_due(file, DUE)).whole)
    rate = statistics.median(rates)
    kept = rate >= RATE
    print(f"swept a second, 50,000 complaints  {rate:8,.0f} ≥ {RATE:,} {_word(kept)}")
    return not kept


def _growth(folder: Path, large: int, rounds: int) -> int:
    """Print what a pass costs in either store, in turns, without and with the log's copying."""
    files = [_copy(filled(folder, size), folder / f"growth-{size}.db") for size in (10_000, large)]
    passes: list[list[Swept]] = [[], []]
    for number in range(rounds + 1):
        for place, file in enumerate(files):
            swept = _swept(file, _make_due(file, DUE))
            if number:
                passes[place].append(swept)
    small, big = passes
    acts = _print_growth("acts", large, [one.acts for one in small], [one.acts for one in big])
    _print_growth("with tidying", large, [one.whole for one in small], [one.whole for one in big])
    return acts > GROWTH


def _print_growth(what: str, large: int, small: list[float], big: list[float]) -> float:
    ratio = statistics.median(b / s for s, b in zip(small, big, strict=True))
    first, second = (statistics.median(each) * 1000 for each in (small, big))
    print(
        f"pass over {DUE:,} due, {what:12}  10,000 complaints {first:6.0f} ms, {large:,} "
        f"{second:6.0f} ms, ratio {verdict(ratio, GROWTH)}"
    )
    return ratio


def _word(kept: bool) -> str:
    return "kept" if kept else "MISSED"


def _copy(source: Path, target: Path) -> Path:
    """Copy a store, and answer what has rung in it already."""
    shutil.copyfile(source, target)
    _sweep(target, until=NOW + timedelta(milliseconds=HOUR))
    return target


def _make_due(file: Path, count: int) -> int:
    """Let `count` complaints be due, half late and half of silent customers.

    They were registered one after the other, at a time drawn anew, as what falls due together was.
    """
    with sqlite3.connect(file) as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM complaint ORDER BY id")]
        first = SystemRandom().randrange(len(ids) - count)
        chosen = [(each,) for each in ids[first : first + count]]
        late, asked = chosen[: count // 2], chosen[count // 2 :]
        connection.executemany(
            "UPDATE complaint SET state = 'pending', queue = 'pending', escalation_level = 0,"
            " closed_at = NULL, closure_reason = NULL, closure_agreed = NULL WHERE id = ?",
            chosen,
        )
        connection.executemany("DELETE FROM deadline WHERE complaint_id = ?", chosen)
        connection.executemany(_ALARM.format("resolve", f"'{PAST}'", "NULL"), late)
        connection.executemany(
            "UPDATE complaint SET state = 'confirmation_sought', queue = 'waiting' WHERE id = ?",
            asked,
        )
        connection.executemany(_ALARM.format("resolve", "NULL", "5000"), asked)
        connection.executemany(_ALARM.format("confirmation", f"'{PAST}'", "NULL"), asked)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return count


_ALARM = (
    "INSERT INTO deadline (complaint_id, kind, circle_id, due_at, remaining_seconds)"
    " SELECT id, '{}', registered_circle_id, {}, {} FROM complaint WHERE id = ?"
)


@dataclass(frozen=True)
class Swept:
    """What a pass did, and the seconds it took."""

    done: int
    acts: float
    tidying: float

    @property
    def whole(self) -> float:
        return self.acts + self.tidying


def _swept(file: Path, due: int) -> Swept:
    swept = _sweep(file)
    if swept.done != due:
        sys.exit(f"{due} were due, but {swept.done} were done")
    return swept


def _sweep(file: Path, until: datetime | None = None) -> Swept:
    store = Store.open(f"sqlite:///{file}")
    # Ids hold the millisecond: a clock that stands through a hundred passes would repeat them.
    now = until or NOW + timedelta(milliseconds=SystemRandom().randrange(HOUR))
    sweeper = Desk.over(store, clock=lambda: now, chance=SystemRandom()).sweeper
    sweeper.announce()
    begun = time.perf_counter()
    done = sum(sweeper.ring().done.values())
    acted = time.perf_counter()
    sweeper.tidy()
    swept = Swept(done, acted - begun, time.perf_counter() - acted)
    store.close()
    return swept


if __name__ == "__main__":
    sys.exit(main())
