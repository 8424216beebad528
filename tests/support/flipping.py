"""One byte of one value of a history is not what it was."""

from contextlib import contextmanager

from past_the_program import unguarded
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError


@contextmanager
def flipped(store, event_id, column, chance):
    """Change one byte of a value, and put it back; gives whether there was one to change."""
    change = _in_sqlite if store.is_sqlite else _in_postgresql
    with unguarded(store) as connection:
        undo = change(connection, event_id, column, chance)
    yield undo is not None
    if undo:
        with unguarded(store) as connection:
            assert connection.execute(*undo).rowcount == 1


def _in_sqlite(connection, event_id, column, chance):
    known = {"id": event_id}
    kind, old = connection.execute(
        text(f"SELECT typeof({column}), CAST({column} AS BLOB) FROM event WHERE id = :id"), known
    ).one()
    if kind == "null":
        return None
    at = chance.randrange(len(old))
    new = (
        old[:at]
        + bytes([_other(old[at], chance, "integer" if kind == "integer" else "bytes")])
        + old[at + 1 :]
    )
    if kind == "integer" and int(new) == int(old):
        return None
    put = text(f"UPDATE event SET {column} = CAST(:value AS {kind.upper()}) WHERE id = :id")
    return _done(connection, put, event_id, new, old, is_key=column == "id")


def _in_postgresql(connection, event_id, column, chance):
    kind, old = connection.execute(
        text(f"SELECT pg_typeof({column})::text, {column}::text FROM event WHERE id = :id"),
        {"id": event_id},
    ).one()
    if old is None:
        return None
    at = chance.randrange(len(old))
    new = old[:at] + chr(_other(ord(old[at]), chance, "integer" if old.isdigit() else "text"))
    put = text(
        f"UPDATE event SET {column} = CAST(:value AS {kind})"
        f" WHERE id = :id AND {column} IS DISTINCT FROM CAST(:value AS {kind})"
    )
    return _done(connection, put, event_id, new + old[at + 1 :], old, is_key=column == "id")


def _done(connection, put, event_id, new, old, *, is_key):
    """Write it; None where the database takes no such value, or takes it for the old one."""
    try:
        with connection.begin_nested():
            changed = connection.execute(put, {"value": new, "id": event_id}).rowcount
    except DBAPIError:
        return None
    now = int(new) if is_key else event_id
    return (put, {"value": old, "id": now}) if changed else None


def _other(byte, chance, kind):
    digits = [ord("0") + n for n in range(10)]
    among = {"integer": digits, "bytes": range(256)}.get(kind, range(32, 127))
    return chance.choice([one for one in among if one != byte])
