"""Sentences typed into a dialog outlive the session, until they are sent or thrown away."""

import asyncio

import pytest
from filed import file_complaint
from visit import until, visiting

from dopcrm_tui.desk import Desk
from screens.home import HomeScreen

pytestmark = pytest.mark.only_on("sqlite", "postgresql")


@pytest.fixture
def desk(store, clock, random, tmp_path):
    return Desk.over(store, clock=clock, chance=random, drafts_dir=tmp_path / "drafts")


@pytest.fixture
def number(desk, operator):
    return file_complaint(desk, operator)


def at_home(desk, actor, state):
    return visiting(HomeScreen(desk, actor), state)


def drafts(tmp_path):
    return list((tmp_path / "drafts").glob("*.draft"))


async def open_remark(clerk, number):
    await clerk.until("Outbox")
    await clerk.type(f"/{number}\n")
    await clerk.until("Ravi Kumar")
    await clerk.type("r")
    await clerk.until("Remark: ")


async def test_it_is_back_in_its_dialog_and_gone_once_it_is_sent(desk, operator, number, tmp_path):
    async with at_home(desk, operator, tmp_path) as clerk:
        await open_remark(clerk, number)
        await clerk.type("Asked the postman")
        await until(lambda: len(drafts(tmp_path)) == 1)
    async with at_home(desk, operator, tmp_path) as clerk:
        await clerk.until("Begun and not sent: Remark: ")
        await open_remark(clerk, number)
        await clerk.until("This is what you typed until 10:00.")
        assert "Asked the postman" in clerk.text
        await clerk.type(" today.")
        await clerk.press("f10")
        await until(lambda: drafts(tmp_path) == [])
        history = await asyncio.to_thread(desk.cases.history, operator, number)
    assert history[-1].data["text"] == "Asked the postman today."


async def test_what_is_thrown_away_does_not_come_back(desk, operator, number, tmp_path):
    async with at_home(desk, operator, tmp_path) as clerk:
        await open_remark(clerk, number)
        await clerk.type("Asked the postman")
        await until(lambda: len(drafts(tmp_path)) == 1)
        await clerk.press("f12", "f12")
        await until(lambda: drafts(tmp_path) == [])


async def test_a_dialog_without_a_word_leaves_nothing(desk, operator, number, tmp_path):
    async with at_home(desk, operator, tmp_path) as clerk:
        await open_remark(clerk, number)
        await clerk.press("f12")
        await clerk.type("r")
        await clerk.until("Remark: ")
    assert drafts(tmp_path) == []
