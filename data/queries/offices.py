"""Reading the tree of offices: rows for lists, and finding by words."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select, true
from sqlmodel import Session

from data.models.office import Office, OfficeWord
from data.queries.account_tables import table_of
from dopcrm_tui.rules.jurisdiction import Scope
from dopcrm_tui.rules.offices import OfficePath
from dopcrm_tui.rules.vocabulary import OfficeKind

OFFICE = table_of(Office)
WORD = table_of(OfficeWord)

_PARENT, _DIVISION, _REGION, _CIRCLE = (
    OFFICE.alias(name) for name in ("parent", "division", "region", "circle")
)
_WORDS = re.compile(r"[a-z0-9]+(?:-[a-z]\d+)?")
_CANDIDATES = 1_500
"""Offices looked at for a few letters: more letters find what lies beyond."""

_IN_ORDER = (
    OfficeKind.HEAD_OFFICE,
    OfficeKind.SUB_OFFICE,
    OfficeKind.DIVISION,
    OfficeKind.REGION,
    OfficeKind.CIRCLE,
    OfficeKind.DIRECTORATE,
    OfficeKind.MAIL_OFFICE,
    OfficeKind.BRANCH_OFFICE,
)
KIND_ORDER = case({kind: place for place, kind in enumerate(_IN_ORDER)}, value=OFFICE.c.kind)
"""Head and sub offices first, branch offices last."""

OfficeLine = Row[Any]
"""An office with the names of those above it: a row for a list."""

LINES = (
    select(
        *(column for column in OFFICE.c if column.name != "parent_id"),
        _PARENT.c.code.label("parent_code"),
        _DIVISION.c.name.label("division"),
        _REGION.c.name.label("region"),
        _CIRCLE.c.name.label("circle"),
    )
    .outerjoin(_PARENT, _PARENT.c.id == OFFICE.c.parent_id)
    .outerjoin(_DIVISION, _DIVISION.c.id == OFFICE.c.division_id)
    .outerjoin(_REGION, _REGION.c.id == OFFICE.c.region_id)
    .outerjoin(_CIRCLE, _CIRCLE.c.id == OFFICE.c.circle_id)
)
"""All offices as lines; narrow it with conditions on `OFFICE`."""


def path_of(office: Office) -> OfficePath:
    """Return where an office stands in the tree."""
    return OfficePath(
        office.id,
        office.kind,
        office.head_office_id,
        office.division_id,
        office.region_id,
        office.circle_id,
    )


def inside(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that an office lies in a scope."""
    if scope.column is None:
        return true()
    column = OFFICE.c.id if scope.column == "office_id" else OFFICE.c[scope.column]
    return column == scope.office_id


def lines(session: Session, *conditions: ColumnElement[bool]) -> Sequence[OfficeLine]:
    """Return the offices that meet the conditions, head and sub offices first, then by name."""
    order = (KIND_ORDER, OFFICE.c.name, OFFICE.c.id)
    return session.execute(LINES.where(*conditions).order_by(*order)).all()


class Named(NamedTuple):
    """An office by its code, name and kind."""

    id: int
    code: str
    name: str
    kind: OfficeKind


def named(session: Session, ids: Iterable[int]) -> dict[int, Named]:
    """Return what offices are called, by their ids."""
    columns = (OFFICE.c.id, OFFICE.c.code, OFFICE.c.name, OFFICE.c.kind)
    found = session.execute(select(*columns).where(OFFICE.c.id.in_(tuple(ids))))
    return {row.id: Named._make(row) for row in found}


def find(session: Session, typed: str, limit: int) -> Sequence[OfficeLine]:
    """Return active offices that have every typed word, or a word that begins so, best first."""
    words = _WORDS.findall(typed.lower())
    if not words:
        return []
    starts = func.substr(func.lower(OFFICE.c.name), 1, len(" ".join(words))) == " ".join(words)
    found = (
        LINES.where(OFFICE.c.id.in_(_having(words)), OFFICE.c.active)
        .order_by(starts.desc(), KIND_ORDER, OFFICE.c.name, OFFICE.c.id)
        .limit(limit)
    )
    return session.execute(found).all()


def _having(words: list[str]) -> Select[tuple[int]]:
    """Select the offices that have all words: the longest leads, it has the fewest."""
    longest = max(words, key=len)
    others = words.copy()
    others.remove(longest)
    conditions = [_begins(WORD.c.word, longest)]
    for other in others:
        same = WORD.alias()
        conditions.append(
            select(1)
            .where(and_(same.c.office_id == WORD.c.office_id, _begins(same.c.word, other)))
            .exists()
        )
    return select(WORD.c.office_id).where(*conditions).limit(_CANDIDATES)


def _begins(column: ColumnElement[str], beginning: str) -> ColumnElement[bool]:
    """Return the condition as a range, which every store answers from the index."""
    return and_(column >= beginning, column < beginning + "~")
