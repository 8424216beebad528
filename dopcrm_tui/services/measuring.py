"""Marks made again from the histories: where a store is older than marks, or to check them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from data.queries import checking, marks
from data.queries.checking import Kept
from data.queries.marks import Matter
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.measures import ANSWERS, Deed, marks_of
from dopcrm_tui.rules.replay import OutOfRule, Step
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.history_check import Retell, origin_of
from dopcrm_tui.services.retelling import Retelling

Progress = Callable[[int, int], None]
MarkRow = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measuring:
    """Gives histories their marks."""

    ground: Ground
    page_size: int = checking.PAGE

    def fill(self, on_progress: Progress | None = None) -> int:
        """Give every history the marks it lacks, once for a store; return how many were missing.

        Page by page: nobody is held up. Raises StoreUnavailable.
        """
        if self._is_filled():
            return 0
        added, done, after = 0, 0, checking.FIRST
        total = self._how_many()
        while after < checking.LAST:
            after, ids, new = self._fill_page(after)
            added, done = added + new, done + ids
            if on_progress:
                on_progress(done, total)
        self._say_filled()
        return added

    @unit_of_work
    def _is_filled(self) -> bool:
        with self.ground.store.reading() as session:
            return marks.are_filled(session)

    @unit_of_work
    def _how_many(self) -> int:
        with self.ground.store.reading(unhurried=True) as session:
            return checking.how_many(session)

    @unit_of_work
    def _fill_page(self, after: int) -> tuple[int, int, int]:
        """Fill the page that begins behind an id; return its end, its length and what was new."""
        with self.ground.store.writing(last_in_line=True) as session:
            until, ids = checking.next_span(session, after, self.page_size)
            retell = Retelling(session, self.ground.policy).steps
            wanted = wanted_of(_read(session, after, until), retell)
            there = marks.of_span(session, after, until)
            missing = [
                row
                for complaint_id, rows in wanted.items()
                for row in _lacking(rows, there.get(complaint_id, []))
            ]
            return until, len(ids), marks.add_missing(session, missing)

    @unit_of_work
    def _say_filled(self) -> None:
        with self.ground.store.writing(last_in_line=True) as session:
            marks.say_filled(session)


def _read(session: Session, after: int, until: int) -> dict[int, Kept]:
    try:
        return checking.page(session, after, until)
    except checking.UNREADABLE:
        return {}


def wanted_of(page: dict[int, Kept], retell: Retell) -> dict[int, list[MarkRow]]:
    """Return the marks that histories give, by complaint; a history that breaks gives up to there.

    What nobody can have written, and what cannot be read, is for `audit verify` to tell.
    """
    return {
        complaint_id: rows_of(kept.row, _steps(kept, retell)) for complaint_id, kept in page.items()
    }


def _steps(kept: Kept, retell: Retell) -> Iterator[Step]:
    if kept.row is not None:
        with suppress(OutOfRule):
            yield from retell(origin_of(kept.row), kept.events)


def rows_of(row: Row[Any] | None, steps: Iterable[Step]) -> list[MarkRow]:
    """Return the marks of a history, as they are kept."""
    if row is None:
        return []
    matter = Matter(
        row.id, row.registered_circle_id, row.grievance, row.category, row.channel, row.confined
    )
    found, answered_at = [], None
    for step in steps:
        entry = step.entry
        deed = Deed(
            entry.action,
            entry.data,
            row.grievance,
            entry.role,
            entry.actor_id,
            entry.at,
            answered_at,
        )
        answered_at = entry.at if entry.action in ANSWERS else None
        found += [
            marks.row_of(matter, entry.sequence, mark)
            for mark in marks_of(step.before, step.after, deed)
        ]
    return found


def _lacking(wanted: list[MarkRow], there: list[MarkRow]) -> list[MarkRow]:
    kept = Counter(map(marks.told, there))
    return [row for row in wanted if not kept[marks.told(row)]]


def contrast(wanted: list[MarkRow], there: list[MarkRow]) -> str | None:
    """Return how the marks of a complaint differ from what its history gives, None where not."""
    given, kept = Counter(map(marks.told, wanted)), Counter(map(marks.told, there))
    missing, beside = (given - kept).total(), (kept - given).total()
    if not missing and not beside:
        return None
    return f"Of its marks for reports {missing} are missing and {beside} are not of its history."
