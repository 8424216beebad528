"""The desk's own user on PostgreSQL: it owns nothing, and what was written it cannot unwrite."""

from collections.abc import Iterator

from sqlalchemy import Connection, inspect, text
from sqlmodel import SQLModel

import data.models.every  # noqa: F401  the tables there are
from data.migrations.months import APPEND_ONLY, SEALS
from data.migrations.text_index import TEXT_TABLE
from dopcrm_tui.rules.refusals import InvalidInput

APPLICATION_ROLE = "application_role"
"""The row of `store_info` with the name of the role."""

_READ = ("alembic_version", "store_info")
_CLEARED = (
    "authentication_token",
    "deadline",
    "door",
    "draft",
    "guess",
    "kept_work",
    "operator_session",
    "shut_way",
    "sweeper_beat",
    "viewing",
)
"""The tables whose rows come to an end."""


def rights_on(table: str) -> tuple[str, ...]:
    """Return what the desk's user does with a table."""
    if table in _READ:
        return ("SELECT",)
    if table in (*APPEND_ONLY, *SEALS):
        return ("SELECT", "INSERT")
    kept = ("SELECT", "INSERT", "UPDATE")
    return (*kept, "DELETE") if table in _CLEARED else kept


def grant(connection: Connection, role: str) -> None:
    """Give `role` what the desk needs and take everything else away.

    Raises InvalidInput where there is no such role, or where it could pass by the guards.
    """
    check(connection, role)
    quoted = connection.dialect.identifier_preparer.quote(role)
    schema = connection.scalar(text("SELECT quote_ident(current_schema())"))
    connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {quoted}"))
    connection.execute(text(f"GRANT EXECUTE ON FUNCTION add_month(date) TO {quoted}"))
    for table in _tables(connection):
        connection.execute(text(f"REVOKE ALL ON {table} FROM {quoted}"))
        connection.execute(text(f"GRANT {', '.join(rights_on(table))} ON {table} TO {quoted}"))


def missing(connection: Connection) -> list[str]:
    """Return which rights the user of this connection lacks, as `INSERT on event`."""
    return list(_lacking(connection))


def owned(connection: Connection) -> bool:
    """Whether the user of this connection could lift the guards of the append-only tables."""
    return bool(
        connection.scalar(
            text(
                "SELECT bool_or(pg_has_role(current_user, relowner, 'MEMBER')) FROM pg_class "
                "WHERE oid = to_regclass('event')"
            )
        )
    )


def _lacking(connection: Connection) -> Iterator[str]:
    asked = text("SELECT has_table_privilege(to_regclass(:table), :right)")
    for table in _tables(connection):
        for right in rights_on(table):
            if not connection.scalar(asked, {"table": table, "right": right}):
                yield f"{right} on {table}"


def _tables(connection: Connection) -> list[str]:
    """Return our tables; partitions are reached by the table they are parts of."""
    ours = {*SQLModel.metadata.tables, TEXT_TABLE, "alembic_version"}
    return sorted(ours & set(inspect(connection).get_table_names()))


def check(connection: Connection, role: str) -> None:
    """Accept a role that is there and is bound by what it is granted. Raises InvalidInput."""
    powers = connection.execute(
        text(
            "SELECT rolsuper, pg_has_role(oid, current_user, 'MEMBER') FROM pg_roles "
            "WHERE rolname = :role"
        ),
        {"role": role},
    ).one_or_none()
    if powers is None:
        raise InvalidInput(
            {"application_role": f"The server has no role {role}. To make it: CREATE ROLE … LOGIN"}
        )
    if any(powers):
        raise InvalidInput(
            {"application_role": f"{role} owns the tables or may do all; name a plain role."}
        )
