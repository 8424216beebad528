"""Whether work was kept when the connection broke while PostgreSQL kept it."""

import secrets
import time
from datetime import datetime

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from dopcrm_tui.rules.refusals import StoreUnavailable

PATIENCE = 60.0
"""Seconds for which a store that went away is asked what became of the work."""

_UNKNOWN = (
    "The store went away while it saved, and nobody knows whether it did. "
    "Please look whether it is there before you do it again."
)
_MARK = text(
    "INSERT INTO kept_work (id, at) SELECT :id, now() "
    "WHERE pg_current_xact_id_if_assigned() IS NOT NULL"
)
_FORGET = text("DELETE FROM kept_work WHERE at < :before")
_FENCE = text("INSERT INTO kept_work (id, at) VALUES (:id, now())")


def mark(session: Session) -> int:
    """Leave a mark beside all that was written, where anything was; return the mark."""
    one = secrets.randbits(63)
    session.flush()
    session.execute(_MARK, {"id": one})
    return one


def forget(session: Session, before: datetime) -> None:
    """Take marks away about which nobody is in doubt any more."""
    session.execute(_FORGET, {"before": before})


def was_kept(engine: Engine, one: int) -> bool:
    """Whether the work with this mark was kept; if it was not, it never will be.

    The mark is written again: while the old transaction is undecided this waits, after it was kept
    this fails, and once it is written the old one cannot be kept any more. Raises StoreUnavailable
    when the store does not come back.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with engine.begin() as connection:
                connection.execute(_FENCE, {"id": one})
            return False
        except IntegrityError:
            return True
        except DBAPIError as error:
            if time.monotonic() > until:
                raise StoreUnavailable(_UNKNOWN) from error
            time.sleep(0.2)
