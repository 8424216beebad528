"""A connection to PostgreSQL on which no call waits for ever; imported only for its stores."""

from typing import TypeVar

from psycopg import Connection, OperationalError
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus
from psycopg.rows import TupleRow

R = TypeVar("R")

_LOOK = 0.1
"""Seconds between two looks at the clock, and at the keyboard's interrupt."""


class Bounded(Connection[TupleRow]):
    """Each call gets `patience` seconds (None: any time); after them the connection is over."""

    patience: float | None = None

    def wait(self, gen: PQGen[R], interval: float = _LOOK, timeout: float | None = None) -> R:
        """Wait for the server. Raises OperationalError when it says nothing for too long."""
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()  # the answer may come when nobody expects it
            raise
