"""A disk that is full, shut or broken is told of in one sentence; what was typed stays typed."""

from contextlib import contextmanager

import pytest
from filed import file_complaint
from sqlalchemy import event, text
from textual import events
from visit import visiting

from data import sqlite
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.vocabulary import Queue
from screens import register
from screens.home import HomeScreen

FORM = "102EM123456785IN01112026\t682001"


@contextmanager
def pragma(store, told):
    """Have every connection do so, as a disk that is full or shut would."""

    def begin(connection):
        connection.exec_driver_sql(told)

    event.listen(store.engine, "begin", begin)
    try:
        yield
    finally:
        event.remove(store.engine, "begin", begin)
        store.engine.dispose()


@contextmanager
def full(store):
    with store.reading() as session:
        pages = session.scalar(text("PRAGMA page_count"))
    with pragma(store, f"PRAGMA max_page_count = {pages}"):
        yield


@contextmanager
def shut(store):
    with pragma(store, "PRAGMA query_only = ON"):
        yield


@contextmanager
def locked(store):
    """Another program holds the file, for longer than a clerk waits."""
    other = sqlite.watching(store.engine.url)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


FAILS = {
    "full": (full, "is full. Nothing was saved; please make room."),
    "shut": (shut, "may not be written. Please check whose file it is."),
    "locked": (locked, "The store does not answer. Nothing was saved."),
}


def flat(clerk):
    """The screen's words without its line ends."""
    return " ".join(clerk.text.split())


@pytest.mark.parametrize(("fails", "said"), FAILS.values(), ids=FAILS)
async def test_a_registration_waits_until_it_can_be_saved(
    fails, said, store, desk, operator, tmp_path, monkeypatch
):
    monkeypatch.setattr(register, "SAVE", 1.0)
    number = file_complaint(desk, operator, article="EM123456799IN")
    async with visiting(HomeScreen(desk, operator), tmp_path) as clerk:
        await clerk.until("Outbox")
        await clerk.type("1")
        await clerk.until("still needed: Grievance")
        await clerk.type(FORM)
        await clerk.press("f8")
        await clerk.type("\nMeera Krishnan\n9847012345")
        await clerk.press("f8")
        clerk.app.post_message(events.Paste("It never came. " * 300))
        await clerk.settle()
        with fails(store):
            await clerk.press("f10")
            await clerk.until("saved.")
            assert said in flat(clerk)
            assert "Meera Krishnan" in clerk.line("Name *")
            await clerk.press("f3", "f3")
            await clerk.until("Outbox")
            await clerk.type("2")
            await clerk.until(show_number(number))
            await clerk.press("f12")
            await clerk.until("Outbox")
        await clerk.type("1")
        await clerk.until("Meera Krishnan")
        await clerk.press("f10")
        await clerk.until(" registered · with ")
    assert len(desk.queues.page(operator, Queue.PENDING).lines) == 2
