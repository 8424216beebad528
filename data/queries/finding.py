"""Finding complaints: exact look-ups first, words after; newest first, only what is seen."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import Session, col

from data.models import Complaint as Row
from data.models import Office
from data.queries.lines import COLUMNS, Line
from data.queries.text_search import match_text
from data.queries.visible import seen_by
from dopcrm_tui.rules.complaint_number import looks_like_number, parse_number
from dopcrm_tui.rules.contact import parse_mobile
from dopcrm_tui.rules.jurisdiction import Reach
from dopcrm_tui.rules.plain_code import plain_code
from dopcrm_tui.rules.refusals import InvalidInput

_WORD_HITS = 500
"""Newest hits of the text index that are looked at; a search is to find, not to count."""


def find(
    session: Session, text: str, reach: Reach, *, after: int | None, limit: int
) -> Sequence[Line]:
    """Return up to `limit` complaints older than the id `after`, newest first."""
    wanted = _statement(reach, after, limit)
    for condition in _exact(text):
        found = _lines(session, wanted.where(condition))
        if found:
            return found
    hits = match_text(session, text, limit=_WORD_HITS)
    return _lines(session, wanted.where(col(Row.id).in_(hits))) if hits else []


def _exact(text: str) -> list[ColumnElement[bool]]:
    conditions = []
    if looks_like_number(text):
        try:
            conditions.append(col(Row.number) == parse_number(text))
        except ValueError as problem:
            raise InvalidInput({"text": str(problem)}) from None
    code = plain_code(text).upper()
    if 13 <= len(code) <= 18 and code.isalnum():
        conditions.append(col(Row.article_number) == code)
    with suppress(ValueError):
        conditions.append(col(Row.complainant_mobile) == parse_mobile(text))
    conditions.append(col(Row.external_reference) == text.strip())
    return conditions


def _statement(reach: Reach, after: int | None, limit: int) -> Select[Any]:
    table, office = Row.__table__, Office.__table__  # type: ignore[attr-defined]  # SQLModel hides it
    wanted = (
        select(*COLUMNS)
        .select_from(table.join(office, table.c.office_id == office.c.id))
        .where(seen_by(reach))
        .order_by(table.c.id.desc())
        .limit(limit)
    )
    return wanted if after is None else wanted.where(table.c.id < after)


def _lines(session: Session, wanted: Select[Any]) -> list[Line]:
    return [Line._make(row) for row in session.execute(wanted)]
