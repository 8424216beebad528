"""Rehearsing a policy: histories played again under another number; nothing is changed."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from sqlmodel import Session

from data.identity import first_id
from data.queries import checking, offices
from data.queries.checking import Kept
from data.queries.visible import naming
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.dates import today
from dopcrm_tui.rules.jurisdiction import Reach, Scope
from dopcrm_tui.rules.offices import OfficePath
from dopcrm_tui.rules.period import Period
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.rehearsal import REHEARSED, Change, Outcome, rehearse
from dopcrm_tui.rules.replay import OutOfRule
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.history_check import origin_of
from dopcrm_tui.services.policy_book import read_value
from dopcrm_tui.services.retelling import Retelling, entry_of

if TYPE_CHECKING:
    from data.models.history import Event

Progress = Callable[[int, int], None]
Tried = Counter[Outcome]


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What became of the complaints that one office held: as it was, and as it would have been."""

    label: str
    was: Mapping[Outcome, int]
    would_be: Mapping[Outcome, int]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The offices of a rehearsal, those with the greatest change first, and all together."""

    complaints: int
    offices: tuple[Rehearsed, ...]
    total: Rehearsed


@dataclass(frozen=True, slots=True)
class Rehearsing:
    """Plays the histories of the complaints that were registered in a period."""

    ground: Ground
    page_size: int = checking.PAGE

    @unit_of_work
    def rehearse(
        self,
        scope: Scope,
        reach: Reach,
        period: Period,
        key: str,
        value: str,
        on_progress: Progress | None = None,
    ) -> Rehearsal:
        """Return what would have become of an office's complaints under another number.

        Raises InvalidInput (`key`, `value`).
        """
        if key not in REHEARSED:
            known = ", ".join(sorted(REHEARSED))
            raise InvalidInput({"key": f"What can be rehearsed is one of: {known}."})
        change = Change(key, read_value(key, value))
        stage = _Stage(self.ground, scope, reach, period, change)
        with self.ground.store.reading(unhurried=True) as session:
            stage.play(session, self.page_size, on_progress)
            return stage.told(session)


class _Stage:
    """Plays page after page and adds up by office."""

    def __init__(
        self, ground: Ground, scope: Scope, reach: Reach, period: Period, change: Change
    ) -> None:
        self._ground, self._scope, self._reach = ground, scope, reach
        self._period, self._change = period, change
        self._now = ground.clock()
        self._was: defaultdict[int, Tried] = defaultdict(Counter)
        self._would_be: defaultdict[int, Tried] = defaultdict(Counter)
        self._complaints = 0

    def play(self, session: Session, size: int, on_progress: Progress | None) -> None:
        """Play all complaints that the actor may know of."""
        named = set(session.execute(naming(self._reach.operator_id)).scalars())
        retelling = Retelling(session, self._ground.policy)
        after, total = first_id(self._period.first) - 1, checking.how_many(session)
        done, is_over = 0, False
        while after < checking.LAST and not is_over:
            until, ids = checking.next_span(session, after, size)
            for complaint_id, kept in checking.page(session, after, until).items():
                if kept.row is None or complaint_id in named:
                    continue
                day = today(kept.row.registered_at)
                is_over = day > self._period.last
                if self._period.first <= day <= self._period.last:
                    self._try(kept, retelling)
            after, done = until, done + len(ids)
            if on_progress:
                on_progress(done, total)

    def _try(self, kept: Kept, retelling: Retelling) -> None:
        row = kept.row
        if row is None or (row.confined and not self._reach.confined):
            return
        entries = [entry_of(event) for event in cast("list[Event]", kept.events)]
        holders = {entry.holder_id for entry in entries}
        if not any(self._scope.covers(retelling.path_of(each)) for each in holders):
            return
        self._complaints += 1
        for change, tried in ((None, self._was), (self._change, self._would_be)):
            try:
                outcomes = rehearse(
                    origin_of(row),
                    entries,
                    retelling.path_of,
                    retelling.policy_at,
                    until=self._now,
                    change=change,
                )
            except (OutOfRule, ValueError):  # for `audit verify` to tell
                return
            for outcome, holder in outcomes.items():
                if self._scope.covers(holder):
                    tried[unit_below(self._scope, holder)][outcome] += 1

    def told(self, session: Session) -> Rehearsal:
        """Return what was added up, with the names of the offices."""
        units = self._was.keys() | self._would_be.keys()
        names = offices.named(session, units)
        rows = [
            Rehearsed(
                names[unit].name if unit in names else str(unit),
                self._was[unit],
                self._would_be[unit],
            )
            for unit in units
        ]
        rows.sort(key=lambda row: (-_difference(row), row.label))
        was = sum(self._was.values(), Tried())
        return Rehearsal(
            self._complaints,
            tuple(rows),
            Rehearsed("All", was, sum(self._would_be.values(), Tried())),
        )


def _difference(row: Rehearsed) -> int:
    return sum(abs(row.would_be[each] - row.was[each]) for each in Outcome)


def unit_below(scope: Scope, holder: OfficePath) -> int:
    """Return the office next below a scope's in which a holder lies, or the holder itself."""
    levels = {
        None: (holder.circle_id,),
        "circle_id": (holder.region_id, holder.division_id),
        "region_id": (holder.division_id,),
    }.get(scope.column, ())
    return next((unit for unit in levels if unit is not None), holder.id)
