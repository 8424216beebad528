"""Finding complaints: exact look-ups first, words after; newest first, only what is seen."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import Session

from data.queries.lines import COLUMNS, WITH_OFFICE, Line
from data.queries.tables import COMPLAINT
from data.queries.text_search import match_text
from data.queries.visible import seen_by
from dopcrm_tui.rules.complaint_number import looks_like_number, parse_number
from dopcrm_tui.rules.contact import parse_mobile
from dopcrm_tui.rules.customer_text import clean_line
from dopcrm_tui.rules.jurisdiction import Reach
from dopcrm_tui.rules.plain_code import plain_code
from dopcrm_tui.rules.provisional_number import parse_provisional
from dopcrm_tui.rules.refusals import InvalidInput

_SAME = COMPLAINT.alias("same")
_LONGEST = 200
_HITS = 500
_ROUNDS = 40
"""The newest 20,000 hits of the text index are sifted: a search is to find, not to count."""


def find(
    session: Session, typed: str, reach: Reach, *, after: int | None, limit: int
) -> Sequence[Line]:
    """Return up to `limit` complaints older than the id `after`, newest first.

    Raises `InvalidInput` for nothing, for text no store keeps, and for a complaint number whose
    check digit is wrong.
    """
    try:
        text = clean_line(typed, "Search", _LONGEST)
        exact = _exact(text)
    except ValueError as problem:
        raise InvalidInput({"text": str(problem)}) from None
    for condition in exact:
        if _lines(session, _statement(reach, None, 1).where(condition)):
            return _lines(session, _statement(reach, after, limit).where(condition))
    return _by_words(session, text, reach, after, limit)


def _exact(text: str) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if looks_like_number(text):
        conditions.append(COMPLAINT.c.number == parse_number(text))
    if slip := parse_provisional(text):
        conditions.append(_having("provisional_number", slip))
    code = plain_code(text).upper()
    if 13 <= len(code) <= 18 and code.isalnum():
        conditions.append(_having("article_number", code))
    with suppress(ValueError):
        conditions.append(_having("complainant_mobile", parse_mobile(text)))
    conditions.append(_having("external_reference", text))
    return conditions


def _having(column: str, value: str) -> ColumnElement[bool]:
    """Ask the column's index first and on its own.

    Where most complaints have no outside reference SQLite would rather read all of them, newest
    first, until one has it.
    """
    return COMPLAINT.c.id.in_(select(_SAME.c.id).where(_SAME.c[column] == value))


def _by_words(
    session: Session, text: str, reach: Reach, after: int | None, limit: int
) -> list[Line]:
    """The index knows nothing of who may see what: its hits are sifted, newest first."""
    found: list[Line] = []
    for _ in range(_ROUNDS):
        hits = match_text(session, text, limit=_HITS, before=after)
        if hits:
            wanted = _statement(reach, None, limit - len(found))
            found += _lines(session, wanted.where(COMPLAINT.c.id.in_(hits)))
        if len(found) >= limit or len(hits) < _HITS:
            break
        after = hits[-1]
    return found


def _statement(reach: Reach, after: int | None, limit: int) -> Select[Any]:
    wanted = (
        select(*COLUMNS)
        .select_from(WITH_OFFICE)
        .where(seen_by(reach))
        .order_by(COMPLAINT.c.id.desc())
        .limit(limit)
    )
    return wanted if after is None else wanted.where(COMPLAINT.c.id < after)


def _lines(session: Session, wanted: Select[Any]) -> list[Line]:
    return [Line._make(row) for row in session.execute(wanted)]
