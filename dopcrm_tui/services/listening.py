"""Reading the doors by which answers come in, and how far all of them have been read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, select

from data.models.message import NoticeChannel
from data.models.sweeping import DoorMark
from data.queries.once import add_unless_there
from data.queries.tables import DOOR
from data.unit_of_work import unit_of_work
from dopcrm_tui.gateways.channel import Arrived, Door, DoorShut
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.sweeper import never

Keep = Callable[[NoticeChannel, Arrived], bool]
"""Keeps a message as it came; whether it is new."""

NEVER_HEARD = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Listening:
    """Keeps what came in by every door. Reading answers nothing."""

    ground: Ground
    doors: Sequence[tuple[NoticeChannel, Door]]
    keep: Keep

    def listen(self, *, stop: Callable[[], bool] = never) -> int:
        """Read every door to its end, and return how many new messages were kept."""
        return sum(self._read(channel, door) for channel, door in self.doors if not stop())

    @unit_of_work
    def heard(self) -> datetime:
        """Return until when every door ever read has been read: silence before it is silence."""
        with self.ground.store.reading() as session:
            return heard_until(session, self.ground.clock())

    def _read(self, channel: NoticeChannel, door: Door) -> int:
        begun, new = self.ground.clock(), 0
        cursor = self._mark(door.name).cursor
        try:
            for arrived in door.read(cursor):
                new += self.keep(channel, arrived)
                self._note(door.name, cursor=arrived.cursor)
        except DoorShut as shut:
            self._note(door.name, trouble=str(shut))
        else:
            self._note(door.name, read_at=begun, trouble=None)
        return new

    @unit_of_work
    def _mark(self, name: str) -> DoorMark:
        """Return how far a door has been read; one that was never read is known from now on."""
        with self.ground.store.writing(last_in_line=True) as session:
            add_unless_there(session, DOOR, {"name": name})
            return session.get_one(DoorMark, name)

    @unit_of_work
    def _note(self, name: str, **changes: object) -> None:
        with self.ground.store.writing(last_in_line=True) as session:
            mark = session.get_one(DoorMark, name, with_for_update=True)
            for column, value in changes.items():
                setattr(mark, column, value)


def heard_until(session: Session, now: datetime) -> datetime:
    """Return until when every known door has been read; without doors, that is now."""
    read = session.exec(select(DoorMark)).all()
    return min((mark.read_at or NEVER_HEARD for mark in read), default=now)
