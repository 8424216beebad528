"""On PostgreSQL what is only added to lies in parts, one for each month.

An old month is dropped or moved as a table of its own. The parts are ranges of ids, which hold the
time they were made at, so that an id alone is unique and can be referred to.
"""

from sqlalchemy import Connection, text

APPEND_ONLY = ("event", "account_event")
SEALS = ("seal", "sealed_tip")
"""What is only added to as well, and lies in one part."""

REST = "rest"
"""The part for what belongs to no month that was made in time."""

REFUSE = """
    CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""

_ADD_MONTH = """
    CREATE OR REPLACE FUNCTION add_month(month date) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET lock_timeout = '2s' AS $$
    DECLARE
        first timestamp := date_trunc('month', month::timestamp);
        low bigint := (extract(epoch FROM first) - 1577836800)::bigint * 1000 << 22;
        high bigint :=
            (extract(epoch FROM first + interval '1 month') - 1577836800)::bigint * 1000 << 22;
        whole text;
        part text;
        made integer := 0;
    BEGIN
        FOREACH whole IN ARRAY ARRAY['event', 'account_event'] LOOP
            part := whole || to_char(first, '_YYYY_MM');
            CONTINUE WHEN to_regclass(part) IS NOT NULL;
            BEGIN
                EXECUTE format(
                    'CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%s) TO (%s)',
                    part, whole, low, high
                );
                EXECUTE format(
                    'CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON %I '
                    'FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
                    part || '_no_change', part
                );
                made := made + 1;
            EXCEPTION WHEN check_violation OR duplicate_table OR lock_not_available THEN
                NULL; -- its rows came first and stay in the rest; or another makes it; or later
            END;
        END LOOP;
        RETURN made;
    END $$
"""
"""1577836800 is the first of January 2020, where ids begin; 22 bits of them are chance.

The desk's own role, which owns nothing, may call it: it can do nothing else.
"""


def statements() -> list[str]:
    """Return what makes the parts and their guards, where the tables are cut into months."""
    made = [REFUSE, _ADD_MONTH]
    for table in APPEND_ONLY:
        rest = f"{table}_{REST}"
        made.append(f"CREATE TABLE IF NOT EXISTS {rest} PARTITION OF {table} DEFAULT")
        made += [guard(table), guard(rest)]
    return made


def guard(table: str) -> str:
    """Return what keeps everybody from changing a table, or one part of it."""
    return (
        f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE "
        f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def are_cut(connection: Connection) -> bool:
    """Whether the tables of this store are cut into months: those of older steps are not."""
    kind = text("SELECT relkind FROM pg_class WHERE oid = to_regclass('event')")
    return bool(connection.scalar(kind) == "p")
