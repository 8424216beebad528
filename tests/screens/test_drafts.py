"""What an earlier session has left is offered at home, and back in the form where it was."""

import asyncio

import pytest
from visit import until, visiting

from dopcrm_tui.desk import Desk
from dopcrm_tui.gateways.spool import SpoolFault
from dopcrm_tui.rules.vocabulary import Queue
from dopcrm_tui.services.drafts import Draft, Drafts
from dopcrm_tui.services.kept_entries import KeptEntry
from screens import draft_writer
from screens.draft_writer import DraftWriter
from screens.home import HomeScreen
from screens.registration_asks import ARTICLE

SUBJECT = "102EM123456785IN01112026\t682001"


@pytest.fixture
def desk(store, clock, random, tmp_path):
    return Desk.over(
        store,
        clock=clock,
        chance=random,
        spool_dir=tmp_path / "spool",
        drafts_dir=tmp_path / "drafts",
    )


def at_home(desk, actor, state):
    return visiting(HomeScreen(desk, actor), state)


async def begin(clerk):
    await clerk.until("Complaint Registration")
    await clerk.type("1")
    await clerk.until("still needed: Grievance")


async def complete(clerk):
    await clerk.press("f8")
    await clerk.type("\nRavi Kumar\n9876543210")
    await clerk.press("f8")
    await clerk.type("Never came.")
    await clerk.press("f10")
    await clerk.until(" registered · with ")


async def numbers(desk, actor):
    page = await asyncio.to_thread(desk.queues.page, actor, Queue.PENDING)
    return [line.number for line in page.lines]


def drafts(tmp_path):
    return list((tmp_path / "drafts").glob("*.draft"))


async def test_it_goes_on_where_it_was_and_is_registered_once(desk, operator, tmp_path, clock):
    async with at_home(desk, operator, tmp_path) as clerk:
        await begin(clerk)
        await clerk.type(SUBJECT)
        await until(lambda: len(drafts(tmp_path)) == 1)
    clock.advance(minutes=20)
    async with at_home(desk, operator, tmp_path) as clerk:
        await clerk.until("Begun and not registered: 10:00, 5 fields.")
        await clerk.press("enter")
        await clerk.until("This is what you typed until 10:00.")
        assert "Kochi H.O" in clerk.line("Booking office")
        await complete(clerk)
        await until(lambda: drafts(tmp_path) == [])
        (number,) = await numbers(desk, operator)
        view = await asyncio.to_thread(desk.cases.show, operator, number)
        assert view.subject["booking_office"] == "682001001"
        await clerk.press("f3")
        assert "Begun" not in clerk.text


async def test_half_a_field_is_typed_on(desk, operator, tmp_path):
    async with at_home(desk, operator, tmp_path) as clerk:
        await begin(clerk)
        await clerk.type("102EM123")
        clerk.app.exit()
    async with at_home(desk, operator, tmp_path) as clerk:
        await clerk.until("Begun and not registered:")
        await clerk.press("enter")
        await clerk.until("This is what you typed")
        await clerk.type("456785IN")
        assert "EM123456785IN" in clerk.line("Article number")


async def test_what_is_cleared_is_not_kept(desk, operator, tmp_path):
    async with at_home(desk, operator, tmp_path) as clerk:
        await begin(clerk)
        await clerk.type("102EM12")
        await until(lambda: len(drafts(tmp_path)) == 1)
        await clerk.press("f5", "f5")
        await until(lambda: drafts(tmp_path) == [])


async def test_what_is_left_with_f3_is_there_after_logging_out(desk, operator, tmp_path):
    async with at_home(desk, operator, tmp_path) as clerk:
        await begin(clerk)
        await clerk.type("102EM12")
        await clerk.press("f3", "f3")
        await clerk.until("Outbox")
        await clerk.press("f3")
    async with at_home(desk, operator, tmp_path) as clerk:
        await clerk.until("Begun and not registered: 10:00, 2 fields.")


async def test_two_of_them_come_one_after_the_other(desk, operator, tmp_path, clock):
    for article in ("EM11", "EM22"):
        entries = {"grievance": KeptEntry(text="102"), ARTICLE: KeptEntry(text=article)}
        draft = Draft(key=article, saved_at=clock(), filled=2, entries=entries)
        desk.seals.be_ready(operator)
        await asyncio.to_thread(desk.drafts.keep, operator, draft)
        clock.advance(minutes=5)
    desk.drafts.let_go()
    async with at_home(desk, operator, tmp_path) as clerk:
        await clerk.until("10:05, 2 fields; 10:00, 2 fields.")
        for article in ("EM22", "EM11"):
            await clerk.type("1")
            await clerk.until(article)
            await clerk.press("f5", "f5", "f3")
            await clerk.until("Outbox")
        await until(lambda: drafts(tmp_path) == [])


async def test_a_disk_that_takes_nothing_is_told_of_and_registering_goes_on(
    desk, operator, tmp_path, monkeypatch
):
    def keep(*_):
        raise SpoolFault("drafts cannot be written: No space left on device.")

    monkeypatch.setattr(Drafts, "keep", keep)
    async with at_home(desk, operator, tmp_path) as clerk:
        await begin(clerk)
        await clerk.type(SUBJECT)
        await clerk.until("not kept on this machine: drafts cannot be written: No space")
        await complete(clerk)


async def test_a_session_that_ends_before_its_threads_have_begun_loses_nothing(
    desk, operator, tmp_path, monkeypatch, clock
):
    class Busy:
        def run_in_executor(self, *_):
            """Every thread waits for the store."""

    await asyncio.to_thread(desk.seals.be_ready, operator)
    monkeypatch.setattr(draft_writer, "get_running_loop", Busy)
    writer = DraftWriter(desk, operator, tell=print, changed=print)
    draft = Draft(key="a1", saved_at=clock(), filled=1, entries={ARTICLE: KeptEntry(text="EM1")})
    writer.touch("a1", lambda: draft, at_once=True)
    writer.finish()
    desk.seals.forget(operator)
    assert len(drafts(tmp_path)) == 1
