"""Copying a store page by page, to be gone on with wherever it was left, and comparing it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Table
from sqlmodel import Session

from data import months, rights, sqlite
from data.copying import comparing, standing, tables, writing
from data.database import COPY_OF, MARK, Store
from data.migrations import text_index
from data.migrations.months import APPEND_ONLY
from data.migrations.upgrade import upgrade
from data.models.settings import CODE_KEY, StoreInfo
from data.queries.tables import OFFICE
from data.setup import grant
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.refusals import StoreUnavailable

Progress = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""


@dataclass(slots=True)
class Copied:
    """What was copied: rows by table, and the rows that are not the same in both, if any."""

    rows: dict[str, int] = field(default_factory=dict)
    differing: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Copying:
    """One store going into another."""

    source: Store
    target: Store
    now: datetime
    application_role: str | None = None
    on_progress: Progress = lambda _done, _total: None
    _done: int = 0
    _total: int = 0

    def run(self) -> Copied:
        """Copy what is not there yet, and compare. Raises StoreUnavailable, InvalidInput.

        Where rows differ in the end, the copy is not complete: the same command goes on.
        """
        with self.source.reading(unhurried=True) as source:
            infos = standing.infos(source)
            self._begin(_mark(infos))
            self._count(source)
            is_complete = self._is_complete()
            if not is_complete:
                for table in tables.copied_tables():
                    self._copy(source, table)
            copied = self._compare(source)
            if copied.differing and not is_complete:
                self._mend(source, copied)
                copied = self._compare(source)
        if not (is_complete or copied.differing):
            self._complete(infos)
        return copied

    def verify(self) -> Copied:
        """Compare two stores. Raises StoreUnavailable where the one is no copy of the other."""
        with self.source.reading(unhurried=True) as source:
            with self.target.reading() as target:
                if standing.copy_of(target) != _mark(standing.infos(source)):
                    raise StoreUnavailable(f"{self.target.name} is no copy of {self.source.name}.")
            self._count(source)
            return self._compare(source)

    def _begin(self, mark: str) -> None:
        """Make the tables, and the mark by which the same command goes on."""
        revision = None if self._has_no_file() else self.target.revision()
        if revision is not None:
            with self.target.reading() as session:
                before, is_empty = standing.copy_of(session), not comparing.count(session, OFFICE)
            if before is None and not is_empty:
                raise StoreUnavailable(f"{self.target.name} is in use. Name a store that is new.")
            if before not in {None, mark}:
                raise StoreUnavailable(f"{self.target.name} is a copy of another store.")
        if self.target.file and self._has_no_file():
            sqlite.make_file(self.target.file)
        upgrade(self.target)
        with self.target.writing(last_in_line=True) as session:
            if self.application_role:
                rights.check(session.connection(), self.application_role)
            session.merge(StoreInfo(key=COPY_OF, value=mark))

    def _has_no_file(self) -> bool:
        file = self.target.file
        return file is not None and not (file.exists() and file.stat().st_size)

    def _is_complete(self) -> bool:
        with self.target.reading() as session:
            return session.get(StoreInfo, MARK[0]) is not None

    def _count(self, source: Session) -> None:
        """Each row is written, and compared."""
        self._total = 2 * sum(comparing.count(source, one) for one in tables.copied_tables())

    def _tell(self, rows: int) -> None:
        self._done = min(self._done + rows, self._total)
        self.on_progress(self._done, self._total)

    def _copy(self, source: Session, table: Table) -> None:
        """Copy the rows of a table behind those that are there."""
        with self.target.reading() as session:
            stands, there = standing.standing(session, table), comparing.count(session, table)
        self._tell(there)
        if stands.is_done:
            return
        size = comparing.count(source, table) + 1 if tables.is_whole(table) else tables.PAGE
        for page in tables.pages(source, table, after=stands.after, size=size):
            self._write(table, [dict(row._mapping) for row in page])
            self._tell(len(page))
        self._write(table, [])

    @unit_of_work
    def _write(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Write a page and note how far it goes, in one transaction; no rows end the table."""
        with self.target.writing(last_in_line=True) as session:
            if table.name in APPEND_ONLY:
                months.make_room_for(session, (row["at"].date() for row in rows))
            writing.add(session, table, rows)
            standing.note(session, table, tables.key_of(table, rows[-1]) if rows else None)

    def _compare(self, source: Session) -> Copied:
        copied = Copied()
        for table in tables.copied_tables():
            copied.rows[table.name], differing = 0, 0
            with self.target.reading(unhurried=True) as target:
                for looked_at, found in comparing.differences(source, target, table):
                    copied.rows[table.name] += looked_at
                    differing += len(found)
                    self._tell(looked_at)
            if differing:
                copied.differing[table.name] = differing
        return copied

    def _mend(self, source: Session, copied: Copied) -> None:
        """Bring what was copied before to where the source is now: it was worked on meanwhile."""
        for table in tables.copied_tables():
            if table.name in copied.differing:
                with self.target.reading(unhurried=True) as target:
                    found = [
                        one for _, one in comparing.differences(source, target, table) if len(one)
                    ]
                for one in found:
                    self._mend_page(table, one)

    @unit_of_work
    def _mend_page(self, table: Table, found: comparing.Difference) -> None:
        with self.target.writing(last_in_line=True) as session:
            writing.remove(session, table, found.beyond)
            writing.add(session, table, found.missing)
            writing.mend(session, table, found.changed)

    @unit_of_work
    def _complete(self, infos: Mapping[str, str]) -> None:
        """Make it a store: findable, with its rights, and with the mark by which it is known."""
        with self.target.altering() as connection:
            text_index.drop(connection)
            text_index.make(connection)
        with self.target.writing(last_in_line=True) as session:
            months.make_room(session, self.now)
            for key, value in infos.items():
                if key not in tables.OWN_KEYS and not standing.is_own(key):
                    session.merge(StoreInfo(key=key, value=value))
            if self.application_role:
                role = StoreInfo(key=rights.APPLICATION_ROLE, value=self.application_role)
                session.merge(role)
            standing.forget(session)
            session.flush()
            if not self.target.is_sqlite:
                grant(session, self.application_role)


def _mark(infos: Mapping[str, str]) -> str:
    """Return by what a store is known, and nothing is told of it."""
    return sha256(infos[CODE_KEY].encode()).hexdigest()
