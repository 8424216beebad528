"""The sweepers' heartbeat: when each was last seen, and which ways in and out they found shut."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import col, delete, func, select

from data import kept, months
from data.models.message import NoticeChannel
from data.models.sweeping import DoorMark, ShutWay, SweeperBeat
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.services.ground import Ground

NEVER = datetime(2020, 1, 1, tzinfo=UTC)

FORGOTTEN = timedelta(days=7)
"""A process not seen for so long is over."""

DOUBTED = timedelta(days=1)
"""For so long somebody may ask whether work was kept."""


@dataclass(frozen=True, slots=True)
class DoorState:
    """How far a door has been read, and what is wrong with it."""

    name: str
    read_at: datetime | None
    trouble: str | None


@dataclass(frozen=True, slots=True)
class WayState:
    """A way out that is shut: since when and why, and when it is tried again."""

    channel: NoticeChannel
    since: datetime
    trouble: str
    next_try_at: datetime

    @property
    def what(self) -> str:
        """What goes out by it."""
        return _CARRIED[self.channel]

    def __str__(self) -> str:
        """Say it in one sentence."""
        return f"No {self.what} has gone out since {show_time(self.since)} IST: {self.trouble}"


_CARRIED = {NoticeChannel.SMS: "SMS", NoticeChannel.EMAIL: "e-mail", NoticeChannel.DESK: "digest"}


@dataclass(frozen=True, slots=True)
class Beats:
    """Noting and reading when sweepers were at work."""

    ground: Ground

    def beat(self, name: str, last_pass: Mapping[str, Any] | None = None) -> None:
        """Note that a sweeper's process is at work; with what it did, that a pass is over."""
        if self._noted(name, last_pass):
            self.keep_house()

    @unit_of_work
    def keep_house(self) -> None:
        """Forget what is over, and make room for the months to come."""
        with self.ground.store.writing(last_in_line=True) as session:
            now = self.ground.clock()
            session.exec(delete(SweeperBeat).where(col(SweeperBeat.seen_at) < now - FORGOTTEN))
            kept.forget(session, now - DOUBTED)
            months.make_room(session, now)

    @unit_of_work
    def _noted(self, name: str, last_pass: Mapping[str, Any] | None) -> bool:
        """Note it; whether this is the first time in this hour."""
        with self.ground.store.writing(last_in_line=True) as session:
            now = self.ground.clock()
            beat = session.get(SweeperBeat, name)
            if beat is None:
                beat = SweeperBeat(name=name, started_at=now, seen_at=NEVER, passes=0)
            is_first = beat.seen_at < now.replace(minute=0, second=0, microsecond=0)
            beat.seen_at = now
            if last_pass is not None:
                beat.passes += 1
                beat.last_pass = dict(last_pass)
            session.add(beat)
            return is_first

    @unit_of_work
    def last_seen(self) -> datetime | None:
        """Return when any sweeper was last at work, None where none ever was."""
        with self.ground.store.reading() as session:
            return session.exec(select(func.max(SweeperBeat.seen_at))).one()

    @unit_of_work
    def doors(self) -> tuple[DoorState, ...]:
        """Return how far each door has been read."""
        with self.ground.store.reading() as session:
            marks = session.exec(select(DoorMark).order_by(DoorMark.name))
            return tuple(DoorState(mark.name, mark.read_at, mark.trouble) for mark in marks)

    @unit_of_work
    def shut_ways(self) -> tuple[WayState, ...]:
        """Return the ways out that are shut."""
        with self.ground.store.reading() as session:
            return tuple(
                WayState(NoticeChannel(way.channel), way.since, way.trouble, way.next_try_at)
                for way in session.exec(select(ShutWay).order_by(ShutWay.channel))
            )

    @unit_of_work
    def forget_door(self, name: str) -> bool:
        """Forget a door that is no more: silence no longer waits for it. Whether it was known."""
        with self.ground.store.writing() as session:
            mark = session.get(DoorMark, name)
            if mark is not None:
                session.delete(mark)
            return mark is not None
