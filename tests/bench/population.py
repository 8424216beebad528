"""A store of any size over all real offices: rows as the services write them, put in by the bulk.

Only the bench makes complaints this way; what it leaves out (most of each history) no measured
query reads. Indexes are dropped first and made again after, as for any load of this size.
"""

import json
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from data.catalogues.offices import read_offices
from data.catalogues.taxonomy import Grievance, grievances
from data.database import Store
from data.identity import new_id
from data.migrations import text_index
from data.models.complaint import Complaint
from data.setup import create_store
from dopcrm_tui.rules.article_number import s10_check_digit
from dopcrm_tui.rules.complaint_number import make_number

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
BATCH = 20_000
BUSY_OFFICE = 682001001
"""The office under measurement."""

OPEN_SHARE = 0.05
BUSY_SHARE = 0.002
"""What the office under measurement holds of all complaints; never less than a few pages."""


@dataclass(frozen=True)
class Holder:
    """An office that can hold complaints, with its level columns."""

    id: int
    head_office_id: int | None
    division_id: int | None
    region_id: int | None
    circle_id: int
    circle_number: int


@dataclass(frozen=True)
class Population:
    """A filled store."""

    url: str
    size: int


def populate(file: Path, size: int, operator_id: int, seed: int = 1) -> None:
    """Fill a store made by `data.setup.create_store` with `size` complaints."""
    chance = random.Random(seed)
    holders = _holders(file)
    busy = next(one for one in holders if one.id == BUSY_OFFICE)
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript("PRAGMA synchronous=OFF; PRAGMA cache_size=-400000;")
    indexes = _without_indexes(connection)
    columns = [column.name for column in Complaint.__table__.columns]
    marks = ", ".join("?" * len(columns))
    insert = f"INSERT INTO complaint ({', '.join(columns)}) VALUES ({marks})"
    for batch in _batches(size, holders, busy, operator_id, chance):
        connection.execute("BEGIN")
        connection.executemany(insert, [[row.get(name) for name in columns] for row in batch])
        connection.executemany(
            "INSERT INTO deadline (complaint_id, kind, circle_id, due_at, remaining_seconds)"
            " VALUES (?, 'resolve', ?, ?, NULL)",
            [
                (row["id"], row["registered_circle_id"], row["due_at"])
                for row in batch
                if row["state"] in {"pending", "external"}
            ],
        )
        connection.executemany(
            "INSERT INTO deadline (complaint_id, kind, circle_id, due_at, remaining_seconds)"
            " VALUES (?, 'resolve', ?, NULL, 864000)",
            [
                (row["id"], row["registered_circle_id"])
                for row in batch
                if row["state"] in {"info_sought", "confirmation_sought"}
            ],
        )
        connection.execute("COMMIT")
    for statement in indexes:
        connection.execute(statement)
    _count(connection)
    _series(connection)
    end_histories(connection)
    connection.execute("ANALYZE")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    _make_findable(file)


def _make_findable(file: Path) -> None:
    store = Store.open(f"sqlite:///{file}")
    with store.altering() as connection:
        text_index.drop(connection)
        text_index.make(connection)
    store.close()


def make_store(file: Path) -> None:
    """Make an empty store with every office of the country."""
    create_store(
        f"sqlite:///{file}",
        read_offices(),
        now=NOW,
        random=random.Random(0),
    ).close()


def _holders(file: Path) -> list[Holder]:
    with sqlite3.connect(file) as connection:
        rows = connection.execute(
            "SELECT o.id, o.head_office_id, o.division_id, o.region_id, o.circle_id,"
            " c.circle_number"
            " FROM office o JOIN office c ON c.id = o.circle_id WHERE o.kind IN ('ho', 'so')"
        )
        return [Holder(*row) for row in rows]


def _without_indexes(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        " AND tbl_name IN ('complaint', 'deadline')"
    ).fetchall()
    for name, _ in found:
        connection.execute(f'DROP INDEX "{name}"')
    return [sql for _, sql in found]


def _batches(
    size: int, holders: list[Holder], busy: Holder, operator_id: int, chance: random.Random
) -> Iterator[list[dict[str, object]]]:
    kinds = [kind for kind in grievances() if kind.active and kind.category.startswith("Mail")]
    serials: dict[tuple[int, int], int] = {}
    least_busy = max(200, int(size * OPEN_SHARE * BUSY_SHARE * 20))
    rows: list[dict[str, object]] = []
    for place in range(size):
        is_busy = place % max(1, size // least_busy) == 0
        holder = busy if is_busy else holders[int(len(holders) * chance.random() ** 2)]
        kind = chance.choice(kinds)
        rows.append(_row(place, size, holder, is_busy, kind, serials, operator_id, chance))
        if len(rows) == BATCH:
            yield rows
            rows = []
    if rows:
        yield rows


def _row(
    place: int,
    size: int,
    holder: Holder,
    is_busy: bool,
    kind: Grievance,
    serials: dict[tuple[int, int], int],
    operator_id: int,
    chance: random.Random,
) -> dict[str, object]:
    is_open = chance.random() < (0.7 if is_busy else OPEN_SHARE)
    days = 21 * chance.random() if is_open else 3 * 365 * (1 - place / size)
    registered = NOW - timedelta(days=days, seconds=chance.randrange(3600))
    key = (holder.circle_number, registered.year)
    serials[key] = serials.get(key, 0) + 1
    closed = None if is_open else registered + timedelta(days=12 * chance.random())
    state = chance.choice(_OPEN_STATES) if is_open else "closed"
    serial = f"{place % 100_000_000:08}"
    return {
        "id": new_id(registered, chance),
        "number": make_number(registered.year, holder.circle_number, serials[key]),
        "version": 1 if is_open else 4,
        "state": state,
        "queue": _QUEUES[state],
        "escalation_level": 1 if is_open and chance.random() < 0.1 else 0,
        "office_id": holder.id,
        "head_office_id": holder.head_office_id,
        "division_id": holder.division_id,
        "region_id": holder.region_id,
        "circle_id": holder.circle_id,
        "assignee_id": None,
        "confined": False,
        "directed": False,
        "clarify": False,
        "task": None,
        "on_silence": None,
        "due_at": _time(registered + timedelta(days=kind.limit_days)),
        "registered_at": _time(registered),
        "registered_office_id": holder.id,
        "registered_circle_id": holder.circle_id,
        "registered_by": operator_id,
        "received_on": registered.date().isoformat(),
        "channel": chance.choice(_CHANNELS),
        "external_reference": None,
        "refers_to": None,
        "grievance": kind.code,
        "category": kind.category,
        "against_office_id": holder.id,
        "complainant_name": chance.choice(_NAMES),
        "complainant_mobile": f"9{place % 1_000_000_000:09}",
        "complainant_email": None,
        "complainant_address": "12 Market Road",
        "complainant_pin": "682001",
        "language": "en",
        "relation": "sender",
        "article_number": f"EM{serial}{s10_check_digit(serial)}IN",
        "subject": json.dumps({"article_number": f"EM{serial}{s10_check_digit(serial)}IN"}),
        "description": "The article booked last week has not reached the addressee.",
        "closed_at": _time(closed) if closed else None,
        "closure_reason": "confirmed" if closed else None,
        "closure_agreed": "code" if closed else None,
        "closure_reference": None,
        "rating": None,
        "feedback": None,
        "provisional_number": None,
    }


_OPEN_STATES = ("pending",) * 7 + ("info_sought", "confirmation_sought", "external")
_QUEUES = {
    "pending": "pending",
    "info_sought": "waiting",
    "confirmation_sought": "waiting",
    "external": "external",
    "closed": "closed",
}
_CHANNELS = ("counter",) * 5 + ("letter", "email", "web", "call_centre")
_NAMES = ("Asha Nair", "Ravi Kumar", "Meera Pillai", "Joseph Mathew", "Farida Khan", "Gopal Rao")


_ESCALATED = "closed_at IS NULL AND escalation_level > 0"


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


def _count(connection: sqlite3.Connection) -> None:
    """Fill the counters from what was put in, as adding one complaint after another would have."""
    for grain, unit, head in (
        ("office", "office_id", "head_office_id"),
        ("division", "coalesce(division_id, office_id)", "NULL"),
    ):
        for queue, where in (("queue", "1"), ("'escalated'", _ESCALATED)):
            connection.execute(
                "INSERT INTO queue_count"
                " (unit_id, grain, queue, confined, head_office_id, region_id, circle_id, count)"
                f" SELECT {unit}, '{grain}', {queue}, confined, max({head}), max(region_id),"
                f" max(circle_id), count(*) FROM complaint WHERE {where} GROUP BY 1, 3, 4"
            )


def _series(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO number_series (circle_number, year, last_serial)"
        " SELECT CAST(substr(number, 3, 2) AS INTEGER),"
        " 2000 + CAST(substr(number, 1, 2) AS INTEGER),"
        " max(CAST(substr(number, 5, 6) AS INTEGER)) FROM complaint GROUP BY 1, 2"
    )


def end_histories(connection: sqlite3.Connection) -> None:
    """Give every complaint the end of a history, which whoever opens it reads along."""
    connection.execute(
        "INSERT INTO event (id, complaint_id, circle_id, sequence, at, action, actor_id,"
        " actor_role, from_state, to_state, escalation_level, office_id, data, previous_hash, hash)"
        " SELECT id, id, registered_circle_id, version, registered_at,"
        " iif(version = 1, 'register', 'accept'), registered_by, 'operator', NULL, state,"
        " escalation_level, office_id, '{}', printf('%064x', id), printf('%064x', id + 1)"
        " FROM complaint WHERE id NOT IN (SELECT complaint_id FROM event)"
    )
