"""Waiting until others have changed what lists and badges show, at almost no cost meanwhile."""

import select
import socket
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from time import monotonic

from data import sqlite
from data.database import Store
from data.pulse import Pulse
from dopcrm_tui.rules.refusals import StoreUnavailable

LOOK = 2.0
"""Seconds between two looks at a SQLite file: one PRAGMA, answered from shared memory."""

POLL = 5.0
"""Seconds between two looks where nothing can be heard."""

AT_LEAST = 30.0
"""Seconds after which it is looked in any case: a lease that runs out changes no row."""

TRIED_AGAIN = 300.0
"""Seconds of polling after which it is tried again to listen."""


class Stop:
    """Ends a wait from another thread, at once."""

    def __init__(self) -> None:
        self._ours, self._theirs = socket.socketpair()

    def set(self) -> None:
        """End the wait of now and every later one."""
        self._theirs.close()

    def wait(self, seconds: float, *also: int) -> bool:
        """Wait until it is set, and tell whether it is; reading from `also` ends the wait, too."""
        ours = self._ours.fileno()
        ready, _, _ = select.select([ours, *also], [], [], max(0.0, seconds))
        return ours in ready

    def close(self) -> None:
        """Let go of it, where nobody waits any more."""
        self._theirs.close()
        self._ours.close()


class Changes(ABC):
    """What others did, waited for on a connection of its own."""

    @abstractmethod
    def wait(self, stop: Stop, seconds: float = AT_LEAST) -> bool:
        """Wait at most so long; tell whether something has changed.

        Raises `StoreUnavailable` where the connection is lost: another one has to be made.
        """

    def close(self) -> None:  # noqa: B027  most have nothing to let go of
        """Let go of the connection."""


class Touched(Changes):
    """SQLite: a look at the file's version, and a count only where somebody wrote."""

    def __init__(self, store: Store, pulse: Pulse) -> None:
        """Begin to look. Raises `StoreUnavailable`."""
        self._pulse = pulse
        self._connection = sqlite.watching(store.engine.url)
        self._version = self._seen()

    def wait(self, stop: Stop, seconds: float = AT_LEAST) -> bool:
        """Look every two seconds."""
        until = monotonic() + seconds
        while (left := until - monotonic()) > 0:
            if stop.wait(min(LOOK, left)):
                return False
            if (version := self._seen()) != self._version:
                self._version = version
                if self._pulse.changed():
                    return True
        return self._pulse.changed()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _seen(self) -> int:
        try:
            version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        except sqlite3.Error as error:
            raise StoreUnavailable("The store cannot be looked at now.") from error
        return version


class Polled(Changes):
    """PostgreSQL behind a pooler, which swallows LISTEN in silence: a count every few seconds."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._until = monotonic() + TRIED_AGAIN

    def wait(self, stop: Stop, seconds: float = AT_LEAST) -> bool:
        """Count; after a while say that it is lost, so that listening is tried again."""
        if monotonic() > self._until:
            raise StoreUnavailable("It is time to try to listen again.")
        return not stop.wait(min(POLL, seconds)) and self._pulse.changed()


def changes_of(store: Store, clock: Callable[[], datetime], circle: int | None) -> Changes:
    """Return the way by which changes of a circle, or of all, are noticed at this store.

    Raises `StoreUnavailable`.
    """
    pulse = Pulse(store, clock)
    if store.is_sqlite:
        return Touched(store, pulse)
    from data.listener import Listener, Unheard  # with the driver, which not every machine has

    try:
        return Listener(store, pulse, circle)
    except Unheard:
        return Polled(pulse)
