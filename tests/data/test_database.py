"""Reading and writing the store: all or nothing, one writer at a time, one sentence a failure."""

import random
import sqlite3
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import select

from data import sqlite
from data.database import Store
from data.identity import new_id
from data.models.office import Office
from data.models.settings import StoreInfo
from dopcrm_tui.rules.refusals import StoreUnavailable


def note(store):
    with store.reading() as session:
        row = session.get(StoreInfo, "note")
        return row.value if row else None


def write(store, value="kept"):
    with store.writing() as session:
        session.merge(StoreInfo(key="note", value=value))


def url(file):
    return f"sqlite:///{file}"


def test_what_was_written_is_there_for_the_next_process(store):
    write(store)
    again = Store.open(store.engine.url.render_as_string(hide_password=False))
    assert note(again) == "kept"
    again.close()


def test_a_failure_in_the_middle_leaves_nothing_behind(store):
    def half():
        with store.writing() as session:
            session.add(StoreInfo(key="note", value="half"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert note(store) is None
    write(store)
    assert note(store) == "kept"


def test_what_a_reader_changes_is_not_kept(store):
    with store.reading() as session:
        session.add(StoreInfo(key="note", value="lost"))
        session.flush()
    assert note(store) is None


def test_a_reader_sees_one_state_while_another_writes(store):
    with store.reading() as session:
        before = session.exec(select(StoreInfo)).all()
        write(store)
        assert len(session.exec(select(StoreInfo)).all()) == len(before)
    assert note(store) == "kept"


def test_rows_can_be_used_after_the_block(store):
    with store.reading() as session:
        office = session.get_one(Office, 1)
    assert office.code == "IN"


def count_in_threads(store, **held):
    write(store, "0")

    def count():
        for _ in range(25):
            with store.writing() as session:
                row = session.get_one(StoreInfo, "note", **held)
                row.value = str(int(row.value) + 1)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert note(store) == "100"


@pytest.mark.only_on("sqlite")  # elsewhere writers are at work together
def test_threads_count_without_losing_one(store):
    count_in_threads(store)


def test_threads_that_hold_what_they_count_lose_none(store):
    count_in_threads(store, with_for_update=True)


def test_references_are_kept_whole(store):
    with pytest.raises(IntegrityError), store.writing() as session:
        session.execute(text("UPDATE office SET parent_id = 99 WHERE id = 110000"))


def test_a_fault_in_our_own_sql_is_not_called_a_store_that_is_away(store):
    with pytest.raises(DBAPIError), store.reading() as session:
        session.execute(text("SELECT * FROM no_such_table"))


def test_an_error_never_repeats_what_a_customer_typed(store):
    statement = text("INSERT INTO store_info (key, value) VALUES (:key, NULL)")
    with pytest.raises(IntegrityError) as failed, store.writing() as session:
        session.execute(statement, {"key": "my mobile is 9876543210"})
    assert "9876543210" not in str(failed.value)


@pytest.mark.parametrize(
    "wrong", ["", "complaints", "mysql://host/name", "sqlite://", "sqlite:///:memory:"]
)
def test_a_url_that_is_no_store_says_how_one_is_written(wrong):
    with pytest.raises(StoreUnavailable, match=r"sqlite:///path/to/file\.db"):
        Store.open(wrong)


def test_opening_and_checking_make_no_file(tmp_path):
    store = Store.open(url(tmp_path / "none.db"))
    with pytest.raises(StoreUnavailable, match="dopcrm init"):
        store.check()
    with pytest.raises(StoreUnavailable, match="dopcrm init"):
        write(store)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".db"] == []


def test_a_complete_store_passes(store):
    store.check()


def test_an_empty_file_is_told_from_a_store(tmp_path):
    sqlite.make_file(tmp_path / "empty.db")
    with pytest.raises(StoreUnavailable, match=r"empty.*dopcrm init"):
        Store.open(url(tmp_path / "empty.db")).check()


def test_the_database_of_another_program_is_left_alone(tmp_path):
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE bookmark (id INTEGER)")
    other.close()
    before = file.read_bytes()
    with pytest.raises(StoreUnavailable, match="another program"):
        Store.open(url(file)).check()
    assert file.read_bytes() == before


def test_a_file_that_is_no_database_is_called_so(tmp_path):
    file = tmp_path / "letter.db"
    file.write_text("Dear Sir, my parcel " * 400)
    with pytest.raises(StoreUnavailable, match="not a store"):
        Store.open(url(file)).check()


@pytest.mark.parametrize(
    ("revision", "said"),
    [("0001", "older version.*dopcrm init"), ("9999", "newer version")],
)
def test_a_store_of_another_version_says_which_way(store, revision, said):
    with store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})
    with pytest.raises(StoreUnavailable, match=said):
        store.check()


def test_a_store_whose_making_was_broken_off_is_not_complete(store):
    with store.writing() as session:
        session.execute(text("DELETE FROM store_info WHERE key = 'program'"))
    with pytest.raises(StoreUnavailable, match=r"not complete.*dopcrm init"):
        store.check()


@pytest.mark.only_on("sqlite")
def test_a_writer_that_does_not_get_its_turn_says_so(store, monkeypatch):
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    with store.writing(), pytest.raises(StoreUnavailable, match=r"busy.*Nothing was saved"):
        write(store)


@pytest.mark.only_on("sqlite")
def test_a_foreign_lock_is_called_busy(store):
    holder = sqlite3.connect(store.file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with store.reading() as session:
        session.execute(text("PRAGMA busy_timeout = 20"))
    with pytest.raises(StoreUnavailable, match=r"busy.*Nothing was saved"):
        write(store)
    holder.close()
    write(store)


@pytest.mark.only_on("sqlite")
def test_a_full_disk_is_called_full_and_what_was_saved_stays(store):
    write(store)
    with store.reading() as session:
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(StoreUnavailable, match="full"), store.writing() as session:
        session.add(StoreInfo(key="long", value="x" * 1_000_000))
    assert note(store) == "kept"


@pytest.mark.only_on("sqlite")
def test_a_store_that_may_only_be_read_is_called_so(store):
    with store.reading() as session:
        session.execute(text("PRAGMA query_only = ON"))
    with pytest.raises(StoreUnavailable, match="may not be written"):
        write(store)


def test_a_store_is_readable_by_its_owner_alone(tmp_path):
    sqlite.make_file(tmp_path / "deep" / "own.db")
    assert (tmp_path / "deep" / "own.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
def test_the_password_of_a_store_is_never_told(kind):
    with pytest.raises(StoreUnavailable) as away:
        Store.open(f"{kind}://clerk:secret@127.0.0.1:1/none").check()
    assert "secret" not in str(away.value)


def test_ids_sort_by_the_time_they_were_made_and_fit_63_bits():
    rng = random.Random(7)
    start = datetime(2026, 11, 23, tzinfo=UTC)
    ids = [new_id(start + timedelta(milliseconds=n), rng) for n in range(1_000)]
    assert ids == sorted(ids)
    last = new_id(datetime(2089, 1, 1, tzinfo=UTC), rng)
    assert ids[0] > 0
    assert last < 2**63


def test_ids_of_one_millisecond_differ():
    rng = random.Random(7)
    at = datetime(2026, 11, 23, tzinfo=UTC)
    assert len({new_id(at, rng) for _ in range(100)}) == 100
