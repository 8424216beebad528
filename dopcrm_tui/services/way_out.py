"""One way out in one pass: what it says is noted, and once it is shut it is left alone."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from sqlmodel import Session

from data.models.message import Notice, NoticeChannel, NoticeState
from data.models.sweeping import ShutWay
from data.queries import cases, outgoing, ways
from data.queries.outgoing import Claimed
from data.unit_of_work import unit_of_work
from dopcrm_tui.gateways.channel import Channel, Fate, Outgoing, Sent
from dopcrm_tui.rules.complaint import SWEEPER
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.retrying import (
    FAULTS,
    REFUSALS,
    has_no_more_tries,
    has_waited_too_long,
    wait_after,
    wait_for_way,
)
from dopcrm_tui.services import delivery
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.sweeper import never

BATCH = 50

_ENOUGH = {Fate.SHUT: 1, Fate.FAULT: FAULTS, Fate.NEVER: REFUSALS}
"""How often one after the other a way says so before it counts as shut."""


@dataclass(slots=True)
class Posted:
    """How many notices were delivered, will be tried again, were given up, or overtaken."""

    states: Counter[str] = field(default_factory=Counter)


class Parcel(NamedTuple):
    """What is sent as one, and the notices in it."""

    letter: Outgoing
    notices: Sequence[Claimed]


@dataclass(slots=True)
class WayOut:
    """A way while a pass uses it: nothing is claimed for it or sent by it once `is_open` is not."""

    ground: Ground
    channel: NoticeChannel
    way: Channel
    posted: Posted
    is_open: bool
    was_shut: bool
    said: list[Fate] = field(default_factory=list)

    @classmethod
    @unit_of_work
    def found(
        cls,
        ground: Ground,
        channel: NoticeChannel,
        way: Channel,
        posted: Posted,
        *,
        at_once: bool,
    ) -> Self:
        """Return a way as the last pass left it; one that is shut is tried when its wait is over.

        Or `at_once`: a sweeper that has just begun may have been told how to get through.
        """
        with ground.store.reading() as session:
            shut = ways.shut_way(session, channel)
        is_open = at_once or shut is None or shut.next_try_at <= ground.clock()
        return cls(ground, channel, way, posted, is_open, was_shut=shut is not None)

    def post(self, parcels: Sequence[Parcel], enough: Callable[[], bool] = never) -> None:
        """Send until all is sent, the way is shut or it is `enough`; the rest waits as before."""
        letters = [parcel.letter for parcel in parcels]
        for place, sent in enumerate(self.way.send(letters)):
            untried = place if sent.fate is Fate.SHUT else place + 1
            if untried > place:
                self._note_all(parcels[place], sent)
            rest = [one for parcel in parcels[untried:] for one in parcel.notices]
            if self._is_shut_by(sent):
                self._shut(sent, rest)
                return
            if rest and enough():
                self._release(rest)
                return

    @unit_of_work
    def over(self) -> None:
        """Note that all that waited could be sent: the way is open, if it was shut before."""
        if self.is_open and self.was_shut:
            with self.ground.store.writing(last_in_line=True) as session:
                ways.found_open(session, self.channel)
            self.was_shut = False

    @unit_of_work
    def _release(self, untried: Sequence[Claimed]) -> None:
        """Let others have what was not tried."""
        with self.ground.store.writing(last_in_line=True) as session:
            outgoing.release(session, untried, self.ground.clock())

    def _note_all(self, parcel: Parcel, sent: Sent) -> None:
        for one in parcel.notices:
            self.posted.states[self._note(one, sent)] += 1
        if sent.fate in {Fate.ACCEPTED, Fate.LATER}:
            self.over()

    @unit_of_work
    def _note(self, one: Claimed, sent: Sent) -> str:
        """Write down what came of a notice; the state it is in then."""
        with self.ground.store.writing(last_in_line=True) as session:
            cases.hold(session, one.complaint_id)
            moment = Moment.of(session, self.ground, SWEEPER)
            notice = _still_waiting(session, one)
            if notice is None:
                return "overtaken"
            if sent.fate is Fate.ACCEPTED:
                delivery.delivered(moment, notice)
            elif _is_given_up(moment, notice, one, sent):
                delivery.undeliverable(moment, notice, sent.detail)
            else:
                notice.next_try_at = moment.now + wait_after(one.attempts, sent.wait)
                notice.last_error = sent.detail
            return notice.state.value

    def _is_shut_by(self, sent: Sent) -> bool:
        self.said = [*(self.said if sent.fate in self.said else ()), sent.fate]
        return len(self.said) >= _ENOUGH.get(sent.fate, len(self.said) + 1)

    def _shut(self, sent: Sent, untried: Sequence[Claimed]) -> None:
        """Leave the way alone for a while; who finds it shut together with us waits with us."""
        self.is_open = False
        shut = self._mark_shut(sent, untried)
        while given_up := self._give_up_old(shut):
            self.posted.states.update(given_up)

    @unit_of_work
    def _mark_shut(self, sent: Sent, untried: Sequence[Claimed]) -> ShutWay:
        with self.ground.store.writing(last_in_line=True) as session:
            now = self.ground.clock()
            shut = ways.found_shut(session, self.channel, now)
            if now >= shut.next_try_at:
                shut.tries += 1
                shut.next_try_at = now + wait_for_way(shut.tries, sent.wait)
            shut.trouble = _trouble(sent, len(self.said))
            session.add(shut)
            outgoing.release(session, untried, now, shut.trouble)
            return shut

    @unit_of_work
    def _give_up_old(self, shut: ShutWay) -> list[NoticeState]:
        """Give up some of what has waited too long: a customer is phoned, not forgotten."""
        with self.ground.store.writing(last_in_line=True) as session:
            moment = Moment.of(session, self.ground, SWEEPER)
            longest = moment.policy.notice_longest_wait
            if not has_waited_too_long(longest, moment.now - shut.since, moment.policy):
                return []
            written_by = moment.now - longest
            ids = outgoing.old(session, self.channel, moment.now, written_by, BATCH)
            why = f"Shut since {show_time(shut.since)} IST: {shut.trouble}"
            return [drop_overtaken(moment, one) or _give_up(moment, one, why) for one in ids]


def drop_overtaken(moment: Moment, notice_id: int) -> NoticeState | None:
    """Drop a notice that asks what is answered already; its state then, None where it stays."""
    notice = moment.session.get_one(Notice, notice_id)
    if not delivery.overtaken(moment, notice):
        return None
    notice.state, notice.next_try_at = NoticeState.OVERTAKEN, None
    return notice.state


def _give_up(moment: Moment, notice_id: int, why: str) -> NoticeState:
    notice = moment.session.get_one(Notice, notice_id)
    delivery.undeliverable(moment, notice, why)
    return notice.state


def _is_given_up(moment: Moment, notice: Notice, one: Claimed, sent: Sent) -> bool:
    if sent.fate is Fate.NEVER:
        return True
    waited = moment.now - notice.created_at
    doubtful = sent.fate is Fate.FAULT
    return has_no_more_tries(one.attempts, waited, moment.policy, doubtful=doubtful)


def _still_waiting(session: Session, one: Claimed) -> Notice | None:
    """Return the notice unless somebody else has noted its end, or its address changed, meanwhile.

    What became of it at another address says nothing of where it is to go now. A later try that
    was accepted is worth noting even where an earlier sender comes back first.
    """
    notice = session.get_one(Notice, one.id)
    waits = notice.state is NoticeState.WAITING and notice.address == one.address
    return notice if waits else None


def _trouble(sent: Sent, times: int) -> str:
    return sent.detail if times == 1 else f"{times} in a row failed. {sent.detail}"
