"""PostgreSQL: hearing by LISTEN what others did, over a connection that does nothing else."""

from time import monotonic
from uuid import uuid4

import psycopg
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from data.changes import AT_LEAST, Changes, Stop
from data.database import Store
from data.pulse import Pulse
from data.queries.announcing import CHANNEL
from dopcrm_tui.rules.refusals import StoreUnavailable

PROOF = 2.0
"""Seconds in which a word of our own must be heard: a pooler says yes to LISTEN and hears none."""

_OPTIONS = {
    "application_name": "dopcrm listens",
    "connect_timeout": 3,
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
"""Set where the address does not: a host that is gone is noticed by nobody who only listens."""

_TELL = text("SELECT pg_notify(:channel, :word)")


class Unheard(Exception):
    """Nothing can be heard at this address."""


class Listener(Changes):
    """Hears the circles that are told; now and then it counts all the same."""

    def __init__(self, store: Store, pulse: Pulse, circle: int | None) -> None:
        """Begin to listen, and prove it. Raises `Unheard`."""
        self._pulse, self._circle = pulse, circle
        try:
            self._connection = self._connect(store)
        except psycopg.Error as error:
            raise Unheard from error
        try:
            self._connection.execute(f"LISTEN {CHANNEL}")
            self._prove(store)
        except (psycopg.Error, SQLAlchemyError) as error:
            self.close()
            raise Unheard from error
        except Unheard:
            self.close()
            raise

    def wait(self, stop: Stop, seconds: float = AT_LEAST) -> bool:
        """Wait until a circle of ours is told."""
        until = monotonic() + seconds
        while (left := until - monotonic()) > 0:
            if stop.wait(left, self._connection.fileno()):
                return False
            if any(self._concerns(word) for word in self._heard(0.0)):
                self._pulse.changed()  # so that the count later does not tell of it again
                return True
        return self._pulse.changed()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _connect(self, store: Store) -> psycopg.Connection:
        arguments, options = store.engine.dialect.create_connect_args(store.engine.url)
        return psycopg.connect(*arguments, **{**_OPTIONS, **options}, autocommit=True)

    def _prove(self, store: Store) -> None:
        word = uuid4().hex
        with store.engine.begin() as other:
            other.execute(_TELL, {"channel": CHANNEL, "word": word})
        until = monotonic() + PROOF
        while (left := until - monotonic()) > 0:
            if word in self._heard(left):
                return
        raise Unheard

    def _heard(self, seconds: float) -> list[str]:
        """Return what is told within so many seconds, as soon as something is."""
        try:
            return [
                told.payload for told in self._connection.notifies(timeout=seconds, stop_after=1)
            ]
        except psycopg.Error as error:
            raise StoreUnavailable("The line on which changes are heard is lost.") from error

    def _concerns(self, word: str) -> bool:
        return self._circle is None or str(self._circle) in word.split(",")
