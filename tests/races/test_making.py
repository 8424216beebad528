"""Stores that are made or brought up to date by two at once, or by one who is killed."""

import multiprocessing
import os
import signal
from datetime import UTC, datetime
from random import Random

import pytest
from casebook import Casebook
from random_work import UNKNOWN_BEFORE, act_some, register_some
from sqlalchemy import func
from sqlmodel import select

from data.catalogues.offices import read_demo_offices
from data.database import Store
from data.migrations import upgrade
from data.migrations.revisions import REVISIONS
from data.models.complaint import Complaint
from data.models.history import Event
from data.models.office import Office
from data.models.settings import StoreInfo
from data.setup import create_store
from dopcrm_tui.desk import Desk

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
OLD = "0004"
FRESH = multiprocessing.get_context("spawn")


def make(url, seed):
    create_store(url, read_demo_offices(), now=NOW, random=Random(seed)).close()


def bring_up(url):
    store = Store.open(url)
    upgrade.upgrade(store)
    store.close()


def at_once(*calls):
    workers = [FRESH.Process(target=call, args=args) for call, *args in calls]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    return [worker.exitcode for worker in workers]


def counts(store):
    with store.reading() as session:
        return [
            session.exec(select(func.count()).select_from(one)).one() for one in (Complaint, Event)
        ]


@pytest.fixture
def old(store, clock, random, staff):
    """A store of an earlier release, in which something was done."""
    book = Casebook(Desk.over(store, clock=clock, chance=random), staff, clock)
    chance = Random(11)
    act_some(book, chance, register_some(book, chance, 4), 20, UNKNOWN_BEFORE)
    upgrade.downgrade(store, OLD)
    return store


def address(store):
    return store.engine.url.render_as_string(hide_password=False)


def test_two_who_make_one_store_at_once_make_one(template, tmp_path):
    url = template.new(tmp_path)
    assert at_once((make, url, 1), (make, url, 2)) == [0, 0]
    store = Store.open(url)
    store.check()
    with store.reading() as session:
        assert session.exec(select(func.count()).select_from(Office)).one() == len(
            list(read_demo_offices())
        )
        keys = [row.key for row in session.exec(select(StoreInfo))]
    assert len(keys) == len(set(keys))
    template.drop(store)


def test_two_who_bring_one_store_up_to_date_lose_nothing(old):
    before = counts(old)
    assert at_once((bring_up, address(old)), (bring_up, address(old))) == [0, 0]
    assert old.revision() == REVISIONS[-1]
    assert counts(old) == before


@pytest.mark.parametrize("tries", [2, pytest.param(40, marks=pytest.mark.campaign)])
def test_who_is_killed_on_the_way_leaves_a_store_that_can_be_brought_up_to_date(
    old, staff, random, clock, tries
):
    before = counts(old)
    for _ in range(tries):
        worker = FRESH.Process(target=bring_up, args=(address(old),))
        worker.start()
        worker.join(random.uniform(0.6, 2.2))
        if worker.is_alive():
            os.kill(worker.pid, signal.SIGKILL)
        worker.join()
        if old.revision() == REVISIONS[-1]:
            upgrade.downgrade(old, OLD)
        assert old.revision() == OLD
        assert counts(old) == before
    upgrade.upgrade(old)
    assert Desk.over(old, clock=clock).audit.verify(staff["auditor"]).findings == 0
