"""What a forger or a failing disk does to a store, past the program, on every kind of store."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from sqlalchemy import Connection, text

from data import sqlite
from data.database import Store

_ENDS = {"sqlite": ("no_update", "no_delete"), "postgresql": ("no_change",)}
_GUARDED = ("event", "seal", "sealed_tip")
_REFERENCES = text(
    "SELECT conrelid::regclass::text, conname FROM pg_constraint"
    " WHERE contype = 'f' AND conparentid = 0"
    " AND confrelid IN ('complaint'::regclass, 'event'::regclass, 'seal'::regclass)"
)
_FAULT = {
    "sqlite": (
        "CREATE TRIGGER fault BEFORE INSERT ON {table}"
        " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$",
        "CREATE TRIGGER fault BEFORE INSERT ON {table} EXECUTE FUNCTION fault()",
    ),
}


@contextmanager
def unguarded(store: Store) -> Iterator[Connection]:
    """Write with no guard and no reference to complaints or their histories in the way."""
    with store.engine.connect() as connection:
        free = sqlite.references_off(connection) if store.is_sqlite else nullcontext()
        with free, connection.begin():
            for table in _GUARDED:
                dropping = f" ON {table}" if not store.is_sqlite else ""
                for end in _ENDS[store.engine.dialect.name]:
                    connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_{end}{dropping}"))
            if not store.is_sqlite:
                for table, name in connection.execute(_REFERENCES).all():
                    connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
            yield connection


def refuse_rows(store: Store, table: str) -> None:
    """Let the store itself refuse every new row of a table, as a full disk would."""
    with store.writing() as session:
        for statement in _FAULT[store.engine.dialect.name]:
            session.execute(text(statement.format(table=table)))
