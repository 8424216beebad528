"""A store that goes from PostgreSQL to SQLite and back is the same, and is worked on there."""

from random import Random

import pytest
from casebook import Casebook
from random_work import act_some, register_some
from sqlalchemy import text
from whole import check_whole

from data.copying.copy import Copying
from data.copying.tables import LEFT_BEHIND, copied_tables
from data.database import Store
from data.migrations import upgrade
from data.models.complaint import Complaint
from data.models.settings import StoreInfo
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.refusals import StoreUnavailable
from dopcrm_tui.rules.vocabulary import Action, State

pytestmark = pytest.mark.only_on("postgresql")


@pytest.fixture
def book(store, clock, random, staff):
    """The desk of a store in which this and that was done."""
    book, chance = Casebook(Desk.over(store, clock=clock, chance=random), staff, clock), Random(7)
    act_some(book, chance, register_some(book, chance, 8), 60)
    return book


@pytest.fixture
def places(template, tmp_path):
    """Addresses of stores that nobody has made: of a SQLite file, and of a PostgreSQL database."""
    opened = []

    def place(kind):
        url = f"sqlite:///{tmp_path / 'copy.db'}" if kind == "sqlite" else template.new(tmp_path)
        opened.append(Store.open(url))
        return opened[-1]

    yield place
    for store in opened:
        store.close() if store.is_sqlite else template.drop(store)


@pytest.fixture
def copy(clock):
    return lambda source, target, **more: Copying(source, target, clock(), **more).run()


def test_there_and_back_it_is_the_same_store_row_by_row(book, places, copy, clock):
    there, back = places("sqlite"), places("postgresql")
    first, second = copy(book.desk.store, there), copy(there, back)
    assert first.differing == second.differing == {}
    assert first.rows == second.rows
    assert first.rows["complaint"] == 8
    assert set(first.rows) == {table.name for table in copied_tables()}
    assert Copying(book.desk.store, back, clock()).verify().differing == {}


def test_people_go_on_working_in_the_copy(book, places, copy, staff, clock, random):
    number = book.register()
    book.seek(number)
    code = book.code(number)
    last = book.register()
    for kind in ("sqlite", "postgresql"):
        target = places(kind)
        copy(book.desk.store, target)
        target.check()
        desk = Desk.over(target, clock=clock, chance=random)
        there = Casebook(desk, staff, clock)
        assert there.desk.audit.verify(staff["auditor"]).clean
        assert int(there.register()[:-1]) == int(last[:-1]) + 1
        found = desk.queues.search(staff["directorate_supervisor"], "avi kum").lines
        assert last in [line.number for line in found]
        there.answer(number, Action.ACCEPT, code=code)
        assert desk.cases.show(staff["directorate_supervisor"], number).state is State.CLOSED
        with target.reading() as session:
            check_whole(session)


def test_nobody_is_logged_in_at_the_new_place_and_passwords_are_as_they_were(
    book, places, copy, accounts, clock, random
):
    target = places("sqlite")
    token = accounts.log_in("10000002", "counter seven opens early").token
    copy(book.desk.store, target)
    with target.reading() as session:
        for table in LEFT_BEHIND:
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0
    there = Desk.over(target, clock=clock, chance=random).accounts
    with pytest.raises(Exception, match="not logged in"):
        there.actor(token)
    assert there.log_in("10000002", "counter seven opens early").actor.employee_id == "10000002"


def test_what_is_done_meanwhile_is_in_the_copy_or_named(book, places, copy, clock):
    target = places("sqlite")
    half = Copying(book.desk.store, target, clock(), on_progress=_stop_at(0.45))
    with pytest.raises(_Stopped):
        half.run()
    with pytest.raises(StoreUnavailable, match=r"To complete it, run: dopcrm store"):
        target.check()
    book.act(book.register(), Action.TAKE)
    act_some(book, Random(9), [book.register()], 10)
    assert copy(book.desk.store, target).differing == {}
    target.check()
    book.register()
    assert "complaint" in copy(book.desk.store, target).differing


class _Stopped(Exception):
    pass


def _stop_at(share):
    def stop(done, total):
        if done > share * total:
            raise _Stopped

    return stop


def test_a_row_that_was_changed_in_the_copy_is_named(book, places, copy):
    target = places("sqlite")
    copy(book.desk.store, target)
    with target.writing() as session:
        session.execute(text("UPDATE complaint SET description = description || '!'"))
        session.execute(text("DELETE FROM deadline"))
    found = copy(book.desk.store, target).differing
    assert found["complaint"] == 8
    assert set(found) == {"complaint", "deadline"}


def test_a_copy_that_is_complete_is_only_compared(book, places, copy):
    target = places("sqlite")
    copy(book.desk.store, target)
    before = target.file.stat().st_mtime_ns
    assert copy(book.desk.store, target).differing == {}
    assert target.file.stat().st_mtime_ns == before


def test_a_store_in_use_is_not_copied_over(book, places, copy, template, tmp_path):
    (tmp_path / "other").mkdir()
    other = template.copy(tmp_path / "other")
    with pytest.raises(StoreUnavailable, match=r"is in use\. Name a store that is new"):
        copy(book.desk.store, other)
    target = places("sqlite")
    copy(book.desk.store, target)
    with other.writing() as session:
        session.get_one(StoreInfo, "response_code_key").value = "00"
    with pytest.raises(StoreUnavailable, match="is a copy of another store"):
        copy(other, target)
    template.drop(other)


def test_a_zero_byte_is_named_and_can_be_taken_out(book, places, copy):
    there, back = places("sqlite"), places("postgresql")
    copy(book.desk.store, there)
    with there.writing() as session:
        row = session.scalar(text("SELECT max(id) FROM complaint"))
        session.get_one(Complaint, row).description = "zero\0byte"
    with pytest.raises(StoreUnavailable, match=f"description of complaint {row} holds a zero byte"):
        copy(there, back)
    with there.writing() as session:
        session.get_one(Complaint, row).description = "no zero byte"
    assert copy(there, back).differing == {}


def test_histories_lie_in_the_parts_of_their_months_and_are_guarded(book, places, copy):
    there, back = places("sqlite"), places("postgresql")
    copy(book.desk.store, there)
    copy(there, back)
    with back.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM event_rest")) == 0
        assert session.scalar(text("SELECT count(*) FROM event_2026_11")) > 0
    with pytest.raises(Exception, match="append-only"), back.writing() as session:
        session.execute(text("DELETE FROM event"))


def test_an_older_store_is_brought_up_to_date_first(book, places, copy):
    there = places("sqlite")
    copy(book.desk.store, there)
    upgrade.downgrade(there, "0008")
    with pytest.raises(StoreUnavailable, match="older version"):
        there.check()
