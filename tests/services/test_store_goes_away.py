"""A store that goes away in the middle: what was acknowledged is there, and nothing twice."""

from datetime import timedelta

import pytest
from casebook import Casebook
from cut_line import line_to, once
from sqlalchemy import text

from data import kept, postgresql, unit_of_work
from data.database import Store
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.refusals import Interrupted, StoreUnavailable
from dopcrm_tui.rules.vocabulary import Action

pytestmark = pytest.mark.only_on("postgresql")


@pytest.fixture
def line(store):
    with line_to(store.engine.url) as line:
        yield line


@pytest.fixture
def far(line, staff, clock, random):
    """The casebook of a desk that reaches its store by the line, and has done so before."""
    desk = Desk.over(Store.open(line.url), clock=clock, chance=random)
    book = Casebook(desk, staff, clock)
    book.register()
    yield book
    desk.store.close()


def complaints(store):
    with store.reading() as session:
        return session.scalar(text("SELECT count(*) FROM complaint"))


def entries(store):
    with store.reading() as session:
        return session.scalar(text("SELECT count(*) FROM event"))


@pytest.mark.parametrize(
    "where", [b"BEGIN", b"INSERT INTO complaint", b"INSERT INTO event", b"kept_work", b"COMMIT"]
)
@pytest.mark.parametrize("what", ["cut", "cut after"])
def test_a_registration_cut_anywhere_is_there_once(store, line, far, what, where):
    line.heard = once(what, where)
    number = far.register()
    assert complaints(store) == entries(store) == 2
    assert far.row(number).number == number


@pytest.mark.parametrize("where", [b"UPDATE complaint", b"COMMIT"])
@pytest.mark.parametrize("what", ["cut", "cut after"])
def test_an_act_without_a_key_cut_anywhere_is_done_once(store, line, far, what, where):
    number = far.register()
    line.heard = once(what, where)
    far.act(number, Action.TAKE)
    assert entries(store) == 3


def test_a_server_that_falls_silent_is_left_and_asked_again(store, line, far, monkeypatch):
    monkeypatch.setattr(postgresql, "CALL", 0.3)
    line.heard = once("hush", b"INSERT INTO complaint")
    far.register()
    assert complaints(store) == 2


def test_a_store_that_stays_away_is_given_up_with_a_sentence(store, line, far, monkeypatch):
    monkeypatch.setattr(unit_of_work, "PATIENCE", 0.5)
    line.fall()
    with pytest.raises(StoreUnavailable, match=r"does not answer\. Nothing was saved"):
        far.register()
    assert complaints(store) == 1


def test_a_store_that_stays_away_after_it_was_told_to_save_leaves_a_doubt(line, far, monkeypatch):
    monkeypatch.setattr(kept, "PATIENCE", 0.5)

    def fall(said):
        if b"COMMIT" in said:
            line.up = False
            return "cut"
        return "carry"

    line.heard = fall
    with pytest.raises(StoreUnavailable, match="nobody knows whether") as doubt:
        far.register()
    assert not isinstance(doubt.value, Interrupted)


def test_what_is_said_to_be_lost_cannot_come_true_later(store):
    """The old transaction ends after the desk has asked: it must not be kept then."""
    with store.engine.connect() as slow:
        slow.begin()
        slow.execute(text("INSERT INTO kept_work (id, at) VALUES (1, now())"))
        slow.rollback()
    assert not kept.was_kept(store.engine, 1)
    with pytest.raises(Exception, match="kept_work"), store.engine.begin() as late:
        late.execute(text("INSERT INTO kept_work (id, at) VALUES (1, now())"))


def test_reading_goes_on_where_a_connection_was_ended(store, far):
    far.desk.queues.badges(far.staff["operator"])
    with store.engine.connect() as server:
        server.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE client_port > 0")
        )
    far.desk.queues.badges(far.staff["operator"])


def test_marks_of_yesterday_are_swept_away(store, desk, clock):
    desk.beats.beat("one", {})
    clock.advance(days=2)
    with store.writing() as session:
        session.execute(
            text("UPDATE kept_work SET at = :then"), {"then": clock() - timedelta(days=2)}
        )
    desk.beats.beat("two", {})
    with store.reading() as session:
        assert session.scalar(text("SELECT min(at) FROM kept_work")) > clock() - timedelta(days=2)
