"""Comparing two stores row by row, by the hashes of their rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, func, select
from sqlmodel import Session

from data.copying.row_hash import row_hash
from data.copying.tables import PAGE, Key, among, between, is_ordered_alike, key_of, pages

FEW = 500
"""Rows looked up at once where the two stores may order their keys differently."""

Found = Mapping[Key, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Difference:
    """What one page of a table shows: rows that are missing there, changed, or too many."""

    missing: Sequence[Mapping[str, Any]] = ()
    changed: Sequence[Mapping[str, Any]] = ()
    beyond: Sequence[Key] = ()

    def __len__(self) -> int:
        return len(self.missing) + len(self.changed) + len(self.beyond)


def count(session: Session, table: Table) -> int:
    """Return how many rows a table has."""
    rows: int = session.execute(select(func.count()).select_from(table)).scalar_one()
    return rows


def differences(source: Session, target: Session, table: Table) -> Iterator[tuple[int, Difference]]:
    """Yield, page by page, how many rows were looked at, and how the target differs."""
    is_ordered = is_ordered_alike(table)
    after: Key | None = None
    for page in pages(source, table, size=PAGE if is_ordered else FEW):
        rows = {key_of(table, row): dict(row._mapping) for row in page}
        last = key_of(table, page[-1])
        here = between(table, after, last) if is_ordered else among(table, [*rows])
        yield len(page), _difference(rows, _rows(target, table, here))
        after = last
    if count(source, table) != count(target, table):
        for page in pages(target, table, size=FEW):
            keys = [key_of(table, row) for row in page]
            known = _rows(source, table, among(table, keys))
            yield 0, Difference(beyond=[key for key in keys if key not in known])


def _difference(rows: Found, there: Found) -> Difference:
    return Difference(
        missing=[row for key, row in rows.items() if key not in there],
        changed=[
            row for key, row in rows.items() if key in there and not _is_same(row, there[key])
        ],
    )


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return one == other or row_hash(one) == row_hash(other)


def _rows(session: Session, table: Table, here: ColumnElement[bool]) -> Found:
    found = session.execute(select(table).where(here))
    return {key_of(table, row): dict(row._mapping) for row in found}
