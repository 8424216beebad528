"""How fast `audit verify` is, and how much memory it takes: a demonstration store, many times over.

    python tests/bench/audit.py [COPIES]

Every copy has histories of its own, chained as the services chain them.
"""

import random
import resource
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import SQLModel, select

from data.database import Store
from data.models.history import Event
from data.queries import histories
from dopcrm_tui.demo import build_demo
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.chain import FIRST, link
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.vocabulary import Role

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
AUDITOR = Actor(1, Role.AUDITOR)
APART = 1_000
"""How far the keys of two copies are apart: those of one transaction follow one another."""


def main() -> int:
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else 168
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "store.db"
        chance = random.Random(1)
        build_demo(f"sqlite:///{file}", now=NOW, random=chance, on_progress=lambda *_: None)
        _measure(file)
        _multiply(file, copies)
        return _measure(file)


def _measure(file: Path) -> int:
    desk = Desk.open(f"sqlite:///{file}", clock=lambda: NOW)
    began = time.perf_counter()
    found = desk.audit.verify(AUDITOR)
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{found.complaints:,} complaints, {found.entries:,} entries: {took:.1f} s,"
        f" {found.entries / took:,.0f} entries a second, {peak} MB, {found.findings} findings"
    )
    desk.store.close()
    return int(not found.clean)


def _multiply(file: Path, copies: int) -> None:
    """Add every complaint so many times more, with alarms, history and counts."""
    store = Store.open(f"sqlite:///{file}")
    with store.reading() as session:
        events = session.exec(select(Event).order_by(Event.complaint_id, Event.sequence)).all()
    store.close()
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for copy in range(1, copies):
            connection.execute("BEGIN")
            for table, key in (("complaint", "id"), ("deadline", "complaint_id")):
                _copy(connection, table, key, copy)
            connection.executemany(_INSERT, _chained(events, copy))
            connection.execute("COMMIT")
        connection.execute("UPDATE queue_count SET count = count * ?", (copies,))


def _copy(connection: sqlite3.Connection, table: str, key: str, copy: int) -> None:
    columns = [column.name for column in SQLModel.metadata.tables[table].columns]
    serial = f"printf('9%010d', {copy} * 100000 + row_number() OVER (ORDER BY {key}))"
    changed = {key: f"{key} + {copy * APART}", "number": serial}
    values = ", ".join(changed.get(name, name) for name in columns)
    original = f"{key} IN (SELECT id FROM complaint WHERE number < '9')"
    connection.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} WHERE {original}"
    )


def _chained(events, copy):
    table = Event.__table__
    process = {column.name: column.type.bind_processor(_DIALECT) for column in table.columns}
    previous = FIRST
    for event in events:
        entry = histories.chained_part(event)
        own_id = event.id + copy * APART
        entry |= {"id": own_id, "complaint_id": event.complaint_id + copy * APART}
        previous = FIRST if event.sequence == 1 else previous
        own = link(previous, entry)
        row = {**entry, "previous_hash": previous, "hash": own}
        previous = own
        yield [process[name](row[name]) if process[name] else row[name] for name in process]


_DIALECT = Store.open("sqlite:///none.db").engine.dialect
_INSERT = "INSERT INTO event ({}) VALUES ({})".format(
    ", ".join(Event.__table__.columns.keys()), ", ".join("?" * len(Event.__table__.columns))
)

if __name__ == "__main__":
    sys.exit(main())
