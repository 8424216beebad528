"""The numbered list of what can be done now: nobody needs to know a letter."""

import pytest
from filed import act, file_complaint
from visit import visiting

from dopcrm_tui.rules.vocabulary import Action, Queue, State
from screens.act_keys import possible
from screens.act_menu import ActMenu
from screens.complaint import ComplaintScreen
from screens.queue import QueueScreen


@pytest.fixture
def number(desk, operator):
    return file_complaint(desk, operator)


@pytest.fixture
def complaint(desk, staff, number, tmp_path):
    def sit_down(post="operator", **options):
        return visiting(ComplaintScreen(desk, staff[post], number), tmp_path, **options)

    return sit_down


@pytest.mark.parametrize("size", [(80, 24), (132, 43)])
@pytest.mark.parametrize("key", ["m", "enter"])
async def test_it_lists_what_is_possible_now_and_nothing_else(
    complaint, desk, operator, number, key, size
):
    async with complaint(size=size) as clerk:
        await clerk.press(key)
        await clerk.until("What can be done: 2612-000001-7")
        for place, each in enumerate(possible(desk.cases.show(operator, number).actions), start=1):
            assert f"{place:>2}  {each.letter.upper():<2} {each.label}" in clerk.text
        assert "P  Reopen" not in clerk.text
        await clerk.press("f12")
        assert isinstance(clerk.app.screen, ComplaintScreen)


@pytest.mark.parametrize(
    "keys", [["1"], ["r"], ["R"], ["enter"], ["down", "up", "enter"], ["end", "home", "enter"]]
)
async def test_a_number_a_letter_or_the_cursor_takes_a_line(
    complaint, desk, operator, number, keys
):
    act(desk, operator, number, Action.SEEK_CONFIRMATION, text="Delivered.")
    async with complaint() as clerk:
        await clerk.press("m", *keys)
        await clerk.until("Remark: 2612-000001-7")
        await clerk.press(*"Asked", "f10")
        await clerk.until("Remark: done.")
        assert isinstance(clerk.app.screen, ComplaintScreen)


async def test_of_ten_or_more_a_first_digit_waits_for_the_second(complaint, desk, staff, number):
    async with complaint("division_supervisor") as clerk:
        await clerk.press("m")
        await clerk.until("11  Z  Close by direction")
        await clerk.press("1")
        assert "Enter takes 1; or type the second digit." in clerk.text
        await clerk.press("1")
        await clerk.until("Close by direction: 2612-000001-7")
        await clerk.press(*"PG/1", "tab", *"Settled.", "f10")
        await clerk.until("Close by direction: done.")
    assert desk.cases.show(staff["division_supervisor"], number).state is State.CLOSED


async def test_a_number_that_is_not_there_is_said(complaint, desk, operator, number):
    act(desk, operator, number, Action.SEEK_CONFIRMATION, text="Delivered.")
    async with complaint() as clerk:
        await clerk.press("m", "9")
        assert "Type a number from 1 to 7." in clerk.text
        await clerk.press("0", "f1")
        assert isinstance(clerk.app.screen, ActMenu)
        assert "Type the number or the letter" in clerk.text


async def test_where_nothing_can_be_done_it_says_so(complaint):
    async with complaint("auditor") as clerk:
        await clerk.press("m")
        assert "Nothing can be done here now." in clerk.text
        assert isinstance(clerk.app.screen, ComplaintScreen)


async def test_m_acts_on_the_line_of_a_queue_and_on_all_that_are_marked(
    desk, operator, number, tmp_path
):
    other = file_complaint(desk, operator, name="Anita Bose")
    async with visiting(QueueScreen(desk, operator, Queue.PENDING), tmp_path) as clerk:
        await clerk.until("Anita Bose")
        await clerk.press("m", "t")
        await clerk.until("Take: done.")
        await clerk.press("space", "down", "space", "m")
        await clerk.until("What can be done: 2 marked complaints")
        await clerk.press("r", *"Asked", "f10", "2", "f10")
        await clerk.until("2 of 2: 2 done, 0 refused.")
    for each in (number, other):
        assert desk.cases.history(operator, each)[-1].data["text"] == "Asked"
