"""A store as one SQLite file that nobody works in: written from a running one, and put in place."""

import os
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from data.copying.copy import Copying
from data.copying.tables import LEFT_BEHIND
from data.database import Store
from dopcrm_tui.rules.refusals import StoreUnavailable

Progress = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""


def write(store: Store, into: Path, now: datetime, on_progress: Progress) -> None:
    """Write one state of a store into a new file; who works there goes on working.

    Raises StoreUnavailable.
    """
    if store.file:
        _write_pages(store.file, into)
    else:
        _write_rows(store, into, now, on_progress)
    with sqlite3.connect(into) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        for table in sorted(LEFT_BEHIND):
            connection.execute(f"DELETE FROM {table}")
    connection.close()


def check(file: Path) -> None:
    """Accept a file that is whole as SQLite sees it. Raises StoreUnavailable."""
    try:
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        try:
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            stray = connection.execute("PRAGMA foreign_key_check").fetchone()
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise StoreUnavailable(f"{file} is damaged. Please take another backup.") from error
    if found != "ok" or stray is not None:
        raise StoreUnavailable(f"{file} is damaged. Please take another backup.")


def put_in_place(file: Path, target: Store, now: datetime, on_progress: Progress) -> None:
    """Make the target, which is new, out of a file that was checked and is up to date.

    Raises StoreUnavailable where something is there already.
    """
    if target.file is None:
        source = Store.open(f"sqlite:///{file}")
        try:
            Copying(source, target, now, None, on_progress).run()
        finally:
            source.close()
        return
    if target.file.exists() and target.file.stat().st_size:
        raise StoreUnavailable(f"{target.name} is in use. Name a store that is new.")
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    os.chmod(file, 0o600)
    sync(file)
    target.file.unlink(missing_ok=True)  # an empty one
    try:
        os.link(file, target.file)
    except FileExistsError:
        raise StoreUnavailable(f"{target.name} is in use. Name a store that is new.") from None
    sync(target.file)


def sync(file: Path) -> None:
    """Have the disk keep a file, and its name."""
    for each, flags in ((file, os.O_RDWR), (file.parent, os.O_RDONLY)):
        handle = os.open(each, flags)
        os.fsync(handle)
        os.close(handle)


def _write_pages(source: Path, into: Path) -> None:
    """Copy a file's pages as of one moment; its log is in what is read."""
    os.close(os.open(into, os.O_CREAT | os.O_RDWR, 0o600))
    try:
        with (
            sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True) as reading,
            sqlite3.connect(into) as writing,
        ):
            reading.backup(writing)
        reading.close()
        writing.close()
    except sqlite3.Error as error:
        raise StoreUnavailable(f"{into} cannot be written: {error}.") from error


def _write_rows(store: Store, into: Path, now: datetime, on_progress: Progress) -> None:
    target = Store.open(f"sqlite:///{into}", throw_away=True)
    try:
        copied = Copying(store, target, now, None, on_progress).run()
    finally:
        target.close()
    if copied.differing:
        raise StoreUnavailable(f"{into} is not the same as the store. Please try again.")
