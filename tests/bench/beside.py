"""How long a clerk's save takes while a sweeper works: `python tests/bench/beside.py`.

Prints the median and the 99th of a hundred saves on a SQLite store of 50,000 complaints, alone and
while a sweeper of its own process answers thousands of alarms as fast as it may beside people.
Exit status 1 when a bound is missed.
"""

import argparse
import multiprocessing
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from random import SystemRandom

from population import BUSY_OFFICE, NOW
from store import OPERATOR_ID, _form, filled
from sweep import HOUR, _copy, _make_due

from data.database import Store
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.vocabulary import Role
from dopcrm_tui.services.sweeper import BESIDE_PEOPLE, Pace

MEDIAN, LAST = 10.0, 100.0
"""Milliseconds: the bounds of the middle save, and of the 99th of a hundred (on two cores)."""

DUE = 6_000
ALONE = 300


def main() -> int:
    """Fill, save alone, save beside the sweeper, print; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", help="a folder to keep the filled store in")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dopcrm-bench-") as name:
        source = Path(options.keep or name)
        source.mkdir(parents=True, exist_ok=True)
        file = _copy(filled(source, 50_000), Path(name) / "beside.db")
        _make_due(file, DUE)
        return _measure(file)


def _measure(file: Path) -> int:
    desk = Desk.over(Store.open(f"sqlite:///{file}"), clock=_clock, chance=SystemRandom())
    clerk = Actor(OPERATOR_ID, Role.OPERATOR, desk.directory.path_of(BUSY_OFFICE), "10000001")
    _print("alone", [_save(desk, clerk, place) for place in range(ALONE)])
    ready, over = multiprocessing.Event(), multiprocessing.Value("i", -1)
    sweeper = multiprocessing.Process(target=_sweep, args=(file, ready, over))
    sweeper.start()
    ready.wait()
    beside, place = [], ALONE
    while over.value < 0:
        beside.append(_save(desk, clerk, place))
        place += 1
        time.sleep(0.005)  # a clerk is no loop: another one may be next
    sweeper.join()
    print(f"{over.value:,} alarms were answered meanwhile")
    return _print("beside a sweeper", beside)


def _clock():
    return NOW + timedelta(milliseconds=SystemRandom().randrange(HOUR))


def _sweep(file: Path, ready, over) -> None:
    desk = Desk.over(Store.open(f"sqlite:///{file}"), clock=_clock, chance=SystemRandom())
    desk.sweeper.announce()
    ready.set()
    over.value = sum(desk.sweeper.ring(pace=Pace(BESIDE_PEOPLE, time.sleep)).done.values())


def _save(desk: Desk, clerk: Actor, place: int) -> float:
    begun = time.perf_counter()
    desk.intake.register(clerk, _form(place))
    return (time.perf_counter() - begun) * 1_000


def _print(what: str, took: list[float]) -> int:
    middle, last = statistics.median(took), statistics.quantiles(took, n=100)[98]
    kept = middle <= MEDIAN and last <= LAST
    print(
        f"{what:18} {len(took):5} saves: median {middle:6.1f} ≤ {MEDIAN:.0f} ms, "
        f"99th {last:6.1f} ≤ {LAST:.0f} ms {'kept' if kept else 'MISSED'}"
    )
    return not kept


if __name__ == "__main__":
    sys.exit(main())
