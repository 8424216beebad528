"""The steps lead to the schema of the models, there and back, and guard what is only added to."""

import re
import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from data import sqlite
from data.database import Store
from data.migrations import guards, upgrade
from data.migrations.revisions import REVISIONS
from data.models.operator import AccountEvent
from dopcrm_tui.rules.refusals import StoreUnavailable

ELSEWHERE = {
    True: {"ix_event_complaint_id_sequence"},
    False: {"uq_event_complaint_id_sequence"},
}
"""What the other kind of store has: over months nothing but an id is unique."""


@pytest.fixture
def empty(tmp_path):
    sqlite.make_file(tmp_path / "empty.db")
    store = Store.open(f"sqlite:///{tmp_path / 'empty.db'}")
    yield store
    store.close()


def schema(store):
    """Everything SQLite was told, each statement with its lines sorted."""
    with store.reading() as session:
        rows = session.execute(
            text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name != :own"),
            {"own": "alembic_version"},
        )
        return sorted(_normalised(row[0]) for row in rows)


def _normalised(statement):
    lines = re.split(r",(?![^()]*\))|[\n(]", statement.replace('"', ""))
    return sorted(" ".join(line.split()).strip(" )") for line in lines if line.strip(" )\n"))


def test_the_steps_are_known_without_alembic():
    script = ScriptDirectory("data/migrations")
    steps = [step.revision for step in script.walk_revisions()]
    assert tuple(reversed(steps)) == REVISIONS


def test_the_steps_make_what_the_models_say(empty, tmp_path):
    upgrade.upgrade(empty)
    sqlite.make_file(tmp_path / "models.db")
    models = Store.open(f"sqlite:///{tmp_path / 'models.db'}")
    with models.altering() as connection:
        SQLModel.metadata.create_all(connection)
        guards.lay(connection)
    assert schema(empty) == schema(models)
    models.close()


def test_alembic_finds_nothing_left_to_do(empty):
    upgrade.upgrade(empty)
    own = set(SQLModel.metadata.tables)
    with empty.reading() as session:
        context = MigrationContext.configure(
            session.connection(),
            opts={
                "include_name": lambda name, kind, _: kind != "table" or name in own,
                "include_object": lambda _thing, name, *_: name not in ELSEWHERE[empty.is_sqlite],
            },
        )
        assert compare_metadata(context, SQLModel.metadata) == []


@pytest.mark.parametrize("back_to", ["base", *REVISIONS[:-1]])
def test_the_way_back_and_there_again_ends_at_the_same_schema(empty, back_to):
    upgrade.upgrade(empty)
    there = schema(empty)
    upgrade.downgrade(empty, back_to)
    if back_to == "base":
        assert schema(empty) == []
    upgrade.upgrade(empty)
    assert schema(empty) == there


def test_an_older_store_is_copied_before_it_is_changed(empty):
    assert upgrade.upgrade(empty, REVISIONS[0]) is None
    before = schema(empty)
    backup = upgrade.upgrade(empty)
    assert backup is not None
    copy = Store.open(f"sqlite:///{backup}")
    assert schema(copy) == before
    assert copy.revision() == REVISIONS[0]
    assert backup.stat().st_mode & 0o077 == 0
    copy.close()


def test_a_store_that_is_up_to_date_is_not_touched(store, tmp_path):
    before = sorted(path.name for path in tmp_path.iterdir())
    assert upgrade.upgrade(store) is None
    assert sorted(path.name for path in tmp_path.iterdir() if "-" not in path.name) == [
        name for name in before if "-" not in name
    ]


def test_a_step_that_fails_leaves_the_store_as_it_was(empty):
    upgrade.upgrade(empty, REVISIONS[0])
    with empty.writing() as session:
        session.execute(text("CREATE TABLE complaint (id INTEGER)"))
    before = schema(empty)
    with pytest.raises(DBAPIError):
        upgrade.upgrade(empty)
    assert schema(empty) == before
    assert empty.revision() == REVISIONS[0]


def test_another_programs_database_is_not_upgraded(tmp_path):
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE bookmark (id INTEGER)")
    other.close()
    store = Store.open(f"sqlite:///{file}")
    with pytest.raises(StoreUnavailable, match="another program"):
        upgrade.upgrade(store)
    with store.reading() as session:
        assert inspect(session.connection()).get_table_names() == ["bookmark"]
    store.close()


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE account_event SET kind = 'login'",
        "DELETE FROM account_event",
        "INSERT OR REPLACE INTO account_event SELECT * FROM account_event",
    ],
)
def test_what_was_done_to_accounts_can_only_be_added_to(store, change):
    with pytest.raises(DBAPIError, match="append-only"), store.writing() as session:
        session.execute(text(change))


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("table", guards.APPEND_ONLY)
def test_both_histories_are_guarded(store, table):
    with store.reading() as session:
        names = session.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"),
            {"table": table},
        ).all()
    assert sorted(names) == [f"{table}_no_delete", f"{table}_no_update"]


def test_a_new_entry_is_let_in(store, clock):
    with store.writing() as session:
        session.add(AccountEvent(id=1, at=clock(), kind="login", employee_id="10000002"))
