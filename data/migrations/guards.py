"""What no model can say: append-only tables, and the index of complaint text.

Laid again after every upgrade, because SQLite drops the triggers of a table it makes anew.
"""

from sqlalchemy import Connection, inspect, text

from data.migrations import months
from data.migrations.months import APPEND_ONLY

TEXT_TABLE = "complaint_text"

_SQLITE_TEXT = f"""
    CREATE VIRTUAL TABLE IF NOT EXISTS {TEXT_TABLE} USING fts5(
        complainant_name, description, content='complaint', content_rowid='id',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
    )
"""
"""The categories keep vowel signs: the default tears words of Indian scripts apart."""

_POSTGRESQL_TEXT = (
    f"""
    CREATE TABLE IF NOT EXISTS {TEXT_TABLE} (
        complaint_id BIGINT PRIMARY KEY REFERENCES complaint (id), words TSVECTOR NOT NULL
    )
    """,
    f"CREATE INDEX IF NOT EXISTS ix_complaint_text_words ON {TEXT_TABLE} USING gin (words)",
)


def lay(connection: Connection) -> None:
    """Make whatever guards and indexes are missing for the tables there are."""
    tables = set(inspect(connection).get_table_names())
    sqlite = connection.dialect.name == "sqlite"
    statements: list[str] = []
    if sqlite:
        for table in APPEND_ONLY:
            statements += _sqlite_guards(table) if table in tables else []
    elif months.are_cut(connection):
        statements += months.statements()
    else:
        statements += [months.REFUSE, *(months.guard(one) for one in APPEND_ONLY if one in tables)]
    if "complaint" in tables:
        statements += [_SQLITE_TEXT] if sqlite else _POSTGRESQL_TEXT
    for statement in statements:
        connection.execute(text(statement))


def lift(connection: Connection) -> None:
    """Drop the index of complaint text; triggers go with their tables."""
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {TEXT_TABLE}")


def _sqlite_guards(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ]
