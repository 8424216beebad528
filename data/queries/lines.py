"""The lines of a queue, page by page: keyset paging, statements built once, nothing counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
)
from sqlmodel import Session

from data.queries.tables import COMPLAINT, OFFICE
from data.queries.visible import inside, not_hidden
from dopcrm_tui.rules.jurisdiction import Column, Reach, Scope
from dopcrm_tui.rules.vocabulary import Queue, State, Task

TABLE = COMPLAINT.c


class Line(NamedTuple):
    """What a queue shows of a complaint, straight from the store."""

    id: int
    number: str
    state: State
    escalation_level: int
    due_at: datetime
    closed_at: datetime | None
    registered_at: datetime
    grievance: str
    complainant_name: str
    complainant_mobile: str
    article_number: str | None
    office_id: int
    office_code: str
    office_name: str
    assignee_id: int | None
    clarify: bool
    task: Task | None
    version: int


class Place(NamedTuple):
    """Where a page ends: the time its queue is ordered by, and the id."""

    at: datetime
    id: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: a queue of a scope, narrowed by what the clerk set."""

    queue: Queue
    scope: Scope
    state: State | None = None
    category: str | None = None
    overdue: bool = False
    incident: str | None = None


COLUMNS = tuple(
    OFFICE.c[name.removeprefix("office_")]
    if name in {"office_code", "office_name"}
    else TABLE[name]
    for name in Line._fields
)

WITH_OFFICE = COMPLAINT.outerjoin(OFFICE, TABLE["office_id"] == OFFICE.c.id)
"""Every complaint has its office; an outer join keeps SQLite from beginning with the offices."""


def page(
    session: Session,
    wanted: Wanted,
    reach: Reach,
    *,
    limit: int,
    after: Place | None = None,
    backwards: bool = False,
    now: datetime,
) -> Sequence[Line]:
    """Return up to `limit` lines beyond `after` in the queue's order, or before it, `backwards`.

    Open queues come by due time, the closed one newest first; a page read backwards is
    returned in the same order.
    """
    statement = _statement(_Shape.of(wanted, reach, after, backwards))
    found = session.execute(statement, _values(wanted, reach, after, limit, now)).all()
    lines = [Line._make(row) for row in found]
    return lines[::-1] if backwards else lines


def count(session: Session, wanted: Wanted, reach: Reach, now: datetime) -> int:
    """Return how many lines `page` would show in all; it walks the queue's index range."""
    shape = _Shape.of(wanted, reach, None, backwards=False)
    statement = select(func.count()).select_from(COMPLAINT).where(*_where(shape))
    return int(session.execute(statement, _values(wanted, reach, None, 0, now)).scalar_one())


class _Shape(NamedTuple):
    """What makes two page statements differ in more than their values."""

    queue: Queue
    column: Column | None
    confined: bool
    state: bool
    category: bool
    overdue: bool
    incident: bool
    anchored: bool
    backwards: bool

    @classmethod
    def of(cls, wanted: Wanted, reach: Reach, after: Place | None, backwards: bool) -> "_Shape":
        return cls(
            wanted.queue,
            wanted.scope.column,
            reach.confined,
            wanted.state is not None,
            wanted.category is not None,
            wanted.overdue,
            wanted.incident is not None,
            after is not None,
            backwards,
        )


def _values(
    wanted: Wanted, reach: Reach, after: Place | None, limit: int, now: datetime
) -> dict[str, object]:
    values: dict[str, object] = {"scope": wanted.scope.office_id, "me": reach.operator_id}
    values |= {"state": wanted.state, "category": wanted.category, "now": now, "limit": limit}
    values["incident"] = wanted.incident
    if after is not None:
        values |= {"after_at": after.at, "after_id": after.id}
    return values


@lru_cache(maxsize=256)
def _statement(shape: _Shape) -> Select[Any]:
    closed = shape.queue is Queue.CLOSED
    order = TABLE["closed_at"] if closed else TABLE["due_at"]
    descending = closed != shape.backwards
    conditions = _where(shape)
    if shape.anchored:
        conditions.append(_beyond(order, descending))
    keys = (order.desc(), TABLE["id"].desc()) if descending else (order, TABLE["id"])
    return (
        select(*COLUMNS)
        .select_from(WITH_OFFICE)
        .where(*conditions)
        .order_by(*keys)
        .limit(bindparam("limit"))
    )


def _where(shape: _Shape) -> list[ColumnElement[bool]]:
    return [*_conditions(shape), not_hidden(shape.confined, bindparam("me"))]


def _conditions(shape: _Shape) -> list[ColumnElement[bool]]:
    """Name the queue in the very words of its partial index, so that the planner sees it."""
    found: list[ColumnElement[bool]] = []
    if shape.queue is Queue.CLOSED:
        found.append(TABLE["closed_at"].is_not(None))
    else:
        found.append(TABLE["closed_at"].is_(None))
    if shape.queue is Queue.ESCALATED:
        found.append(TABLE["escalation_level"] > literal_column("0"))
    elif shape.queue is Queue.MINE:
        found.append(TABLE["assignee_id"] == bindparam("me"))
    elif shape.queue is not Queue.CLOSED:
        found.append(TABLE["queue"] == shape.queue)
    if shape.queue is Queue.MINE:
        found.append(inside(shape.column, bindparam("scope")))
    elif shape.column:
        found.append(TABLE[shape.column] == bindparam("scope"))
    if shape.state:
        found.append(TABLE["state"] == bindparam("state"))
    if shape.category:
        found.append(TABLE["category"] == bindparam("category"))
    if shape.incident:
        found.append(TABLE["incident"] == bindparam("incident"))
    if shape.overdue:
        found.append(TABLE["due_at"] <= bindparam("now"))
    return found


def _beyond(order: ColumnElement[Any], descending: bool) -> ColumnElement[bool]:
    at: BindParameter[Any] = bindparam("after_at")
    row_id: BindParameter[int] = bindparam("after_id")
    if descending:
        return and_(order <= at, or_(order < at, TABLE["id"] < row_id))
    return and_(order >= at, or_(order > at, TABLE["id"] > row_id))
