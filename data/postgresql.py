"""PostgreSQL as the store: how it is reached, and what its errors mean."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import URL, Column, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect, ExceptionContext
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeEngine

from dopcrm_tui.rules.refusals import StoreUnavailable

CALL = 10.0
"""Seconds each call waits for a server that says nothing."""

LONG_CALL = 120.0
"""The same where nobody waits at a counter: a sweeper's batch, a report, a check of all."""

ONE_STATE = {"isolation_level": "REPEATABLE READ"}
"""The options of a connection that reads several times and must see one state."""

_UNSAID: Mapping[str, str | int] = {
    "application_name": "dopcrm",
    "connect_timeout": 3,
    "tcp_user_timeout": 5_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
}
"""Set where the address does not: without them a host that is gone is waited for minutes."""

_AWAY = "The store at {store} does not answer. Nothing was saved; please try again."
_FULL = "The disk of the store at {store} is full. Nothing was saved; please make room."
_NO_RIGHTS = "The user of the store at {store} lacks a right. To see which, run: dopcrm doctor"
_NO_DATABASE = "The server has no database {store}. Who administers it makes one with createdb."
_NOT_LET_IN = "The store at {store} refuses its user or the password."
_IN_WORDS = (
    ("password authentication failed", _NOT_LET_IN),
    ("no password supplied", "The store at {store} wants a password, and its address has none."),
    ("no pg_hba.conf entry", "The store at {store} lets nobody in from this machine."),
    ("Name or service not known", "Nobody knows the host of the store at {store}."),
    ("No address associated", "Nobody knows the host of the store at {store}."),
    ('role "', "The store at {store} does not know its user."),
    ('database "', _NO_DATABASE),
)
"""What a server refuses before there is a session comes without a code, in words alone."""

_BY_CODE = {
    "53100": _FULL,
    "42501": _NO_RIGHTS,
    "28P01": _NOT_LET_IN,
    "3D000": _NO_DATABASE,
}
_NOT_THE_PRIMARY = "25006"
_AGAIN = frozenset(
    {"40001", "40P01", "55P03", "57P01", "57P02", "57P03", "53300", _NOT_THE_PRIMARY}
)
"""Not serializable, a deadlock, a lock not had, a server that stops, starts or is full."""


_OTHERS_FIRST = frozenset({"40001", "40P01", "55P03"})


_MADE = frozenset({"23505", "42P07", "42701", "42710", "XX000"})
"""A row, a table, a column or another thing is there, or was just being replaced."""


class Cause(NamedTuple):
    """Why the store did not do it: a sentence, and whether it may be done again at once."""

    sentence: str
    again: bool
    away: bool = True
    """Whether nobody could be reached who writes; else it was there, and others were faster."""


def engine(url: URL) -> Engine:
    """Return an engine; raises StoreUnavailable where its driver is not installed.

    Nothing is kept in a session, neither settings nor prepared statements nor locks, so that a
    pooler which lends connections by the transaction may stand between.
    """
    try:
        made = create_engine(
            url.set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=2,
            max_overflow=8,
            pool_timeout=CALL,
            pool_recycle=600,
        )
    except ModuleNotFoundError as error:
        raise StoreUnavailable(
            "PostgreSQL needs its driver. To install it: pip install 'dopcrm-tui[postgres]'"
        ) from error
    event.listen(made, "do_connect", _connect)
    event.listen(made, "handle_error", _let_go_of_what_is_no_primary)
    event.listen(made, "handle_error", _leave_out_details)
    return made


def _connect(
    _dialect: Dialect, _entry: ConnectionPoolEntry, args: list[Any], options: dict[str, Any]
) -> DBAPIConnection:
    from data.bounded import Bounded

    connection = Bounded.connect(*args, **{**_UNSAID, **options}, prepare_threshold=None)
    connection.patience = CALL
    return cast(DBAPIConnection, connection)


def _let_go_of_what_is_no_primary(context: ExceptionContext) -> None:
    """Drop every connection to a server that only reads now: another one writes."""
    if getattr(context.original_exception, "sqlstate", None) == _NOT_THE_PRIMARY:
        context.is_disconnect = True


def _leave_out_details(context: ExceptionContext) -> None:
    """Keep the rows that the server repeats in its details out of what is logged."""
    told = getattr(context.original_exception, "diag", None)
    if told is not None and told.message_detail:
        words = (str(told.message_primary),)
        context.original_exception.args = words
        if context.sqlalchemy_exception is not None:
            context.sqlalchemy_exception.args = words


def is_made(error: DBAPIError) -> bool:
    """Whether something is refused because it has been made before, by somebody else."""
    return getattr(error.orig, "sqlstate", None) in _MADE


def wait_longer(connection: Connection, seconds: float | None) -> None:
    """Give each call of this transaction so many seconds, None for any time."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.patience = seconds


def pour(
    connection: Connection, columns: Sequence[Column[Any]], rows: Iterable[Sequence[object]]
) -> None:
    """Add many rows by COPY, several times as fast as INSERT. Raises what SQLAlchemy would."""
    dialect = connection.dialect
    names = ", ".join(map(dialect.identifier_preparer.format_column, columns))
    kinds: list[TypeEngine[Any]] = [one.type.dialect_impl(dialect) for one in columns]
    makers = [kind.bind_processor(dialect) for kind in kinds]
    driver: Any = connection.connection.driver_connection
    kind_of_error = dialect.loaded_dbapi.Error
    try:
        command = f"COPY {columns[0].table.name} ({names}) FROM STDIN"
        with driver.cursor() as cursor, cursor.copy(command) as into:
            for row in rows:
                pairs = zip(makers, row, strict=True)
                into.write_row([make(value) if make else value for make, value in pairs])
    except kind_of_error as error:
        raise DBAPIError.instance(
            None, None, error, kind_of_error, hide_parameters=True, dialect=dialect
        ) from error


def cause(error: DBAPIError) -> Cause | None:
    """Return what the server did, None where the fault is ours."""
    code: str | None = getattr(error.orig, "sqlstate", None)
    if code in _BY_CODE:
        return Cause(_BY_CODE[code], again=False)
    if code in _AGAIN or error.connection_invalidated:
        return Cause(_AWAY, again=True, away=code not in _OTHERS_FIRST)
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    told = str(error.orig)
    for words, sentence in _IN_WORDS:
        if words in told:
            return Cause(sentence, again=False)
    return Cause(_AWAY, again=True)
