"""Bring a store to the schema of this program."""

from itertools import count
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from data import sqlite
from data.database import Store
from data.migrations import guards
from data.migrations.revisions import REVISIONS
from data.unit_of_work import unit_of_work


@unit_of_work
def upgrade(store: Store, revision: str = REVISIONS[-1]) -> Path | None:
    """Take the missing steps, all or none, and return the backup made before.

    A SQLite store that has come some way is copied beside itself first. Raises StoreUnavailable
    as `Store.revision` does.
    """
    standing = store.revision()
    if standing == revision:
        return None
    backup = _back_up(store, standing) if standing is not None else None
    with store.altering() as connection:
        command.upgrade(_config(connection), revision)
        guards.lay(connection)
    return backup


def downgrade(store: Store, revision: str) -> None:
    """Take steps back to `revision`, or to `base`: what those steps made is lost."""
    with store.altering() as connection:
        guards.lift(connection)
        command.downgrade(_config(connection), revision)
        guards.lay(connection)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", "data:migrations")
    config.attributes["connection"] = connection
    return config


def _back_up(store: Store, standing: str) -> Path | None:
    if store.file is None:
        return None
    names = (store.file.with_name(f"{store.file.name}.{standing}-{n}.backup") for n in count(1))
    target = next(name for name in names if not name.exists())
    with store.engine.connect() as connection:
        sqlite.back_up(connection, target)
    target.chmod(0o600)
    return target
