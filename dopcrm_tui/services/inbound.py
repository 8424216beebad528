"""Messages from outside: kept as they came, each worked once, each with a clear outcome."""

import hashlib
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from data.identity import new_id
from data.models.complaint import Complaint
from data.models.message import InboundMessage, NoticeChannel
from data.queries import inbox
from data.unit_of_work import unit_of_work
from dopcrm_tui.gateways.channel import Arrived
from dopcrm_tui.rules.inbound_mail import LONGEST_ID, letter_id
from dopcrm_tui.rules.mail_headers import storable
from dopcrm_tui.rules.refusals import Conflict, Refusal, StoreUnavailable
from dopcrm_tui.services import inbound_answers, inbound_papers
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.inbound_answers import CUSTOMER, settle
from dopcrm_tui.services.inbound_outcome import Outcome
from dopcrm_tui.services.inbound_reading import Message, understand
from dopcrm_tui.services.inbound_replies import tell
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.sweeper import never

LONGEST_SENDER = 254
_TRIES = 3
"""How often a message is worked anew where somebody else was faster at its complaint."""

log = logging.getLogger("dopcrm.inbound")


@dataclass(frozen=True, slots=True)
class Worked:
    """A message and what became of it; `outcome` is None while nobody could work it."""

    id: int
    channel: NoticeChannel
    number: str | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Inbound:
    """The door for letters and SMS; no message closes anything without the right code."""

    ground: Ground

    @unit_of_work
    def keep(self, channel: NoticeChannel, arrived: Arrived) -> bool:
        """Keep a message byte for byte; False where the same one has come already."""
        now = self.ground.clock()
        row = {
            "id": new_id(now, self.ground.random),
            "message_id": _key(channel, arrived),
            "channel": channel,
            "received_at": min(arrived.received_at, now),
            "sender": storable(arrived.sender)[:LONGEST_SENDER],
            "content": arrived.content,
        }
        with self.ground.store.writing() as session:
            return inbox.keep(session, row)

    def process(self, *, stop: Callable[[], bool] = never) -> int:
        """Work every message that nobody has worked, oldest first; return how many were.

        One that fails is logged and passed over; it is fresh still when this is called again.
        Between messages `stop` is asked.
        """
        done, passed_over = 0, set[int]()
        while not stop() and (found := self._fresh(passed_over)):
            for row_id in found:
                if stop():
                    break
                if self._worked_or_logged(row_id):
                    done += 1
                else:
                    passed_over.add(row_id)
        return done

    @unit_of_work
    def waiting_since(self) -> datetime | None:
        """Return when the oldest message came that nobody has worked, None where none waits.

        Whoever it is from has not been silent since.
        """
        with self.ground.store.reading() as session:
            return inbox.oldest(session)

    @unit_of_work
    def take_in(self, channel: NoticeChannel, arrived: Arrived) -> Worked:
        """Keep one message, work it, and return what became of it, now or when it first came."""
        self.keep(channel, arrived)
        with self.ground.store.reading() as session:
            row_id = inbox.find(session, _key(channel, arrived))
        assert row_id is not None
        return self.work(row_id)

    @unit_of_work
    def work(self, row_id: int) -> Worked:
        """Work one kept message, unless that has been done.

        Raises `Conflict` where others are always faster: the message stays fresh.
        """
        with self.ground.store.reading() as session:
            kept = session.get_one(InboundMessage, row_id)
        message = understand(kept) if kept.outcome is None else None
        if message:
            inbound_papers.examine(self.ground, message.enclosures)
        for _ in range(_TRIES):
            try:
                return self._settled(row_id, message)
            except Conflict:
                continue
            except StoreUnavailable:
                raise
            except Refusal as against:
                return self._refused(row_id, against)
        raise Conflict("The complaint is being worked by others; the message waits.")

    @unit_of_work
    def _fresh(self, passed_over: Collection[int]) -> list[int]:
        with self.ground.store.reading() as session:
            return inbox.fresh(session, passed_over)

    def _worked_or_logged(self, row_id: int) -> bool:
        try:
            self.work(row_id)
        except StoreUnavailable:
            raise
        except Exception as fault:
            # The words of a fault can hold a customer's; its kind cannot.
            log.error("message id %d: %s", row_id, type(fault).__name__)
            return False
        return True

    @unit_of_work
    def _settled(self, row_id: int, message: Message | None) -> Worked:
        with self.ground.store.writing() as session:
            kept = inbox.take(session, row_id)
            if kept.outcome is None and message is not None:
                inbound_answers.hold(session, message)
                moment = Moment.of(session, self.ground, CUSTOMER)
                outcome = settle(moment, message, kept.received_at)
                _note(kept, outcome)
                tell(moment, kept.id, message, outcome)
            return _worked(session, kept)

    @unit_of_work
    def _refused(self, row_id: int, against: Refusal) -> Worked:
        """Write why a proved answer could not be recorded, in a transaction of its own."""
        with self.ground.store.writing() as session:
            kept = inbox.take(session, row_id)
            if kept.outcome is None:
                _note(kept, Outcome("refused", str(against), kept.complaint_id))
            return _worked(session, kept)


def _note(kept: InboundMessage, outcome: Outcome) -> None:
    kept.outcome, kept.complaint_id = storable(outcome.text), outcome.complaint_id


def _worked(session: Session, kept: InboundMessage) -> Worked:
    of = session.get(Complaint, kept.complaint_id) if kept.complaint_id is not None else None
    return Worked(kept.id, kept.channel, of.number if of else None, kept.outcome)


def _key(channel: NoticeChannel, arrived: Arrived) -> str:
    """Return by what a message is known again, whichever door it comes by."""
    by_mail = channel is NoticeChannel.EMAIL
    given = letter_id(arrived.content) if by_mail else storable(arrived.reference)
    if not given or len(given) > LONGEST_ID:
        given = f"sha256:{hashlib.sha256(given.encode() or arrived.content).hexdigest()}"
    return f"{channel}:{given}"
