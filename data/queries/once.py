"""Writing a row that is to be there once, whoever comes with it at the same moment."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session


def add_unless_there(session: Session, table: Table, row: dict[str, object]) -> bool:
    """Write a row; False where one with the same key or mark is there already.

    Who comes while another writes it waits until that is decided.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    added = insert(table).values(row).on_conflict_do_nothing()
    return session.execute(added.returning(*table.primary_key)).first() is not None
