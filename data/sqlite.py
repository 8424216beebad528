"""SQLite as the store: how its file is opened, how writers take turns, what its errors mean."""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from dopcrm_tui.rules.refusals import StoreUnavailable

WRITES = "dopcrm_writes"
"""The execution option of a connection that will write."""

PATIENCE = 10.0
"""Seconds a writer waits for its turn, and again for the lock."""

GAP = 0.005
"""Seconds a sweeper leaves for others between two of its writes."""

_PRAGMAS = (
    f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # so that a REPLACE meets the guard against deletion
    "PRAGMA synchronous = FULL",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA mmap_size = 2147418112",  # the most there is: what is mapped is in no cache as well
    "PRAGMA cache_size = -2000",  # of its own; the system's is shared by all and as quick
)

BUSY = "The store at {store} is busy. Nothing was saved; please try again."
_NO_FILE = "The store at {store} cannot be opened. To make one, run: dopcrm init"
_NOT_OURS = "The store at {store} may not be written. Please check whose file it is."
_CAUSES = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_PROTOCOL: BUSY,
    sqlite3.SQLITE_CANTOPEN: _NO_FILE,
    sqlite3.SQLITE_PERM: _NOT_OURS,
    sqlite3.SQLITE_READONLY: _NOT_OURS,
    sqlite3.SQLITE_FULL: "The disk of {store} is full. Nothing was saved; please make room.",
    sqlite3.SQLITE_IOERR: "The disk of {store} does not answer. Nothing was saved.",
    sqlite3.SQLITE_CORRUPT: "The store at {store} is damaged. Please restore the last backup.",
    sqlite3.SQLITE_NOTADB: "{store} is not a store of dopcrm.",
}


def engine(url: URL, *, throw_away: bool = False, read_only: bool = False) -> Engine:
    """Return an engine over an existing file; `_begin` begins its transactions, not the driver."""
    file = quote(str(Path(url.database or "").absolute()))
    mode = "ro" if read_only else "rw"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"file:{file}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
        )
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        if throw_away:
            connection.execute("PRAGMA synchronous = OFF")
        return connection

    made = create_engine(url, creator=connect, hide_parameters=True)
    event.listen(made, "begin", _begin)
    return made


def watching(url: URL) -> sqlite3.Connection:
    """Return a connection that never writes, to see that others do. Raises StoreUnavailable."""
    file = quote(str(Path(url.database or "").absolute()))
    try:
        return sqlite3.connect(f"file:{file}?mode=rw", uri=True, isolation_level=None)
    except sqlite3.Error as error:
        raise StoreUnavailable(_NO_FILE.format(store=url.database)) from error


def _begin(connection: Connection) -> None:
    """Take the write lock at once: a reader who turns writer late is refused (SQLITE_BUSY)."""
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def make_file(file: Path) -> None:
    """Make an empty store that only its owner can read, with a write-ahead log.

    Raises StoreUnavailable where no file can be made.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as problem:
        raise StoreUnavailable(f"{file} cannot be made: {problem.strerror}.") from problem
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


@contextmanager
def turn(file: Path) -> Iterator[None]:
    """Hold the turn of this store's writers.

    SQLite's own waiting starves: of eight writers one may wait for seconds. Raises
    StoreUnavailable when the turn does not come.
    """
    try:
        handle = os.open(f"{file}-turn", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        sentence = _NOT_OURS if file.exists() else _NO_FILE
        raise StoreUnavailable(sentence.format(store=file)) from error
    try:
        _wait(handle, file)
        yield
    finally:
        os.close(handle)


@contextmanager
def last_in_line(file: Path) -> Iterator[None]:
    """Let one sweeper at a time wait for a turn, and leave a gap behind it.

    However many sweep, people at the counter compete with one of them, and get the turn in the gap.
    """
    handle = os.open(f"{file}-sweepers", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        time.sleep(GAP)
    finally:
        os.close(handle)


def _wait(handle: int, file: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        if not _came(handle, PATIENCE):
            raise StoreUnavailable(BUSY.format(store=file)) from None


def _came(handle: int, seconds: float) -> bool:
    """Wait in the kernel's line, and tell whether the turn came in time.

    A hundred who ask again every millisecond take all of a machine, also from whose turn it is.
    """
    came = Event()
    twin = os.dup(handle)  # of the same lock; it outlives who gives up

    def wait() -> None:
        try:
            fcntl.flock(twin, fcntl.LOCK_EX)
        finally:
            os.close(twin)  # before it is told: the turn ends when its holder says so, not later
        came.set()

    Thread(target=wait, name="turn", daemon=True).start()
    return came.wait(seconds)


def put_off_tidying(connection: Connection) -> None:
    """Let no commit of this connection copy the log into the file: many share one copying."""
    connection.exec_driver_sql("PRAGMA wal_autocheckpoint = 0")
    connection.exec_driver_sql("PRAGMA cache_size = -65536")  # a batch touches many indexes


def tidy(connection: Connection) -> None:
    """Copy the log into the file, as far as no reader needs it, and let commits do so again."""
    driver = _driver(connection)
    driver.execute("PRAGMA wal_autocheckpoint = 1000")
    driver.execute("PRAGMA wal_checkpoint(PASSIVE)")


def cause(error: DBAPIError) -> str | None:
    """Return the sentence for what the file or the disk did, None where the fault is ours."""
    code = _code(error)
    return None if code is None else _CAUSES.get(code)


def is_damage(error: DBAPIError) -> bool:
    """Whether something in the file is not as SQLite wrote it."""
    return _code(error) == sqlite3.SQLITE_CORRUPT


def _code(error: DBAPIError) -> int | None:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is None and str(error.orig).startswith("Could not decode"):
        return sqlite3.SQLITE_CORRUPT  # bytes that are no text: Python says so, not SQLite
    return None if code is None else int(code) & 0xFF


@contextmanager
def references_off(connection: Connection) -> Iterator[None]:
    """Let tables be dropped and made anew without taking the rows that refer to them along."""
    connection.execution_options(**{WRITES: True})
    _driver(connection).execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        _driver(connection).execute("PRAGMA foreign_keys = ON")


def check_references(connection: Connection) -> None:
    """Accept a store in which every reference has its row. Raises StoreUnavailable."""
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StoreUnavailable(f"A row of {broken[0]} refers to none of {broken[2]}.")


def back_up(connection: Connection, target: Path) -> None:
    """Write a copy of the store, whole and of one moment."""
    _driver(connection).execute("VACUUM INTO ?", (str(target),))


def _driver(connection: Connection) -> sqlite3.Connection:
    """Return what is below: some things SQLite does only outside a transaction."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver
