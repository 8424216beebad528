"""What is copied, table by table, and how one table is read page by page."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Row,
    Select,
    Table,
    and_,
    literal,
    not_,
    select,
    tuple_,
)
from sqlmodel import Session, SQLModel

import data.models.every  # noqa: F401  the tables there are
from data.models.columns import SEARCH_WORD
from data.rights import APPLICATION_ROLE

LEFT_BEHIND = frozenset({"guess", "kept_work", "operator_session", "sweeper_beat", "viewing"})
"""What belongs to the old place: people log in anew, sweepers begin anew, nobody reads there."""

INFO = "store_info"
OWN_KEYS = (APPLICATION_ROLE,)
"""The rows of `store_info` that say something of one store alone; those of a copy beside them."""

PAGE = 5_000

Key = tuple[object, ...]
"""The primary key of a row."""


def copied_tables() -> list[Table]:
    """Return the tables that are copied, each behind those it refers to, but `store_info`."""
    tables = SQLModel.metadata.sorted_tables
    return [one for one in tables if one.name not in {*LEFT_BEHIND, INFO}]


def is_whole(table: Table) -> bool:
    """Whether the rows of a table refer to one another, so that they have to come all at once."""
    return any(key.column.table is table for key in table.foreign_keys)


def keys_of(table: Table) -> list[Column[Any]]:
    """Return the columns of the primary key."""
    return list(table.primary_key)


def key_of(table: Table, row: Row[Any] | Mapping[str, Any]) -> Key:
    """Return the primary key of a row."""
    told = row._mapping if isinstance(row, Row) else row
    return tuple(told[column.name] for column in keys_of(table))


def pages(
    session: Session, table: Table, *, after: Key | None = None, size: int = PAGE
) -> Iterator[Sequence[Row[Any]]]:
    """Yield the rows of a table behind a key, in the order of its keys."""
    while page := session.execute(_page(table, after, size)).all():
        yield page
        after = key_of(table, page[-1])


def _page(table: Table, after: Key | None, size: int) -> Select[Any]:
    wanted = select(table).order_by(*keys_of(table)).limit(size)
    return wanted if after is None else wanted.where(_behind(table, after))


def is_ordered_alike(table: Table) -> bool:
    """Whether every store has the rows of a table in the same order: numbers, words by bytes."""
    return all(_is_ordered_alike(column) for column in keys_of(table))


def _is_ordered_alike(column: Column[Any]) -> bool:
    return column.type.python_type in {int, date} or column.type is SEARCH_WORD


def between(table: Table, after: Key | None, last: Key) -> ColumnElement[bool]:
    """Return the condition that a key comes behind one and not behind another."""
    until = not_(_behind(table, last))
    return until if after is None else and_(_behind(table, after), until)


def _behind(table: Table, key: Key) -> ColumnElement[bool]:
    columns = keys_of(table)
    bounds = [literal(value, one.type) for value, one in zip(key, columns, strict=True)]
    if len(columns) == 1:
        return columns[0] > bounds[0]
    return tuple_(*columns) > tuple_(*bounds)


def among(table: Table, keys: Sequence[Key]) -> ColumnElement[bool]:
    """Return the condition that a row has one of these keys."""
    columns = keys_of(table)
    if len(columns) == 1:
        return columns[0].in_([key[0] for key in keys])
    return tuple_(*columns).in_(keys)


def write_key(key: Key) -> str:
    """Write a key as text that `read_key` reads."""
    return json.dumps([one.isoformat() if isinstance(one, date) else one for one in key])


def read_key(table: Table, written: str) -> Key:
    """Return the key that was written."""
    values = json.loads(written)
    return tuple(_read(one, value) for one, value in zip(keys_of(table), values, strict=True))


def _read(column: Column[Any], value: Any) -> object:  # noqa: ANN401  a value of JSON
    kind = column.type.python_type
    if issubclass(kind, date):
        return kind.fromisoformat(value)
    return kind(value) if issubclass(kind, StrEnum) else value
