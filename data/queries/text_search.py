"""Finding complaints by words of name and description, and by parts of name, article and mobile.

The same on every store. What a user types is taken apart into words here; it is never query syntax.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, TextClause, text
from sqlmodel import Session

SHORTEST = 3
"""Signs of a part: of shorter ones too many complaints have some."""

_KEPT = "LNM"
"""Letters, digits and marks: the vowel signs of Indian scripts are marks."""

_SQLITE_ADD_WORDS = text(
    "INSERT INTO complaint_text (rowid, complainant_name, description) VALUES (:id, :name, :body)"
)
_SQLITE_ADD_PARTS = text("INSERT INTO complaint_part (rowid, parts) VALUES (:id, :parts)")
_SQLITE_RENEW = text("UPDATE complaint_part SET parts = :parts WHERE rowid = :id")
_SQLITE_WORDS = text(
    "SELECT rowid FROM complaint_text WHERE complaint_text MATCH :words AND rowid < :before"
    " ORDER BY rowid DESC LIMIT :limit"
)
_SQLITE_PART = text(
    "SELECT rowid FROM complaint_part WHERE complaint_part MATCH :words AND rowid < :before"
    " ORDER BY rowid DESC LIMIT :limit"
)
_LEXEMES = "array_to_tsvector(CAST(:words AS text[]))"
_POSTGRESQL_ADD = text(
    f"INSERT INTO complaint_text (complaint_id, words, parts) VALUES (:id, {_LEXEMES}, :parts)"
)
_POSTGRESQL_RENEW = text(
    f"UPDATE complaint_text SET words = {_LEXEMES}, parts = :parts WHERE complaint_id = :id"
)
_POSTGRESQL_WORDS = text(
    "SELECT complaint_id FROM complaint_text WHERE words @@ CAST(:words AS tsquery)"
    " AND complaint_id < :before ORDER BY complaint_id DESC LIMIT :limit"
)
_POSTGRESQL_PART = text(
    "SELECT complaint_id FROM complaint_text WHERE words @@ CAST(:words AS tsquery)"
    " AND position(:part IN parts) > 0"
    " AND complaint_id < :before ORDER BY complaint_id DESC LIMIT :limit"
)
_NO_BOUND = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Findable:
    """What a complaint is found by."""

    id: int
    name: str
    description: str
    article: str | None
    mobile: str

    @property
    def parts(self) -> str:
        """The texts of which any part finds it, a line each: no part goes over two."""
        lines = (" ".join(words_in(self.name)), self.article or "", self.mobile)
        return "\n".join(line.casefold() for line in lines if line)

    @property
    def lexemes(self) -> list[str]:
        """Its words, and every three signs in a row of its parts, by which PostgreSQL looks."""
        threes = {three for line in self.parts.split("\n") for three in _threes(line)}
        return sorted({*words_in(self.name), *words_in(self.description), *threes})


def words_in(typed: str) -> list[str]:
    """Return the words of a text: runs of letters, digits and marks, in NFC and small letters."""
    folded = unicodedata.normalize("NFC", typed).casefold()
    plain = unicodedata.normalize("NFC", folded)  # a mark may have come behind another letter
    kept = (sign if unicodedata.category(sign)[0] in _KEPT else " " for sign in plain)
    return "".join(kept).split()


def index_text(connection: Session | Connection, new: Iterable[Findable]) -> None:
    """Make new complaints findable; their rows are written first.

    SQLite is handed words, too: to its own eyes newer emoji are letters of the word they touch.
    """
    if _is_sqlite(connection):
        rows = [*new]
        connection.execute(_SQLITE_ADD_WORDS, [_words_row(one) for one in rows])
        connection.execute(_SQLITE_ADD_PARTS, [_parts_row(one) for one in rows])
    else:
        connection.execute(_POSTGRESQL_ADD, [_lexemes_row(one) for one in new])


def renew_text(session: Session, changed: Findable) -> None:
    """Let a complaint be found by what is now written of it; name and description never change."""
    if _is_sqlite(session):
        session.execute(_SQLITE_RENEW, _parts_row(changed))
    else:
        session.execute(_POSTGRESQL_RENEW, _lexemes_row(changed))


def match_text(session: Session, typed: str, *, limit: int, before: int | None = None) -> list[int]:
    """Return the ids of up to `limit` complaints older than `before`, newest first.

    A complaint matches when it has every word, of the last one its beginning; or when what is typed
    is a part of the complainant's name, of the article number or of the mobile number.
    """
    words = words_in(typed)
    if not words:
        return []
    asked = {"before": _NO_BOUND if before is None else before, "limit": limit}
    statement, query = _words_query(session, words)
    found = {*session.scalars(statement, {**asked, "words": query})}
    for part in {" ".join(words), "".join(words)}:
        if len(part) >= SHORTEST:
            statement, query = _part_query(session, part)
            told = {**asked, "words": query, "part": part}
            found |= {*session.scalars(statement, told)}
    return sorted(found, reverse=True)[:limit]


def _words_query(session: Session, words: list[str]) -> tuple[TextClause, str]:
    """Return the statement and its words, quoted: they hold no quotes themselves."""
    if _is_sqlite(session):
        return _SQLITE_WORDS, " ".join(f'"{word}"' for word in words) + "*"
    return _POSTGRESQL_WORDS, " & ".join(f"'{word}'" for word in words) + ":*"


def _part_query(session: Session, part: str) -> tuple[TextClause, str]:
    if _is_sqlite(session):
        return _SQLITE_PART, f'"{part}"'
    return _POSTGRESQL_PART, " & ".join(f"'{three}'" for three in {*_threes(part)})


def _threes(line: str) -> Iterator[str]:
    """Yield every three signs in a row, marked: no word begins so."""
    return (f"_{line[at : at + SHORTEST]}" for at in range(len(line) - SHORTEST + 1))


def _words_row(one: Findable) -> dict[str, object]:
    name, body = " ".join(words_in(one.name)), " ".join(words_in(one.description))
    return {"id": one.id, "name": name, "body": body}


def _parts_row(one: Findable) -> dict[str, object]:
    return {"id": one.id, "parts": one.parts}


def _lexemes_row(one: Findable) -> dict[str, object]:
    return {"id": one.id, "words": one.lexemes, "parts": one.parts}


def _is_sqlite(connection: Session | Connection) -> bool:
    bind = connection.get_bind() if isinstance(connection, Session) else connection
    return bind.dialect.name == "sqlite"
