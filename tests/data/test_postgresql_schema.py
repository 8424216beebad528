"""On PostgreSQL the steps make what the models say, but for the histories cut into months."""

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from data.database import Store
from data.migrations import guards, upgrade
from data.migrations.months import APPEND_ONLY

pytestmark = pytest.mark.only_on("postgresql")

COLUMNS = text(
    "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable,"
    " column_default, collation_name FROM information_schema.columns"
    " WHERE table_schema = current_schema()"
)
CONSTRAINTS = text(
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = current_schema()::regnamespace AND conrelid <> 0"
)
INDEXES = text(
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
)
TRIGGERS = text(
    "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger"
    " WHERE NOT tgisinternal"
)


@pytest.fixture
def new(template, tmp_path):
    """Make empty databases."""
    made = []

    def new():
        made.append(Store.open(template.new(tmp_path)))
        return made[-1]

    yield new
    for store in made:
        template.drop(store)


def schema(store):
    """Everything that is in a database, leaving out the histories that are cut into months."""
    with store.reading() as session:
        return {
            tuple(row)
            for asked in (COLUMNS, CONSTRAINTS, INDEXES, TRIGGERS)
            for row in session.execute(asked)
            if not row[0].startswith(("alembic_version", *APPEND_ONLY))
        }


def test_the_steps_make_what_the_models_say(new):
    by_steps, by_models = new(), new()
    upgrade.upgrade(by_steps)
    with by_models.altering() as connection:
        SQLModel.metadata.create_all(connection)
        guards.lay(connection)
    made = schema(by_steps)
    assert len(made) > 200
    assert made ^ schema(by_models) == set()


def test_the_way_back_and_there_again_ends_at_the_same_schema(new):
    store = new()
    upgrade.upgrade(store)
    there = schema(store)
    upgrade.downgrade(store, "base")
    assert schema(store) == set()
    upgrade.upgrade(store)
    assert schema(store) == there


def test_the_columns_of_the_histories_are_those_of_the_models(new):
    store = new()
    upgrade.upgrade(store)
    with store.reading() as session:
        found = {(row[0], row[1]) for row in session.execute(COLUMNS) if row[0] in APPEND_ONLY}
    assert found == {
        (name, column.name) for name in APPEND_ONLY for column in SQLModel.metadata.tables[name].c
    }
