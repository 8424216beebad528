"""Finding complaints by the words of name and description, the same on every store.

What a user types is taken apart into words here; it is never query syntax.
"""

import unicodedata

from sqlalchemy import TextClause, text
from sqlmodel import Session

_KEPT = "LNM"
"""Letters, digits and marks: the vowel signs of Indian scripts are marks."""

_SQLITE_ADD = text(
    "INSERT INTO complaint_text (rowid, complainant_name, description) VALUES (:id, :name, :body)"
)
_SQLITE_MATCH = text(
    "SELECT rowid FROM complaint_text WHERE complaint_text MATCH :words AND rowid < :before"
    " ORDER BY rowid DESC LIMIT :limit"
)
_POSTGRESQL_ADD = text(
    "INSERT INTO complaint_text (complaint_id, words)"
    " VALUES (:id, array_to_tsvector(CAST(:words AS text[])))"
)
_POSTGRESQL_MATCH = text(
    "SELECT complaint_id FROM complaint_text WHERE words @@ CAST(:words AS tsquery)"
    " AND complaint_id < :before ORDER BY complaint_id DESC LIMIT :limit"
)
_NO_BOUND = 2**63 - 1


def words_in(typed: str) -> list[str]:
    """Return the words of a text: runs of letters, digits and marks, in NFC and small letters."""
    plain = unicodedata.normalize("NFC", typed).casefold()
    kept = (sign if unicodedata.category(sign)[0] in _KEPT else " " for sign in plain)
    return "".join(kept).split()


def index_text(session: Session, complaint_id: int, name: str, description: str) -> None:
    """Make a new complaint findable; its row is written first.

    SQLite is handed words, too: to its own eyes newer emoji are letters of the word they touch.
    """
    named, told = words_in(name), words_in(description)
    if _is_sqlite(session):
        values = {"id": complaint_id, "name": " ".join(named), "body": " ".join(told)}
        session.execute(_SQLITE_ADD, values)
    else:
        session.execute(_POSTGRESQL_ADD, {"id": complaint_id, "words": sorted({*named, *told})})


def match_text(session: Session, typed: str, *, limit: int, before: int | None = None) -> list[int]:
    """Return the ids of up to `limit` complaints older than `before`, newest first.

    A complaint matches when it has every word; of the last one its beginning is enough.
    """
    words = words_in(typed)
    if not words:
        return []
    statement, query = _query(session, words)
    bound = _NO_BOUND if before is None else before
    rows = session.execute(statement, {"words": query, "before": bound, "limit": limit})
    return [int(row[0]) for row in rows]


def _query(session: Session, words: list[str]) -> tuple[TextClause, str]:
    """Return the statement and its words, quoted: they hold no quotes themselves."""
    if _is_sqlite(session):
        return _SQLITE_MATCH, " ".join(f'"{word}"' for word in words) + "*"
    return _POSTGRESQL_MATCH, " & ".join(f"'{word}'" for word in words) + ":*"


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
