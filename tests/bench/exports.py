"""An export of a million rows: `python tests/bench/exports.py --keep FOLDER`.

Writes the closed queue of a store that `store.py` filled, as CSV and as XLSX, each in a process of
its own; prints rows a second and the memory the process had of its own at the end, beside the same
columns read with nothing but the driver and written by Python's own csv. Exit status 1 when a bound
is missed.
"""

import argparse
import csv
import multiprocessing
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from population import NOW
from store import filled

from data.database import Store
from dopcrm_tui.cli.exporting import HEADINGS, _rows
from dopcrm_tui.desk import Desk
from dopcrm_tui.gateways import sheets
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.vocabulary import Queue, Role
from dopcrm_tui.services.queues import Narrowed

LEAST, MOST = 20_000, 150
"""Rows a second, and MB of memory."""

BARE = (
    "SELECT c.number, c.state, c.escalation_level, c.due_at, c.registered_at, c.closed_at,"
    " c.category, c.grievance, c.complainant_name, c.complainant_mobile, c.article_number,"
    " o.code, o.name FROM complaint c JOIN office o ON o.id = c.office_id"
    " WHERE c.closed_at IS NOT NULL ORDER BY c.closed_at DESC, c.id DESC"
)


def main() -> int:
    """Write, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--keep", required=True, help="the folder with the filled stores")
    options = parser.parse_args()
    store = filled(Path(options.keep), options.size)
    missed = False
    for name, work, bound in (
        ("bare csv", _bare, False),
        ("csv", _csv, True),
        ("xlsx", _xlsx, True),
    ):
        rows, seconds, megabytes = _measured(work, store)
        kept = not bound or (rows / seconds >= LEAST and megabytes <= MOST)
        missed |= not kept
        told = f"{rows / seconds:>9,.0f} rows/s {megabytes:>6.0f} MB"
        print(f"{name:<10}{rows:>10,} rows in {seconds:>6.1f} s {told} {'' if kept else 'MISSED'}")
    return int(missed)


def _measured(work: Callable[[Path, Path], int], store: Path) -> tuple[int, float, float]:
    """Run a piece of work in a fresh process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_in_process, args=(theirs, work, store))
    process.start()
    told: tuple[int, float, float] = ours.recv()
    process.join()
    return told


def _in_process(answer, work: Callable[[Path, Path], int], store: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        rows = work(store, Path(folder))
        seconds = time.perf_counter() - begun
    answer.send((rows, seconds, _megabytes()))


def _megabytes() -> float:
    """Return what the process has for itself: pages of the store's file belong to the machine."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("RssAnon:")[1].split()[0]) / 1024


def _bare(store: Path, folder: Path) -> int:
    with sqlite3.connect(store) as connection, (folder / "t.csv").open("w", newline="") as handle:
        writer = csv.writer(handle)
        return sum(1 for row in connection.execute(BARE) if writer.writerow(row))


def _csv(store: Path, folder: Path) -> int:
    return _written(store, folder / "t.csv")


def _xlsx(store: Path, folder: Path) -> int:
    return _written(store, folder / "t.xlsx")


def _written(store: Path, file: Path) -> int:
    desk = Desk.over(Store.open(f"sqlite:///{store}"), clock=lambda: NOW)
    chief = Actor(1, Role.SUPERVISOR, desk.directory.by_code("IN").path)
    rows = _rows(desk, chief, Queue.CLOSED, Narrowed())
    return sheets.write(file, HEADINGS, rows).rows


if __name__ == "__main__":
    raise SystemExit(main())
