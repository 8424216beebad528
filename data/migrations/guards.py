"""What no model can say: append-only tables, and the index of complaint text.

Laid again after every upgrade, because SQLite drops the triggers of a table it makes anew.
"""

from sqlalchemy import Connection, inspect, text

from data.migrations import months, text_index
from data.migrations.months import APPEND_ONLY, SEALS


def lay(connection: Connection) -> None:
    """Make whatever guards and indexes are missing for the tables there are."""
    tables = set(inspect(connection).get_table_names())
    sqlite = connection.dialect.name == "sqlite"
    statements: list[str] = []
    if sqlite:
        for table in (*APPEND_ONLY, *SEALS):
            statements += _sqlite_guards(table) if table in tables else []
    else:
        cut = months.are_cut(connection)
        whole = SEALS if cut else (*APPEND_ONLY, *SEALS)
        statements += months.statements() if cut else [months.REFUSE]
        statements += [months.guard(table) for table in whole if table in tables]
    for statement in statements:
        connection.execute(text(statement))
    if "complaint" in tables and text_index.TEXT_TABLE not in tables:
        text_index.make(connection)


def lift(connection: Connection) -> None:
    """Drop the index of complaint text; triggers go with their tables."""
    text_index.drop(connection)


def _sqlite_guards(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ]
