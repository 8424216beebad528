"""The complaints behind a figure of a report, page by page: what is counted, line by line."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, false, literal, or_, select, tuple_
from sqlmodel import Session

from data.queries import owed, standing
from data.queries.counted import of_scope
from data.queries.lines import COLUMNS, Line
from data.queries.outside import REMINDERS, REVIEWS
from data.queries.standing import IS_OPEN, Narrowing
from data.queries.tables import COMPLAINT, MARK, OFFICE
from data.queries.visible import inside, not_hidden, seen_by
from dopcrm_tui.rules.jurisdiction import Reach, Scope
from dopcrm_tui.rules.period import Period
from dopcrm_tui.rules.reporting.tallies import Happened, Owed, Standing

TABLE = COMPLAINT.c
_ORDER = (MARK.c.day, MARK.c.complaint_id, MARK.c.sequence)
_WIDE = {None, "circle_id", "region_id"}
"""Scopes with so many open complaints that they are walked in order, not sorted."""


class Spot(NamedTuple):
    """Where a page of what happened ends: newest first, by day, complaint and entry."""

    day: date
    complaint_id: int
    sequence: int


class Found(NamedTuple):
    """A complaint behind a figure.

    `day` and `key` tell what happened; None and empty for one that is open. Where it lies outside
    the actor's sight now, `is_seen` is false.
    """

    line: Line
    is_seen: bool
    sequence: int
    day: date | None
    key: str
    reminders: int
    reviews: int


def open_ones(
    session: Session,
    tally: Standing | Owed,
    scope: Scope,
    reach: Reach,
    now: datetime,
    narrowing: Narrowing,
    *,
    after: int | None,
    limit: int,
    backwards: bool = False,
) -> Sequence[Found]:
    """Return up to `limit` complaints of a figure that stand so now, the oldest first.

    Beyond an id, where one is given.

    A page read `backwards`, before the id, comes in the same order.
    """
    if isinstance(tally, Owed):
        which = owed.conditions(tally, scope, reach, now, narrowing)
    else:
        which = standing.conditions(tally, scope, reach, now, narrowing)
        if tally.origin is None and scope.column in _WIDE:
            which = [IS_OPEN, inside(scope.column, scope.office_id), *which[2:]]
    wanted = _select(reach, literal(0), literal(None), literal("")).where(*which)
    if after is not None:
        wanted = wanted.where(TABLE.id < after if backwards else TABLE.id > after)
    order = TABLE.id.desc() if backwards else TABLE.id
    return _found(session, wanted.order_by(order).limit(limit), backwards)


def marked_ones(
    session: Session,
    tally: Happened,
    scope: Scope,
    reach: Reach,
    period: Period,
    narrowing: Narrowing,
    *,
    after: Spot | None,
    limit: int,
    backwards: bool = False,
) -> Sequence[Found]:
    """Return up to `limit` of what a figure counts as having happened, the newest first.

    A page read `backwards`, before the spot, comes in the same order.
    """
    mark = MARK.c
    which = _marked(tally, scope, reach, period, narrowing)
    if after is not None:
        which.append(_beyond(after, backwards))
    wanted = (
        _select(reach, mark.sequence, mark.day, mark.key)
        .join(MARK, mark.complaint_id == TABLE.id)
        .where(*which)
        .order_by(*(column if backwards else column.desc() for column in _ORDER))
        .limit(limit)
    )
    return _found(session, wanted, backwards)


def places(
    session: Session,
    tally: Happened,
    scope: Scope,
    reach: Reach,
    period: Period,
    narrowing: Narrowing,
) -> list[tuple[int, int]]:
    """Return complaint and entry of all that a figure counts, to draw some of them."""
    wanted = (
        select(MARK.c.complaint_id, MARK.c.sequence)
        .join(COMPLAINT, MARK.c.complaint_id == TABLE.id)
        .where(*_marked(tally, scope, reach, period, narrowing))
    )
    return [(complaint_id, sequence) for complaint_id, sequence in session.execute(wanted)]


def _marked(
    tally: Happened, scope: Scope, reach: Reach, period: Period, narrowing: Narrowing
) -> list[ColumnElement[bool]]:
    mark = MARK.c
    which = [
        mark.measure == tally.measure,
        mark.day >= period.first,
        mark.day <= period.last,
        *of_scope(scope),
        *_like(tally.key),
        *([] if tally.among is None else [mark.key.in_(tally.among)]),
        *([] if tally.only is None else [_one_of(tally.only)]),
        not_hidden(reach.confined, reach.operator_id),
    ]
    if category := tally.category or narrowing.category:
        which.append(mark.category == category)
    if narrowing.channel:
        which.append(mark.channel == narrowing.channel)
    return which


def _one_of(marks: frozenset[tuple[int, int]]) -> ColumnElement[bool]:
    return or_(
        false(),
        *(and_(MARK.c.complaint_id == this, MARK.c.sequence == entry) for this, entry in marks),
    )


def _beyond(spot: Spot, backwards: bool) -> ColumnElement[bool]:
    day, place = MARK.c.day, tuple_(*_ORDER)
    there = tuple_(
        *(literal(value, column.type) for value, column in zip(spot, _ORDER, strict=True))
    )
    if backwards:
        return and_(day >= spot.day, place > there)
    return and_(day <= spot.day, place < there)


def _like(key: str) -> list[ColumnElement[bool]]:
    """Return the condition that a mark's key is one of a pattern."""
    if key == "*":
        return []
    if "*" not in key:
        return [MARK.c.key == key]
    escaped = key.replace("_", "\\_").replace("*", "%")
    return [MARK.c.key.like(escaped, escape="\\")]


def _select(
    reach: Reach, sequence: ColumnElement[int], day: ColumnElement[Any], key: ColumnElement[Any]
) -> Select[Any]:
    is_seen = case((seen_by(reach), True), else_=False)
    return select(*COLUMNS, is_seen, sequence, day, key, REMINDERS, REVIEWS).select_from(
        COMPLAINT.join(OFFICE, TABLE.office_id == OFFICE.c.id)
    )


def _found(session: Session, wanted: Select[Any], backwards: bool) -> Sequence[Found]:
    width = len(COLUMNS)
    found = [
        Found(
            Line._make(row[:width]),
            bool(row[width]),
            row[width + 1],
            row[width + 2],
            row[width + 3],
            row[width + 4],
            row[width + 5],
        )
        for row in session.execute(wanted)
    ]
    return found[::-1] if backwards else found
