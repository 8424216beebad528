"""The desk's alarm clock: every alarm that rings is answered once, whoever sweeps beside it."""

import logging
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from time import perf_counter

from data.queries import alarms, cases
from data.queries.alarms import Announced, Ringing
from data.queries.cases import Case
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.alarms import action_of
from dopcrm_tui.rules.complaint import SWEEPER, Act
from dopcrm_tui.rules.refusals import Refusal, StoreUnavailable
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.interim_drafts import drafting
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.transition import carry_out_all

BATCH = 500
"""Complaints in one transaction of a single pass."""

BESIDE_PEOPLE = 25
"""The same while people are at work: none of them waits for more than this."""

RESTS = 2.0
"""How long the store is left to people after a batch, in lengths of that batch: most never wait."""

TIDIED = 20
"""Batches after which SQLite's log is brought into its file."""

log = logging.getLogger("dopcrm.sweeper")


def no_rest(_seconds: float) -> None:
    """Go on at once."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How many complaints are answered together, and what is done for some seconds after them."""

    batch: int = BATCH
    rest: Callable[[float], None] = no_rest


FULL_SPEED = Pace()


@dataclass(slots=True)
class Rung:
    """What a round did: how often each act was done, and on which complaints it could not be."""

    done: Counter[Action] = field(default_factory=Counter)
    failed: set[int] = field(default_factory=set)
    unheard: int = 0
    """Silences that wait because not every door has been read."""


def never() -> bool:
    """Say that nobody has asked the sweeper to stop."""
    return False


@dataclass(frozen=True, slots=True)
class Sweeper:
    """Answers alarms; each act is a guarded write with its event and notices."""

    ground: Ground

    def ring(
        self,
        *,
        heard: datetime | None = None,
        stop: Callable[[], bool] = never,
        pace: Pace = FULL_SPEED,
    ) -> Rung:
        """Answer every alarm that has rung, oldest first, in batches until none is left.

        `heard` is until when the customers' answers have been read, None where that is now.
        Between batches `stop` is asked. What fails is logged and passed over.
        """
        now = self.ground.clock()
        believed = min(heard or now, now)
        rung = Rung()
        for number in count(1):
            begun = perf_counter()
            if stop() or not self._batch(now, believed, pace.batch, rung):
                break
            pace.rest(RESTS * (perf_counter() - begun))
            if number % TIDIED == 0:
                self.tidy()
        rung.unheard = self._unheard(now, believed)
        return rung

    @unit_of_work
    def _unheard(self, now: datetime, believed: datetime) -> int:
        with self.ground.store.reading() as session:
            return alarms.unheard(session, now, believed)

    def tidy(self) -> None:
        """Bring what was done into the store's file; between acts, where nobody waits for it."""
        self.ground.store.settle()

    @unit_of_work
    def announce(self, until: datetime | None = None) -> Sequence[Announced]:
        """Return what would be done by `until`, oldest first, and do nothing."""
        moment = until or self.ground.clock()
        with self.ground.store.reading() as session:
            return alarms.announced(session, moment, moment)

    @unit_of_work
    def next_alarm(self, until: datetime) -> datetime | None:
        """Return when the next alarm rings, None where none does by `until`."""
        with self.ground.store.reading() as session:
            return alarms.next_due(session, until)

    def _batch(self, until: datetime, heard: datetime, limit: int, rung: Rung) -> bool:
        """Answer up to `limit` alarms together; what cannot be answered so, one by one."""
        found: list[Ringing] = []
        try:
            rung.done.update(self._together(until, heard, limit, rung.failed, found))
            singly = [] if found else self._in_other_hands(until, heard, limit, rung.failed)
        except StoreUnavailable:
            raise
        except Exception:
            log.info("a batch of %d is answered one by one", len(found))
            singly = found
        for alarm in singly:
            self._alone(alarm, until, heard, rung)
        return bool(found or singly)

    @unit_of_work
    def _in_other_hands(
        self, until: datetime, heard: datetime, limit: int, failed: Collection[int]
    ) -> list[Ringing]:
        """Return what still rings because somebody had its complaint in hand: it is waited for."""
        with self.ground.store.reading() as session:
            return alarms.ringing(session, until, heard, limit, failed)

    @unit_of_work
    def _together(
        self,
        until: datetime,
        heard: datetime,
        limit: int,
        failed: Collection[int],
        found: list[Ringing],
    ) -> list[Action]:
        """Answer what rings, which is told in `found` before anything can go wrong with it."""
        with self.ground.store.writing(last_in_line=True) as session:
            found[:] = alarms.take_ringing(session, until, heard, limit, failed)
            return self._answer(Moment.of(session, self.ground, SWEEPER), found) if found else []

    def _alone(self, alarm: Ringing, until: datetime, heard: datetime, rung: Rung) -> None:
        try:
            rung.done.update(self._one(alarm, until, heard))
        except StoreUnavailable:
            raise
        except Refusal as refusal:
            rung.failed.add(alarm.complaint_id)
            log.warning("complaint id %d: %s", alarm.complaint_id, refusal.rule)
        except Exception as fault:
            # The words of a fault can hold a customer's; its kind and place cannot.
            rung.failed.add(alarm.complaint_id)
            log.error("complaint id %d: %s", alarm.complaint_id, type(fault).__name__)

    @unit_of_work
    def _one(self, alarm: Ringing, until: datetime, heard: datetime) -> list[Action]:
        with self.ground.store.writing(last_in_line=True) as session:
            cases.hold(session, alarm.complaint_id)
            still = alarms.ringing_of(session, alarm.complaint_id, until, heard)
            return self._answer(Moment.of(session, self.ground, SWEEPER), still) if still else []

    def _answer(self, moment: Moment, found: Sequence[Ringing]) -> list[Action]:
        rung = {alarm.complaint_id: alarm for alarm in found}
        wanted = [
            (case, _act(moment, case, action_of(rung[case.row.id].kind, case.facts.on_silence)))
            for case in cases.load_many(moment.session, list(rung))
            if _rings(case, rung[case.row.id])
        ]
        if wanted:
            carry_out_all(moment, wanted)
        return [act.action for _, act in wanted]


def _rings(case: Case, alarm: Ringing) -> bool:
    """Whether nobody answered an alarm between the moment it was seen and that it was held."""
    kept = case.facts.deadlines.get(alarm.kind)
    return kept is not None and kept.due_at == alarm.due_at


def _act(moment: Moment, case: Case, action: Action) -> Act:
    if action is Action.INTERIM_DRAFTED:
        return drafting(moment, case)
    return Act(action=action)
