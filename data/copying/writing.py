"""Writing copied rows: many at once, and no row that is there already a second time."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, and_, delete, insert, update
from sqlmodel import Session

from data import postgresql
from data.copying.tables import Key, among, is_whole, keys_of
from data.migrations.months import APPEND_ONLY, SEALS
from dopcrm_tui.rules.refusals import StoreUnavailable

_FEW = 500
"""Keys asked for in one statement: SQLite takes 32,766 values."""

Rows = Sequence[Mapping[str, Any]]


def add(session: Session, table: Table, rows: Rows) -> None:
    """Add rows. Raises StoreUnavailable for text that the other kind of store cannot keep."""
    if not rows:
        return
    if session.get_bind().dialect.name != "postgresql":
        if is_whole(table):
            session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        session.connection().execute(insert(table), [dict(row) for row in rows])
        return
    _refuse_zero_bytes(table, rows)
    values = ([row[column.name] for column in table.c] for row in rows)
    postgresql.pour(session.connection(), [*table.c], values)


def mend(session: Session, table: Table, rows: Rows) -> None:
    """Make rows that are there as they are to be. Raises StoreUnavailable for a history."""
    for row in rows:
        if table.name in (*APPEND_ONLY, *SEALS):
            raise StoreUnavailable(f"A row of {table.name} is not as it was written; copy anew.")
        here = and_(*(column == row[column.name] for column in keys_of(table)))
        session.connection().execute(update(table).where(here).values(dict(row)))


def remove(session: Session, table: Table, keys: Sequence[Key]) -> None:
    """Take rows away that are not there any more."""
    for some in _some(keys):
        session.connection().execute(delete(table).where(among(table, some)))


def _some(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    return (keys[at : at + _FEW] for at in range(0, len(keys), _FEW))


def _refuse_zero_bytes(table: Table, rows: Rows) -> None:
    for row in rows:
        for name, value in row.items():
            if isinstance(value, str) and "\0" in value:
                key = ", ".join(str(row[column.name]) for column in keys_of(table))
                raise StoreUnavailable(
                    f"{name} of {table.name} {key} holds a zero byte, which PostgreSQL takes "
                    "in no text. Take it out, and go on with the same command."
                )
