"""How the desk keeps its speed as the store grows: `python tests/bench/store.py`.

Prints one table: each thing a clerk waits for, with 10,000 complaints and with 1,000,000, in turns
within one run, and the ratio of the medians. Filled stores are kept in a folder (`--keep FOLDER`)
and used again. Exit status 1 when a bound is missed.
"""

import argparse
import itertools
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from population import BUSY_OFFICE, NOW, Population, make_store, populate
from sqlalchemy import event
from sqlmodel import Session, select
from timing import in_turns, verdict

from data.database import Store
from data.models.complaint import Complaint
from data.models.operator import Operator
from data.queries import lines
from data.queries.lines import Wanted
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.jurisdiction import Reach, reach_of, work_scope
from dopcrm_tui.rules.vocabulary import Queue, Role
from dopcrm_tui.services.new_complaint import NewComplaint

GROWTH = 1.2
"""The most that any of these may cost with a hundred times the complaints."""

LAYERS = 3.0
"""The most that a page through the store's layers may cost over the bare driver with its SQL."""

OPERATOR_ID = 1


def main() -> int:
    """Fill or find both stores, time, print; return the exit status."""
    options = _options()
    folder = Path(options.keep or tempfile.mkdtemp(prefix="dopcrm-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        small = _population(folder, options.small)
        large = _population(folder, options.large)
        missed = _growth(small, large, options.rounds) + _layers(large, options.rounds)
    finally:
        if not options.keep:
            shutil.rmtree(folder)
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--keep", help="a folder to keep the filled stores in")
    return parser.parse_args()


def _population(folder: Path, size: int) -> Population:
    return Population(f"sqlite:///{filled(folder, size)}", size)


def filled(folder: Path, size: int) -> Path:
    """Return the store of `size` complaints in a folder, filled now where it is not there."""
    kept = folder / f"{size}.db"
    if kept.exists():
        return kept
    print(f"Filling a store with {size:,} complaints …", file=sys.stderr)
    making = folder / f"{size}.making"
    make_store(making)
    _add_operator(making)
    populate(making, size, OPERATOR_ID)
    return making.rename(kept)


def _add_operator(file: Path) -> None:
    store = Store.open(f"sqlite:///{file}")
    with store.writing() as session:
        session.add(
            Operator(
                id=OPERATOR_ID,
                employee_id="10000001",
                name="Bench",
                role=Role.OPERATOR,
                office_id=BUSY_OFFICE,
                password_hash="",
                password_set_at=NOW,
                created_at=NOW,
            )
        )
    store.close()


def _works(population: Population) -> dict[str, Callable[[], object]]:
    desk = Desk.open(population.url, clock=lambda: NOW)  # a kept store knows the keys of last time
    actor = Actor(OPERATOR_ID, Role.OPERATOR, desk.directory.path_of(BUSY_OFFICE), "10000001")
    first = desk.queues.page(actor, Queue.PENDING)
    assert first.more, "the measured queue has to fill more than one page"
    samples = _samples(desk.store)
    turn = itertools.cycle(samples)
    fresh = itertools.count()
    circle = Actor(OPERATOR_ID, Role.SUPERVISOR, desk.directory.path_of(actor.office.circle_id))
    return {
        "first page of an office's queue": lambda: desk.queues.page(actor, Queue.PENDING),
        "next page": lambda: desk.queues.page(actor, Queue.PENDING, after=first.last),
        "first page of a circle's queue": lambda: desk.queues.page(circle, Queue.PENDING),
        "open a complaint": lambda: desk.cases.show(actor, next(turn).number),
        "search by number": lambda: desk.queues.search(actor, next(turn).number),
        "search by article": lambda: desk.queues.search(actor, next(turn).article_number),
        "search by mobile": lambda: desk.queues.search(actor, next(turn).complainant_mobile),
        "search by part of an article": lambda: desk.queues.search(
            actor, next(turn).article_number[3:-2]
        ),
        "badge counts, office": lambda: desk.queues.badges(actor),
        "badge counts, circle": lambda: desk.queues.badges(circle),
        "register": lambda: desk.intake.register(actor, _form(next(fresh))),
    }


def _samples(store: Store) -> list[Complaint]:
    with store.reading() as session:
        wanted = select(Complaint).where(Complaint.office_id == BUSY_OFFICE).limit(200)
        found = list(session.exec(wanted))
    random.Random(3).shuffle(found)
    return found


def _form(place: int) -> NewComplaint:
    return NewComplaint(
        grievance="101",
        complainant={"name": "Asha Nair", "mobile": f"98{place % 100_000_000:08}"},
        subject={
            "article_number": "EM123456785IN",
            "booking_date": "2026-11-01",
            "booking_office": str(BUSY_OFFICE),
        },
        against_office=str(BUSY_OFFICE),
        description="The article has not reached the addressee.",
    )


def _growth(small: Population, large: Population, rounds: int) -> int:
    few, many = _works(small), _works(large)
    print(f"\n{'':34}{small.size:>12,}{large.size:>12,}   ratio")
    missed = 0
    for name in few:
        timed = in_turns({"few": few[name], "many": many[name]}, rounds)
        ratio = timed["many"].median / timed["few"].median
        missed += ratio > GROWTH
        print(
            f"{name:34}{timed['few'].median:>9.2f} ms{timed['many'].median:>9.2f} ms"
            f"  {verdict(ratio, GROWTH)}"
        )
    return missed


def _layers(population: Population, rounds: int) -> int:
    """Compare a page through the store's layers with the bare driver and the very same SQL."""
    desk = Desk.open(population.url, clock=lambda: NOW, chance=random.Random(4))
    actor = Actor(OPERATOR_ID, Role.OPERATOR, desk.directory.path_of(BUSY_OFFICE), "10000001")
    scope, reach = work_scope(actor), reach_of(actor)
    wanted = Wanted(Queue.PENDING, scope)
    sql, values = _sent(desk.store, wanted, reach)
    driver = sqlite3.connect(population.url.removeprefix("sqlite:///"))
    with desk.store.reading() as session:
        timed = in_turns(
            {
                "driver": lambda: driver.execute(sql, values).fetchall(),
                "layers": lambda: _page(session, wanted, reach),
            },
            rounds * 5,
        )
    ratio = timed["layers"].median / timed["driver"].median
    print(
        f"\n{'page of 50: driver, then our layers':34}{timed['driver'].median:>8.3f} ms"
        f"{timed['layers'].median:>9.3f} ms  {verdict(ratio, LAYERS)}"
    )
    return int(ratio > LAYERS)


def _sent(store: Store, wanted: Wanted, reach: Reach) -> tuple[str, tuple[object, ...]]:
    """Return the statement of a page and its values, as the driver gets them."""
    sent: list[tuple[str, tuple[object, ...]]] = []

    def note(_connection, _cursor, statement, values, _context, _many):
        sent.append((statement, values))

    event.listen(store.engine, "before_cursor_execute", note)
    with store.reading() as session:
        _page(session, wanted, reach)
    event.remove(store.engine, "before_cursor_execute", note)
    return next((sql, values) for sql, values in sent if "FROM complaint" in sql)


def _page(session: Session, wanted: Wanted, reach: Reach) -> object:
    return lines.page(session, wanted, reach, limit=50, now=NOW)


if __name__ == "__main__":
    sys.exit(main())
