"""Home shows what the role can do, with counts that are right when one comes back."""

import pytest
from fake_ways import PlannedChannel
from filed import act, file_complaint
from visit import visiting

from data.models.message import NoticeChannel
from dopcrm_tui.gateways.channel import Fate, Sent
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.sending import Sending
from screens.complaint import ComplaintScreen
from screens.home import HomeScreen
from screens.queue import QueueScreen
from screens.search import SearchScreen


@pytest.fixture
def home(desk, staff, tmp_path):
    return lambda post, **options: visiting(HomeScreen(desk, staff[post]), tmp_path, **options)


def card(label, count):
    """The line of a queue's card."""
    return f"{'Complaint Processing: ' + label:<54}{count:>11}"


def cards(clerk):
    lines = [line.split() for line in clerk.text.splitlines()[4:]]
    return {
        line[0]: " ".join(line[1:])
        for line in lines
        if line and line[0] in "1234567890" and line[1:]
    }


async def test_an_operator_sees_the_queues_with_their_counts(home, desk, operator):
    numbers = [file_complaint(desk, operator) for _ in range(3)]
    act(desk, operator, numbers[0], Action.TAKE)
    act(desk, operator, numbers[1], Action.ESCALATE, reason="beyond us")
    act(desk, operator, numbers[2], Action.SEEK_CONFIRMATION, text="Delivered.")
    async with home("operator") as clerk:
        await clerk.until("Outbox")
        await clerk.until(card("Mine", 1))
        assert cards(clerk) == {
            "1": "Complaint Registration",
            "2": "Complaint Processing: Pending for Resolution 2",
            "3": "Complaint Processing: Waiting for Customer 1",
            "4": "Complaint Processing: Pending at External Authorities 0",
            "5": "Complaint Processing: Mine 1",
            "6": "Complaint Processing: Closed 0",
            "7": "Escalated Complaints 1",
            "8": "Reports & Analytics",
            "9": "Customer's answer",
            "0": "Outbox",
        }


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        ("administrator", ["Administration"]),
        ("call_centre", ["Complaint Registration", "Customer's answer", "Outbox"]),
    ],
)
async def test_a_role_sees_its_own_cards_only(home, post, expected):
    async with home(post) as clerk:
        await clerk.until(expected[-1])
        assert list(cards(clerk).values()) == expected


async def test_an_auditor_reads_the_queues_and_registers_nothing(home):
    async with home("auditor") as clerk:
        await clerk.until("Escalated Complaints")
        assert "Registration" not in clerk.text
        assert "Mine" not in clerk.text


async def test_a_number_opens_its_card_and_the_count_is_right_on_return(home, desk, operator):
    number = file_complaint(desk, operator)
    async with home("operator") as clerk:
        await clerk.until(card("Pending for Resolution", 1))
        await clerk.press("2")
        assert isinstance(clerk.app.screen, QueueScreen)
        act(desk, operator, number, Action.SEEK_CONFIRMATION, text="Delivered.")
        await clerk.press("f12")
        await clerk.until(card("Waiting for Customer", 1))
        assert card("Pending for Resolution", 0) in clerk.text


async def test_enter_opens_the_card_under_the_cursor(home):
    async with home("operator") as clerk:
        await clerk.until("Outbox")
        await clerk.press("down", "down", "enter")
        assert "Waiting for Customer" in clerk.line("10000002")
        assert isinstance(clerk.app.screen, QueueScreen)


async def test_f5_counts_again(home, desk, operator):
    async with home("operator") as clerk:
        await clerk.until(card("Mine", 0))
        file_complaint(desk, operator)
        await clerk.press("f5")
        await clerk.until(card("Pending for Resolution", 1))


async def test_the_find_box_finds_by_name_and_opens_by_number(home, desk, operator):
    first = file_complaint(desk, operator, name="Anita Bose")
    file_complaint(desk, operator, name="Ravi Kumar")
    async with home("operator") as clerk:
        await clerk.until("Outbox")
        await clerk.type("/anita\n")
        await clerk.until("1 found.")
        assert isinstance(clerk.app.screen, SearchScreen)
        assert "Anita Bose" in clerk.text
        assert "Ravi Kumar" not in clerk.text
        await clerk.press("f12")
        await clerk.type(f"/{first}\n")
        assert isinstance(clerk.app.screen, ComplaintScreen)
        await clerk.until("Anita Bose (sender)")
        await clerk.press("f3")
        assert isinstance(clerk.app.screen, HomeScreen)


async def test_typed_ahead_keys_go_through_the_screens_they_were_meant_for(home, desk, operator):
    file_complaint(desk, operator, name="Anita Bose")
    async with home("operator") as clerk:
        await clerk.until("Outbox")
        await clerk.press("2", "enter", "r", *"seen", "f10")
        await clerk.until("Remark: done.")
        assert isinstance(clerk.app.screen, ComplaintScreen)


async def test_f1_explains_and_the_question_mark_lists_the_keys(home):
    async with home("operator") as clerk:
        await clerk.press("f1")
        assert "Type the number of a card" in clerk.text
        await clerk.press("question_mark")
        assert "Keys of this screen" in clerk.text
        assert "F5     Refresh" in clerk.text
        await clerk.press("escape")
        assert isinstance(clerk.app.screen, HomeScreen)


@pytest.mark.parametrize("size", [(80, 24), (132, 43)])
async def test_everything_fits(home, size):
    async with home("office_supervisor", size=size) as clerk:
        await clerk.until("0 Outbox")
        assert "/ Find" in clerk.text
        assert "F3 Log out" in clerk.text


async def test_home_says_which_way_out_is_shut(home, desk, operator):
    file_complaint(desk, operator)
    way = PlannedChannel(Sent(Fate.SHUT, "The SMS gateway said 401."))
    Sending(desk.intake.ground, {NoticeChannel.SMS: way}).send()
    desk.beats.beat("post-1:77")
    async with home("operator") as clerk:
        await clerk.until("sweeper last seen 0 s ago · SMS shut since 23-11-2026")
