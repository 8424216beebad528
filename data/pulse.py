"""Whether anything that lists and badges show has changed, asked by a few small counts."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from data.database import Store
from data.identity import RANDOM_BITS
from data.queries.tables import EVENT, VIEWING

MARGIN = 120_000 << RANDOM_BITS
"""Two minutes as a span of ids: entries are kept in another order than they are made."""

MANY = 1_000
"""Entries counted before the count begins anew, so that a look never costs more."""

_NEWEST = select(func.max(EVENT.c.id))
_COUNT = select(func.count()).select_from(EVENT).where(EVENT.c.id > bindparam("floor"))
_OPEN = select(func.count(), func.max(VIEWING.c.since)).where(VIEWING.c.until > bindparam("now"))


class Pulse:
    """Remembers how many entries and leases there were, and tells whether there are others now."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock
        self._floor = 0
        self._counted = MANY
        self._open: object = None
        self.changed()

    def changed(self) -> bool:
        """Look, and tell whether anything is otherwise than before. Raises `StoreUnavailable`."""
        with self._store.reading() as session:
            counted = self._count(session)
            opened = tuple(session.execute(_OPEN, {"now": self._clock()}).one())
            changed = (counted, opened) != (self._counted, self._open)
            self._counted, self._open = counted, opened
            if counted >= MANY:
                self._floor = (session.scalar(_NEWEST) or 0) - MARGIN
                self._counted = self._count(session)
        return changed

    def _count(self, session: Session) -> int:
        return int(session.execute(_COUNT, {"floor": self._floor}).scalar_one())
