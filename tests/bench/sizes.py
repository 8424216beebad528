"""How much room a complaint takes in each store: `python tests/bench/sizes.py --complaints 2000`.

Registers complaints, and lets each be taken, proposed for closing and accepted by its customer,
with all notices, as an office does; prints bytes a complaint, on PostgreSQL table by table with
its indexes. `docs/scale.md` counts with these. Attachments come on top: what they weigh.
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import pg_server
from busy_desk import form_of
from casebook import Casebook
from post_office import KINDS, SettableClock
from sqlalchemy import text

from data.database import Store
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.vocabulary import Action

SMALLEST = 50
"""Bytes a complaint: what is smaller is not printed."""

_TABLES = text(
    "SELECT coalesce(parent.relname, one.relname), pg_total_relation_size(one.oid)"
    " FROM pg_class AS one LEFT JOIN pg_inherits ON inhrelid = one.oid"
    " LEFT JOIN pg_class AS parent ON parent.oid = inhparent"
    " WHERE one.relkind = 'r' AND one.relnamespace = 'public'::regnamespace"
)


def main() -> int:
    """Fill one store of each kind and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--complaints", type=int, default=2_000)
    complaints = parser.parse_args().complaints
    started = pg_server.begin()
    assert started is not None
    try:
        for kind in KINDS:
            with tempfile.TemporaryDirectory(prefix="dopcrm-bench-") as folder:
                _measure(kind, Path(folder), complaints)
    finally:
        pg_server.end(started)
    return 0


def _measure(kind: str, folder: Path, complaints: int) -> None:
    template = KINDS[kind](folder)
    store = template.copy(folder)
    clock = SettableClock()
    book = Casebook(Desk.over(store, clock=clock, chance=Random(1)), template.staff, clock)
    before = _sizes(store)
    for place in range(complaints):
        _one(book, place)
    after = _sizes(store)
    grown = {name: (size - before.get(name, 0)) / complaints for name, size in after.items()}
    print(f"{kind}: {sum(grown.values()):,.0f} bytes a complaint")
    for name, size in sorted(grown.items(), key=lambda each: -each[1]):
        if len(grown) > 1 and size >= SMALLEST:
            print(f"  {name:24}{size:8,.0f}")
    template.drop(store)
    template.close()


def _one(book: Casebook, place: int) -> None:
    number = book.desk.intake.register(book.staff["operator"], form_of(place, "102")).number
    book.act(number, Action.TAKE)
    code = book.seek(number)
    book.deliver()
    book.answer(number, Action.ACCEPT, code=code, rating=5)
    book.deliver()
    book.clock.advance(minutes=1)


def _sizes(store: Store) -> dict[str, int]:
    """Return bytes by table; of a file as a whole, brought together first."""
    if store.file:
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return {"file": store.file.stat().st_size}
    sizes: dict[str, int] = defaultdict(int)
    with store.engine.connect() as connection:
        for name, size in connection.execute(_TABLES):
            sizes[name] += size
    return sizes


if __name__ == "__main__":
    sys.exit(main())
