"""The index by which complaints are found: how it is made, and filled from those there are."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, text

from data.queries.text_search import Findable, index_text

TEXT_TABLE = "complaint_text"
PART_TABLE = "complaint_part"
"""SQLite has an index of words and one of parts; PostgreSQL has both in one."""

BATCH = 2_000

_SQLITE = (
    f"""
    CREATE VIRTUAL TABLE {TEXT_TABLE} USING fts5(
        complainant_name, description, content='complaint', content_rowid='id',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
    )
    """,
    f"CREATE VIRTUAL TABLE {PART_TABLE} USING fts5(parts, tokenize='trigram')",
)
"""The categories keep vowel signs: the default tears words of Indian scripts apart."""

_POSTGRESQL = f"""
    CREATE TABLE {TEXT_TABLE} (
        complaint_id BIGINT PRIMARY KEY REFERENCES complaint (id),
        words TSVECTOR NOT NULL,
        parts TEXT NOT NULL
    )
"""
_POSTGRESQL_INDEX = f"CREATE INDEX ix_{TEXT_TABLE}_words ON {TEXT_TABLE} USING gin (words)"

_PAGE = text(
    "SELECT id, complainant_name, description, article_number, complainant_mobile FROM complaint"
    " WHERE id > :after ORDER BY id LIMIT :limit"
)


def make(connection: Connection) -> None:
    """Make the index, and make every complaint there is findable."""
    is_sqlite = connection.dialect.name == "sqlite"
    for statement in _SQLITE if is_sqlite else (_POSTGRESQL,):
        connection.execute(text(statement))
    fill(connection)
    if not is_sqlite:
        connection.execute(text(_POSTGRESQL_INDEX))  # behind the rows: made at once, not one by one


def fill(connection: Connection) -> None:
    """Fill an empty index."""
    for page in _pages(connection):
        index_text(connection, page)


def drop(connection: Connection) -> None:
    """Drop the index; it is made anew from the complaints."""
    for table in (TEXT_TABLE, PART_TABLE):
        connection.execute(text(f"DROP TABLE IF EXISTS {table}"))


def _pages(connection: Connection) -> Iterator[Sequence[Findable]]:
    after = -1
    while page := connection.execute(_PAGE, {"after": after, "limit": BATCH}).all():
        yield [Findable(*row) for row in page]
        after = page[-1].id
