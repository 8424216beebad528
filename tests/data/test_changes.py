"""What others did is noticed soon, and by listening only where somebody is heard."""

import threading
import time

import pytest
from clerk import Clerk
from filed import act, file_complaint
from sqlalchemy import text

from data import changes, listener
from data.changes import AT_LEAST, Polled, Stop, Touched, changes_of
from data.listener import Listener
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.refusals import StoreUnavailable
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services import following
from dopcrm_tui.services.following import Follower

SOON = 3.0
everywhere = pytest.mark.only_on("sqlite", "postgresql")
on_postgresql = pytest.mark.only_on("postgresql")


@pytest.fixture
def desk(store, clock, random):
    return Desk.over(store, clock=clock, chance=random)


@pytest.fixture
def number(desk, operator):
    return file_complaint(desk, operator)


@pytest.fixture
def stop():
    made = Stop()
    yield made
    made.close()


@pytest.fixture
def watched(store, clock):
    """Begins to watch; what was begun ends with the test."""
    begun = []

    def begin(circle=None):
        begun.append(changes_of(store, clock, circle))
        return begun[-1]

    yield begin
    for each in begun:
        each.close()


def url(store):
    return store.engine.url.render_as_string(hide_password=False)


@everywhere
def test_what_another_process_does_is_noticed_within_three_seconds(store, watched, number, stop):
    followed = watched()
    with Clerk(url(store), "10000003") as clerk:
        clerk.order(do="act", action="take", number=number, version=1)
        began = time.monotonic()
        assert followed.wait(stop, SOON)
        assert time.monotonic() - began < SOON
        assert clerk.hear()["done"] == number
    assert not followed.wait(stop, 0.3)


@everywhere
def test_a_complaint_that_is_opened_and_left_is_noticed_and_its_renewal_is_not(
    desk, watched, operator, number, stop, clock
):
    followed = watched()
    lease = desk.viewings.begin(operator, number)
    assert followed.wait(stop, SOON)
    clock.advance(seconds=30)
    desk.viewings.renew(lease)
    assert not followed.wait(stop, 0.3)
    desk.viewings.end(lease)
    assert followed.wait(stop, SOON)


@everywhere
def test_a_lease_that_runs_out_is_noticed_though_nobody_writes(
    desk, watched, operator, number, stop, clock
):
    desk.viewings.begin(operator, number)
    followed = watched()
    assert not followed.wait(stop, 0.2)
    clock.advance(seconds=91)
    assert followed.wait(stop, 0.2)


@everywhere
def test_what_no_list_shows_is_not_noticed(watched, desk, operator, number, stop):
    followed = watched()
    desk.cases.reveal(operator, number)
    assert not followed.wait(stop, 2.5)


@everywhere
def test_a_wait_ends_at_once_when_it_is_stopped(watched, stop):
    followed = watched()
    threading.Timer(0.2, stop.set).start()
    began = time.monotonic()
    assert not followed.wait(stop, AT_LEAST)
    assert time.monotonic() - began < 2.0


@pytest.mark.only_on("sqlite")
def test_a_sqlite_file_is_looked_at(watched):
    assert isinstance(watched(), Touched)


@on_postgresql
def test_a_circle_hears_of_its_own_complaints_only(desk, watched, operator, staff, number, stop):
    kerala, karnataka = (
        watched(staff[post].office.circle_id) for post in ("operator", "far_operator")
    )
    assert isinstance(kerala, Listener)
    act(desk, operator, number, Action.TAKE)
    assert kerala.wait(stop, SOON)
    assert not karnataka._heard(0.3) or not karnataka._concerns(str(operator.office.circle_id))


@on_postgresql
def test_where_a_pooler_swallows_listen_it_is_polled(
    desk, watched, operator, number, stop, monkeypatch
):
    monkeypatch.setattr(listener, "PROOF", 0.3)
    monkeypatch.setattr(changes, "POLL", 0.2)
    pooled = Listener._connect

    def swallows(self, store):
        connection = pooled(self, store)
        said = connection.execute
        connection.execute = lambda words: said("SELECT 1") if "LISTEN" in words else said(words)
        return connection

    monkeypatch.setattr(Listener, "_connect", swallows)
    followed = watched()
    assert isinstance(followed, Polled)
    assert not followed.wait(stop)
    act(desk, operator, number, Action.TAKE)
    assert followed.wait(stop)
    assert not followed.wait(stop)


@on_postgresql
def test_after_a_while_of_polling_it_is_tried_to_listen_again(watched, stop, monkeypatch):
    monkeypatch.setattr(listener, "PROOF", 0.0)
    monkeypatch.setattr(changes, "TRIED_AGAIN", 0.0)
    followed = watched()
    with pytest.raises(StoreUnavailable):
        followed.wait(stop)


@everywhere
def test_a_connection_that_is_lost_is_made_anew_and_what_was_missed_is_told(
    store, clock, desk, operator, number, monkeypatch
):
    monkeypatch.setattr(following, "APART", 0.0)
    told, lost = threading.Semaphore(0), threading.Event()

    class Lost(Exception):
        pass

    def open_():
        made = changes_of(store, clock, None)
        if not lost.is_set():
            lost.set()
            made.wait = lambda *_: (_ for _ in ()).throw(Lost)
        return made

    follower = Follower(open_, told.release).start()
    for _ in range(2):  # told when it begins, and when it has begun again
        assert told.acquire(timeout=5)
    act(desk, operator, number, Action.TAKE)
    assert told.acquire(timeout=5)
    follower.close()


@on_postgresql
def test_a_server_that_drops_the_line_is_listened_to_again(
    store, desk, operator, number, monkeypatch
):
    monkeypatch.setattr(following, "APART", 0.0)
    told = threading.Semaphore(0)
    follower = desk.following.follow(operator, told.release)
    assert told.acquire(timeout=5)
    with store.writing() as session:
        session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'dopcrm listens' AND datname = current_database()"
            )
        )
    assert told.acquire(timeout=5)
    act(desk, operator, number, Action.TAKE)
    assert told.acquire(timeout=5)
    follower.close()


def test_the_count_begins_anew_before_it_costs_more(
    store, clock, desk, operator, number, monkeypatch
):
    monkeypatch.setattr("data.pulse.MANY", 3)
    watch = changes.Pulse(store, clock)
    for _ in range(5):
        assert not watch.changed()
        clock.advance(minutes=5)
        act(desk, operator, number, Action.REMARK, text="Asked.")
        assert watch.changed()
    assert watch._counted < 3
