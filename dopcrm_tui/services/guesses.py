"""Counting wrong tries at logging in, so that guessing gets slower and slower."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlmodel import Session, col, delete

from data.database import Store
from data.models.guess import Guess
from data.queries.account_tables import GUESS
from data.queries.once import add_unless_there
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.guessing import (
    ACCOUNT,
    FORGOTTEN,
    MOST,
    SOURCE,
    Patience,
    remembered,
    still_to_wait,
)
from dopcrm_tui.rules.refusals import Interrupted, NotLoggedIn
from dopcrm_tui.services.clock import Clock

LONGEST_SOURCE = 90


@dataclass(frozen=True, slots=True)
class Guesses:
    """The tries on accounts, and those from one place; `source` names it, empty where unknown."""

    store: Store
    clock: Clock
    source: str

    @unit_of_work
    def begin(self, employee_id: str) -> None:
        """Count a try as a wrong one before anybody looks at it: of many at once none is free.

        Known and unknown IDs are counted alike. Raises NotLoggedIn where it has to wait.
        """
        now = self.clock()
        with self.store.writing() as session:
            held = [
                (_held(session, subject, now), patience)
                for subject, patience in self._subjects(employee_id)
            ]
            waits = [still_to_wait(row.failures, row.last_at, now, each) for row, each in held]
            longest = max(waits, default=timedelta())
            if longest:
                seconds = ceil(longest.total_seconds())
                raise NotLoggedIn(
                    f"Too many wrong tries. Please wait {seconds} s and try again.", rule="guessing"
                )
            for row, patience in held:
                before = remembered(row.failures, row.last_at, now, patience)
                row.failures, row.last_at = min(before + 1, MOST), now

    def forgive(self, session: Session, employee_id: str) -> None:
        """Take the try back that proved right, and all that were held against its account.

        What nobody needs to remember any more is swept away.
        """
        session.exec(delete(Guess).where(col(Guess.last_at) < self.clock() - FORGOTTEN))
        for subject, patience in self._subjects(employee_id):
            row = session.get(Guess, subject, with_for_update=True)
            if row is not None and patience is ACCOUNT:
                session.delete(row)
            elif row is not None:
                row.failures = max(0, row.failures - 1)

    def take_back(self, session: Session, employee_id: str) -> None:
        """Take this try back alone: what was refused was not what was guessed at."""
        for subject, _ in self._subjects(employee_id):
            row = session.get(Guess, subject, with_for_update=True)
            if row is not None:
                row.failures = max(0, row.failures - 1)

    def _subjects(self, employee_id: str) -> Iterator[tuple[str, Patience]]:
        """Yield what a try is counted for, always in this order: two never wait for each other."""
        if employee_id:
            yield f"account {employee_id}", ACCOUNT
        if self.source:
            yield f"source {self.source[:LONGEST_SOURCE]}", SOURCE


def _held(session: Session, subject: str, now: datetime) -> Guess:
    """Return the count of a subject, which nobody else changes meanwhile."""
    add_unless_there(session, GUESS, {"subject": subject, "failures": 0, "last_at": now})
    row = session.get(Guess, subject, with_for_update=True, populate_existing=True)
    if row is None:
        raise Interrupted("Somebody logged in at the same moment. Please try again.")
    return row
