"""Sealing the record: the ends of all histories are tied together, and the last seal told."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.queries import seals
from data.queries.once import add_unless_there
from data.queries.tables import SEAL
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.refusals import Interrupted, NotFound
from dopcrm_tui.rules.sealing import Head, Tip, digest
from dopcrm_tui.services.ground import Ground


@dataclass(frozen=True, slots=True)
class Sealing:
    """Makes seals; none holds up those who write, however much there is to seal."""

    ground: Ground
    page_size: int = seals.PAGE

    def seal(self) -> Head:
        """Seal whatever has grown since the last seal, and return the head.

        Where nothing has, the head is the one there was. Raises StoreUnavailable.
        """
        self._begin()
        after = -1
        while True:
            tips = self._grown(after)
            if not tips:
                return self.head()
            self._add(tips)
            after = tips[-1].complaint_id

    def seal_when_due(self) -> None:
        """Seal what has grown where the last seal is older than policy's `seal_every`.

        Raises StoreUnavailable.
        """
        if self._is_due():
            self.seal()

    @unit_of_work
    def _is_due(self) -> bool:
        now = self.ground.clock()
        with self.ground.store.reading() as session:
            last = seals.last(session)
            return last is None or last.at + self.ground.policy.at(session, now).seal_every <= now

    @unit_of_work
    def head(self) -> Head:
        """Return the last seal there is. Raises NotFound, StoreUnavailable."""
        with self.ground.store.reading() as session:
            first, last = seals.by_number(session, 0), seals.last(session)
        if first is None or last is None:
            raise NotFound("The record has never been sealed.")
        return Head(first.digest, last.number, last.at, last.entries, last.digest)

    @unit_of_work
    def _begin(self) -> None:
        """Name the record, once."""
        with self.ground.store.reading() as session:
            if seals.by_number(session, 0):
                return
        name = self.ground.random.randbytes(32).hex()
        row = {"number": 0, "at": self.ground.clock(), "entries": 0, "digest": name}
        with self.ground.store.writing(last_in_line=True) as session:
            add_unless_there(session, SEAL, row)

    @unit_of_work
    def _grown(self, after: int) -> Sequence[Tip]:
        with self.ground.store.reading(unhurried=True) as session:
            return seals.grown(session, after=after, size=self.page_size)

    @unit_of_work
    def _add(self, found: Sequence[Tip]) -> None:
        """Write the next seal; who meets another that seals the same does it anew."""
        with self.ground.store.writing(last_in_line=True) as session:
            before = seals.last(session)
            if before is None:
                raise Interrupted("The first seal is gone. Please try again.")
            tips, grown = seals.unsealed(session, found)
            if not tips:
                return
            number, at = before.number + 1, self.ground.clock()
            entries = before.entries + grown
            seal = digest(before.digest, number, at, entries, tips)
            row = {"number": number, "at": at, "entries": entries, "digest": seal}
            if not add_unless_there(session, SEAL, row):
                raise Interrupted("Another sealed at the same moment. Please try again.")
            seals.add_tips(session, number, tips)
