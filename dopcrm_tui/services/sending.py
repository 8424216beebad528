"""Sending what the outbox holds: claimed, sent, and noted, each notice by itself."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from data.models import Notice, NoticeChannel, NoticeState
from data.queries import outgoing
from data.queries.outgoing import Claimed
from dopcrm_tui.gateways.channel import Channel, Fate, Sent
from dopcrm_tui.rules.complaint import SWEEPER
from dopcrm_tui.rules.retrying import LEASE, wait_after
from dopcrm_tui.services import delivery
from dopcrm_tui.services.composing import composed
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.sweeper import never

BATCH = 50
Ways = Mapping[NoticeChannel, Channel]

log = logging.getLogger("dopcrm.sending")


@dataclass(slots=True)
class Posted:
    """How many notices were delivered, will be tried again, were given up, or overtaken."""

    states: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Sending:
    """Sends notices by their channels. What is not noted as sent is sent again: with the same id.

    A channel that is not there leaves its notices waiting.
    """

    ground: Ground
    ways: Ways

    def send(self, *, stop: Callable[[], bool] = never) -> Posted:
        """Send every notice that may be sent now."""
        posted = Posted()
        for channel, way in self.ways.items():
            if channel is NoticeChannel.DESK:
                continue
            while not stop() and (claimed := self._claim(channel, posted)):
                self._post(way, claimed, posted)
        return posted

    def _claim(self, channel: NoticeChannel, posted: Posted) -> list[Claimed]:
        """Take the next notices in hand; those that ask what is answered already are dropped."""
        now = self.ground.clock()
        with self.ground.store.writing(last_in_line=True) as session:
            moment = Moment.of(session, self.ground, SWEEPER)
            while claimed := outgoing.claim(session, channel, now, now + LEASE, BATCH):
                kept = [one for one in claimed if not _dropped(moment, one, posted)]
                if kept:
                    return kept
        return []

    def _post(self, way: Channel, claimed: Sequence[Claimed], posted: Posted) -> None:
        letters = [composed(one, self.ground.wording) for one in claimed]
        for one, sent in zip(claimed, way.send(letters), strict=False):
            posted.states[self.note(one, sent)] += 1

    def note(self, one: Claimed, sent: Sent) -> str:
        """Write down what came of a notice; the state it is in then."""
        with self.ground.store.writing(last_in_line=True) as session:
            moment = Moment.of(session, self.ground, SWEEPER)
            notice = _still_waiting(session, one)
            if notice is None:
                return "overtaken"
            if sent.fate is Fate.ACCEPTED:
                delivery.delivered(moment, notice)
            elif sent.fate is Fate.NEVER or one.attempts >= moment.policy.notice_tries:
                delivery.undeliverable(moment, notice, sent.detail)
            else:
                _put_off(notice, moment.now, one.attempts, sent)
            return notice.state.value


def _dropped(moment: Moment, one: Claimed, posted: Posted) -> bool:
    notice = moment.session.get_one(Notice, one.id)
    if not delivery.overtaken(moment, notice):
        return False
    notice.state, notice.next_try_at = NoticeState.OVERTAKEN, None
    posted.states[NoticeState.OVERTAKEN] += 1
    return True


def _still_waiting(session: Session, one: Claimed) -> Notice | None:
    """Return the notice unless somebody else has noted its end, or its address changed, meanwhile.

    What became of it at another address says nothing of where it is to go now. A later try that
    was accepted is worth noting even where an earlier sender comes back first.
    """
    notice = session.get_one(Notice, one.id)
    waits = notice.state is NoticeState.WAITING and notice.address == one.address
    return notice if waits else None


def _put_off(notice: Notice, now: datetime, attempts: int, sent: Sent) -> None:
    notice.next_try_at = now + wait_after(attempts, sent.wait)
    notice.last_error = sent.detail
