"""A store of an earlier release, with a life behind it, comes to this one without losing a row."""

from random import Random

import pytest
from casebook import Casebook
from random_work import UNKNOWN_BEFORE, act_some, register_some
from sqlalchemy import MetaData, Table, inspect, select, text
from sqlalchemy.exc import DBAPIError
from whole import check_whole

from data.migrations import guards, text_index, upgrade
from data.migrations.months import REST
from data.migrations.revisions import REVISIONS
from dopcrm_tui.desk import Desk
from dopcrm_tui.services.measuring import Measuring

MENDED = {"0004": {"notice": {"next_try_at"}}}
"""The columns a step sets where they were blank."""

INTERIM = "0004"
"""The step with which interim replies came, and their alarms."""

MARKS = "0016"
"""The step with which marks came; those of earlier histories are made after it."""

SOME = ("0001", "0003", "0006", REVISIONS[-2])
RELEASES = [
    pytest.param(one, marks=[] if one in SOME else pytest.mark.campaign) for one in REVISIONS[:-1]
]

NOT_OURS = ("alembic_version", text_index.TEXT_TABLE, text_index.PART_TABLE)


@pytest.fixture
def lived_in(store, clock, random, staff):
    """A desk at which somebody has done this and that, which every release knows."""
    desk = Desk.over(store, clock=clock, chance=random)
    book, chance = Casebook(desk, staff, clock), Random(11)
    act_some(book, chance, register_some(book, chance, 6), 30, never=UNKNOWN_BEFORE)
    return desk


def rows(store):
    """Return every row of every table, by table and key; parts of a table are not told apart."""
    with store.reading() as session:
        connection = session.connection()
        names = [name for name in inspect(connection).get_table_names() if _is_ours(name)]
        tables = [Table(name, MetaData(), autoload_with=connection) for name in names]
        return {
            table.name: {
                tuple(row[column.name] for column in table.primary_key): dict(row)
                for row in connection.execute(select(table)).mappings()
            }
            for table in tables
        }


def _is_ours(name):
    is_part = any(name.startswith(f"{whole}_2") for whole in guards.APPEND_ONLY)
    return not (name.startswith(NOT_OURS) or name.endswith(f"_{REST}") or is_part)


def lost(before, after, step=""):
    """Return the rows that are not there any more, or not as they were."""
    mended = MENDED.get(step, {})
    return [
        (table, key)
        for table, old in before.items()
        for key, row in old.items()
        if not _kept(row, mended.get(table, set())) <= after.get(table, {}).get(key, {}).items()
    ]


def _kept(row, mended):
    return {name: value for name, value in row.items() if name not in mended}.items()


@pytest.mark.parametrize("release", RELEASES)
def test_nothing_is_lost_on_the_way_from_an_earlier_release(lived_in, staff, release):
    store = lived_in.store
    upgrade.downgrade(store, release)
    before = rows(store)
    assert before["operator"]
    assert release == REVISIONS[0] or before["event"]
    for step in REVISIONS[REVISIONS.index(release) + 1 :]:
        upgrade.upgrade(store, step)
        after = rows(store)
        assert lost(before, after, step) == []
        before = after
    assert store.revision() == REVISIONS[-1]
    if release >= INTERIM:
        assert bool(Measuring(lived_in.intake.ground).fill()) is (release < MARKS)
        assert lived_in.audit.verify(staff["auditor"]).clean


def test_what_the_last_steps_made_is_made_again(lived_in, staff):
    store = lived_in.store
    with store.reading() as session:
        check_whole(session)
    before = rows(store)
    upgrade.downgrade(store, REVISIONS[-3])
    upgrade.upgrade(store)
    assert Measuring(lived_in.intake.ground).fill() == len(before["mark"])
    assert {table for table, _ in lost(before, rows(store))} <= {"complaint", "mark"}
    with store.reading() as session:
        check_whole(session)
    assert lived_in.audit.verify(staff["auditor"]).clean


@pytest.mark.parametrize("release", [REVISIONS[1], REVISIONS[-2]])
def test_histories_stay_guarded_and_complaints_are_found(lived_in, staff, release):
    store, supervisor = lived_in.store, staff["directorate_supervisor"]
    wanted = [line.number for line in lived_in.queues.search(supervisor, "avi kum").lines]
    assert wanted
    upgrade.downgrade(store, release)
    upgrade.upgrade(store)
    for table in guards.APPEND_ONLY:
        for change in (f"UPDATE {table} SET at = at", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError, match="append-only"), store.writing() as session:
                session.execute(text(change))
    found = lived_in.queues.search(supervisor, "avi kum").lines
    assert [line.number for line in found] == wanted
