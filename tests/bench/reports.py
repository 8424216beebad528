"""Reports over a million complaints with ten million entries: `python tests/bench/reports.py`.

For each report and scope: its first screen and the list behind a figure, beside a plain GROUP BY
over the complaints and their histories, in one run. Filled stores are kept in a folder (`--keep
FOLDER`). `--postgresql URL` measures there: an empty database, filled from the same rows. Exit
status 1 when a bound is missed.
"""

import argparse
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from marked import lengthen, mark_all
from population import NOW
from sqlalchemy import text
from sqlmodel import select
from store import filled
from timing import in_turns

from data.catalogues.offices import read_offices
from data.database import Store
from data.models.complaint import Complaint
from data.models.operator import Operator
from data.postgresql import pour
from data.setup import create_store
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.dates import today
from dopcrm_tui.rules.period import Period, year_to
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.reporting.columns import Report
from dopcrm_tui.rules.reporting.reports import REPORTS
from dopcrm_tui.rules.vocabulary import Role
from dopcrm_tui.services.reports import Filters
from dopcrm_tui.services.summing import Summing

FIRST_SCREEN, DRILL = 300.0, 150.0
"""Milliseconds that are allowed."""

PLACES = ("IN", "KL", "KL-R2", "KL-D18", "682001001")
"""The country, a circle, a region, a division, an office."""

PLAIN_NOW = (
    "SELECT circle_id, state, count(*), sum(CASE WHEN due_at <= :now THEN 1 ELSE 0 END)"
    " FROM complaint WHERE closed_at IS NULL GROUP BY circle_id, state"
)
PLAIN_PERIOD = (
    "SELECT c.circle_id, e.action, count(*) FROM event e JOIN complaint c ON c.id = e.complaint_id"
    " WHERE e.at >= :since AND e.action IN ('register', 'accept', 'reject', 'transfer')"
    " GROUP BY c.circle_id, e.action"
)


def main() -> int:
    """Fill or find the store, time, print; return the exit status."""
    options = _options()
    folder = Path(options.keep or tempfile.mkdtemp(prefix="dopcrm-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        store = _store(folder, options)
        return 1 if _measure(store, options.rounds) else 0
    finally:
        if not options.keep:
            shutil.rmtree(folder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", help="a folder to keep the filled stores in")
    parser.add_argument("--postgresql", metavar="URL", help="an empty database to measure")
    return parser.parse_args()


def _store(folder: Path, options: argparse.Namespace) -> Store:
    kept = folder / f"reports-{options.size}.db"
    if not kept.exists():
        making = folder / "reports.making"
        shutil.copy(filled(folder, options.size), making)
        made = Store.open(f"sqlite:///{making}")
        _complete(made)
        made.close()
        with sqlite3.connect(making) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        making.rename(kept)
    if not options.postgresql:
        return Store.open(f"sqlite:///{kept}")
    store = Store.open(options.postgresql)
    if store.revision() is None:
        _fill_server(options.postgresql, kept)
        _complete(store)
    return store


def _fill_server(url: str, kept: Path) -> None:
    """Bring the complaints over; the rest is made there."""
    store = create_store(url, read_offices(), now=NOW, random=random.Random(0))
    source = Store.open(f"sqlite:///{kept}")
    columns = list(Complaint.__table__.columns)
    with source.reading(unhurried=True) as old, store.writing() as new:
        operators = old.exec(select(Operator)).all()
        new.add_all(Operator(**each.model_dump()) for each in operators)
        new.flush()
        rows = old.connection().execute(Complaint.__table__.select())
        while some := rows.fetchmany(20_000):
            pour(new.connection(), columns, [list(row) for row in some])


def _complete(store: Store) -> None:
    begun = time.perf_counter()
    print("Filling histories, marks and sums …", file=sys.stderr)
    with store.altering() as connection:
        if not store.is_sqlite:  # what refers to nothing is not looked for ten million times
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        mark_all(connection)
        lengthen(connection)
    _analyse(store)
    days = Summing(_desk(store).intake.ground).sum_when_due()
    _analyse(store)
    print(f"{days} days summed; all in {time.perf_counter() - begun:.0f} s", file=sys.stderr)


def _analyse(store: Store) -> None:
    """Do what a server does by itself in the time between."""
    with store.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("ANALYZE" if store.is_sqlite else "VACUUM ANALYZE"))


def _desk(store: Store) -> Desk:
    return Desk.over(store, clock=lambda: NOW, chance=random.Random(3))


def _measure(store: Store, rounds: int) -> int:
    desk = _desk(store)
    chief = Actor(1, Role.SUPERVISOR, desk.directory.by_code("IN").path)
    missed = 0
    _plain(store, rounds)
    print(f"{'report':<14}{'of':<11}{'period':<8}{'screen ms':>10}{'slowest drill ms':>18}")
    for report in REPORTS:
        for place in PLACES:
            for name, filters in _filters(report, place):
                missed += _one(desk, chief, report, name, filters, rounds)
    return missed


def _filters(report: Report, place: str) -> list[tuple[str, Filters]]:
    if not report.of_period:
        return [("now", Filters(place))]
    day = today(NOW)
    periods = {"usual": None, "year": year_to(day), "odd": Period(day.replace(month=3, day=7), day)}
    return [(name, Filters(place, period)) for name, period in periods.items()]


def _one(desk: Desk, chief: Actor, report: Report, name: str, filters: Filters, rounds: int) -> int:
    try:
        sheet = desk.reports.read(chief, report.name, filters)
    except InvalidInput:
        return 0
    screen = in_turns(
        {"screen": lambda: desk.reports.read(chief, report.name, filters)}, rounds, warm=1
    )["screen"].median
    slowest = 0.0
    rows = [None, *(row.key for row in sheet.rows[:2]), *(row.key for row in sheet.rows[-1:])]
    for row in rows[1:] if report.name == "ping-pong" else rows:
        for column in range(len(report.columns)):

            def drill(row: str | None = row, column: int = column) -> object:
                return desk.reports.behind(chief, report.name, filters, row, column)

            slowest = max(slowest, in_turns({"drill": drill}, 3, warm=1)["drill"].median)
    kept = screen <= FIRST_SCREEN and slowest <= DRILL
    print(
        f"{report.name:<14}{filters.office:<11}{name:<8}{screen:>10.1f}{slowest:>18.1f}"
        f"  {'' if kept else 'MISSED'}",
        flush=True,
    )
    return not kept


def _plain(store: Store, rounds: int) -> None:
    since = f"{year_to(today(NOW)).first} 00:00:00"
    with store.reading(unhurried=True) as session:
        connection = session.connection()
        now = {"now": NOW.strftime("%Y-%m-%d %H:%M:%S") if store.is_sqlite else NOW}
        timed = in_turns(
            {
                "open": lambda: connection.execute(text(PLAIN_NOW), now).all(),
                "year": lambda: connection.execute(text(PLAIN_PERIOD), {"since": since}).all(),
            },
            max(1, rounds // 3),
            warm=0,
        )
    for name, what in (("open", "complaints that are open"), ("year", "a year's entries")):
        print(f"a plain GROUP BY over {what}: {timed[name].median:,.0f} ms")


if __name__ == "__main__":
    raise SystemExit(main())
