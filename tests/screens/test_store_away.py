"""While the store is away the screen says so, keys go on, and nothing that was typed is lost."""

import asyncio

import pytest
from cut_line import let_go, line_to
from filed import file_complaint
from visit import visiting

from data import unit_of_work
from data.database import Store
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.vocabulary import Queue
from screens.parts import BACK
from screens.queue import QueueScreen

pytestmark = pytest.mark.only_on("postgresql")


@pytest.fixture
def line(store):
    with line_to(store.engine.url) as line:
        yield line


@pytest.fixture
def far(line, clock, random):
    """A desk that reaches its store by a line that can be cut."""
    desk = Desk.over(Store.open(line.url), clock=clock, chance=random)
    yield desk
    let_go(desk.store)


async def seen(clerk, text):
    """Wait until the screen shows a text while some of it waits for the store."""
    for _ in range(1_000):
        if text in clerk.text:
            return clerk.text
        await asyncio.sleep(0.02)
    raise AssertionError(f"never showed {text!r}")


async def test_the_queue_says_that_the_store_is_away_and_that_it_is_back(
    far, line, operator, tmp_path
):
    file_complaint(far, operator, name="Anita Bose")
    queue, away_for = QueueScreen(far, operator, Queue.PENDING), far.store.absence.seconds
    async with visiting(queue, tmp_path, away_for=away_for) as clerk:
        await clerk.until("Anita Bose")
        line.fall()
        asked = asyncio.create_task(clerk.press("f5"))
        assert "Anita Bose" in await seen(
            clerk, "The store does not answer: you see how things stood at "
        )
        line.up = True
        assert "Anita Bose" in await seen(clerk, BACK)
        await asked


async def test_what_stays_away_is_told_in_one_sentence_and_tried_again_by_hand(
    far, line, operator, tmp_path, monkeypatch
):
    monkeypatch.setattr(unit_of_work, "PATIENCE", 0.3)
    file_complaint(far, operator, name="Anita Bose")
    async with visiting(QueueScreen(far, operator, Queue.PENDING), tmp_path) as clerk:
        await clerk.until("Anita Bose")
        line.fall()
        await clerk.press("f5")
        assert "Anita Bose" in await clerk.until("not answer. Nothing was saved")
        line.up = True
        file_complaint(far, operator, name="Babu Lal")
        await clerk.press("f5")
        await clerk.until("Babu Lal")
