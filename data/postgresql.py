"""PostgreSQL as the store: how it is reached and what its errors mean."""

from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.exc import DBAPIError, OperationalError

from dopcrm_tui.rules.refusals import StoreUnavailable

_SENTENCE = "The store at {store} cannot be used now. Nothing was saved; please try again."
_FULL = "The disk of the store at {store} is full. Nothing was saved; please make room."
_DISK_FULL = "53100"


def engine(url: URL) -> Engine:
    """Return an engine; raises StoreUnavailable where its driver is not installed."""
    try:
        return create_engine(
            url.set(drivername="postgresql+psycopg"), hide_parameters=True, pool_pre_ping=True
        )
    except ModuleNotFoundError as error:
        raise StoreUnavailable(
            "PostgreSQL needs its driver. To install it: pip install 'dopcrm-tui[postgres]'"
        ) from error


def cause(error: DBAPIError) -> str | None:
    """Return the sentence for what the server did, None where the fault is ours."""
    if getattr(error.orig, "sqlstate", None) == _DISK_FULL:
        return _FULL
    return _SENTENCE if isinstance(error, OperationalError) else None
