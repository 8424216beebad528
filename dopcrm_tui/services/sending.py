"""Sending what the outbox holds: claimed, sent, and noted, each notice by itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from data.models.message import NoticeChannel, NoticeState
from data.queries import outgoing
from data.queries.outgoing import Claimed
from data.unit_of_work import unit_of_work
from dopcrm_tui.gateways.channel import Channel
from dopcrm_tui.rules.complaint import SWEEPER
from dopcrm_tui.rules.retrying import LEASE
from dopcrm_tui.services.composing import composed
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.sweeper import never
from dopcrm_tui.services.way_out import BATCH, Parcel, Posted, WayOut, drop_overtaken

TURN = timedelta(minutes=5)
"""How long a pass sends by one way, well within the lease: answers and alarms wait meanwhile."""

TURN_BESIDE_PEOPLE = timedelta(minutes=1)
"""The same for a sweeper that comes again at once."""

Ways = Mapping[NoticeChannel, Channel]


@dataclass(frozen=True, slots=True)
class Sending:
    """Sends notices by their channels. What is not noted as sent is sent again: with the same id.

    A channel that is not there leaves its notices waiting, and so does one that is shut.
    """

    ground: Ground
    ways: Ways
    turn: timedelta = TURN
    begun: set[NoticeChannel] = field(default_factory=set)
    """The ways this process has used: at first it tries even one that is known to be shut."""

    def send(self, *, stop: Callable[[], bool] = never) -> Posted:
        """Send every notice that may be sent now, or what a slow way takes within its turn.

        Between two notices `stop` is asked; the rest waits for the next pass.
        """
        posted = Posted()
        for channel, way in self.ways.items():
            if channel is not NoticeChannel.DESK:
                self._send_by(self.way_out(channel, way, posted), self.enough(stop))
        return posted

    def enough(self, stop: Callable[[], bool]) -> Callable[[], bool]:
        """Return what says when a turn that begins now is over, or is to `stop` before."""
        until = self.ground.clock() + self.turn
        return lambda: stop() or self.ground.clock() >= until

    def way_out(self, channel: NoticeChannel, way: Channel, posted: Posted) -> WayOut:
        """Return a way for one pass."""
        at_once = channel not in self.begun
        self.begun.add(channel)
        return WayOut.found(self.ground, channel, way, posted, at_once=at_once)

    def _send_by(self, out: WayOut, enough: Callable[[], bool]) -> None:
        while out.is_open and not enough():
            if not (claimed := self._claim(out.channel, out.posted)):
                out.over()
                return
            out.post([Parcel(composed(one, self.ground.wording), [one]) for one in claimed], enough)

    def _claim(self, channel: NoticeChannel, posted: Posted) -> Sequence[Claimed]:
        """Take the next notices in hand; those that ask what is answered already are dropped."""
        while claimed := self._taken(channel):
            posted.states.update(state for _, state in claimed if state)
            if kept := [one for one, state in claimed if state is None]:
                return kept
        return []

    @unit_of_work
    def _taken(self, channel: NoticeChannel) -> list[tuple[Claimed, NoticeState | None]]:
        """Take some notices in hand, each with what was noted of it where it is dropped."""
        now = self.ground.clock()
        with self.ground.store.writing(last_in_line=True) as session:
            moment = Moment.of(session, self.ground, SWEEPER)
            claimed = outgoing.claim(session, channel, now, now + LEASE, BATCH)
            return [(one, drop_overtaken(moment, one.id)) for one in claimed]
