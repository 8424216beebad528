"""Two clerks before one complaint see each other, and never wait for each other."""

import sqlite3

import pytest
from filed import file_complaint
from visit import visiting

from dopcrm_tui.rules.vocabulary import Queue
from screens.complaint import ComplaintScreen
from screens.queue import QueueScreen


@pytest.fixture
def number(desk, operator):
    return file_complaint(desk, operator)


@pytest.fixture
def sit_down(desk, staff, tmp_path):
    return lambda screen, post, *what, **options: visiting(
        screen(desk, staff[post], *what), tmp_path, **options
    )


async def until(condition, clerk):
    for _ in range(200):
        if condition():
            return
        await clerk._pilot.pause(0.02)
    raise AssertionError(clerk.text)


@pytest.mark.parametrize("size", [(80, 24), (132, 43)])
async def test_the_second_sees_that_the_first_has_it_open_and_the_first_sees_nothing_of_himself(
    sit_down, desk, staff, number, size
):
    async with sit_down(ComplaintScreen, "colleague", number) as first:
        await until(lambda: desk.cases.show(staff["operator"], number).open_by, first)
        await first.press("f5")
        assert "open by" not in first.text
        async with sit_down(ComplaintScreen, "operator", number, size=size) as second:
            await second.until("nobody yet · open by 10000003 since 10:00")
        async with sit_down(QueueScreen, "operator", Queue.PENDING, size=size) as second:
            await second.until("open by 10000003 since 10:00 · due")
            assert second.line("Ravi Kumar").startswith("  o ")
    async with sit_down(QueueScreen, "operator", Queue.PENDING) as second:
        await until(lambda: not desk.cases.show(staff["operator"], number).open_by, second)
        await second.press("f5")
        await second.until("Pending for Resolution · due")
        assert "open by" not in second.text


@pytest.mark.only_on("sqlite")
async def test_a_store_that_cannot_be_written_hinders_nobody_from_reading(sit_down, store, number):
    writer = sqlite3.connect(store.file, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    async with sit_down(ComplaintScreen, "colleague", number) as clerk:
        await clerk.until("nobody yet")
        await clerk.press("f5", "h")
        await clerk.until("Registered →")
        writer.execute("ROLLBACK")
    writer.close()
