"""A clerk walks the queue, narrows it and works from the list."""

import pytest
from filed import act, code_of, file_complaint
from visit import visiting

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.vocabulary import Action, Queue
from screens.complaint import ComplaintScreen
from screens.queue import QueueScreen


@pytest.fixture
def queue(desk, staff, tmp_path):
    def sit_down(post="operator", which=Queue.PENDING, **options):
        return visiting(QueueScreen(desk, staff[post], which), tmp_path, **options)

    return sit_down


@pytest.fixture
def filed(desk, operator, clock):
    """Five complaints, a day apart."""
    numbers = []
    for name in ("Anita Bose", "Babu Lal", "Chitra Sen", "Dev Roy", "Esha Rao"):
        numbers.append(file_complaint(desk, operator, name=name, mobile="9876543210"))
        clock.advance(days=1)
    return numbers


def shown(clerk):
    """The numbers of the list, from the top."""
    lines = (line[4:17] for line in clerk.text.splitlines()[3:-6])
    return [line for line in lines if line[:1].isdigit()]


async def test_the_list_is_in_the_order_of_the_due_times_and_the_preview_says_the_rest(
    queue, filed
):
    async with queue() as clerk:
        await clerk.until("Esha Rao")
        assert shown(clerk) == [show_number(number) for number in filed]
        assert "1 Pending 5" in clerk.text
        assert "Speed Post Letters - Non delivery of article · EM123456785IN" in clerk.text
        await clerk.press("down")
        await clerk.until("Babu Lal · 98xxxxxx10 · 682001001 Kochi")
        assert "9876543210" not in clerk.text


async def test_the_columns_follow_the_window_and_the_rows_stay(queue, filed):
    async with queue() as clerk:
        await clerk.until("Esha Rao")
        for columns, has_mobile in ((132, True), (80, False), (132, True)):
            await clerk.resize(columns, 24)
            await clerk.press("f5")
            await clerk.until("Esha Rao")
            assert ("98xxxxxx10 Kochi" in clerk.line(show_number(filed[4]))) == has_mobile


async def test_due_times_are_words(queue, filed, clock):
    clock.advance(days=24, hours=23)
    async with queue() as clerk:
        await clerk.until("Esha Rao")
        dues = [clerk.line(show_number(number))[18:26].strip() for number in filed]
        assert dues == ["today", "DUE 1d", "DUE 2d", "DUE 3d", "DUE 4d"]
        clock.advance(days=2, hours=1)
        await clerk.press("f5")
        await clerk.until("LATE 2d")
        dues = [clerk.line(show_number(number))[18:26].strip() for number in filed]
        assert dues == ["LATE 2d", "LATE 1d", "LATE", "DUE 1d", "DUE 2d"]


async def test_t_takes_from_the_list_and_the_mark_shows_whose_it_is(
    queue, filed, desk, operator, staff
):
    act(desk, staff["colleague"], filed[1], Action.TAKE)
    async with queue() as clerk:
        await clerk.until("Esha Rao")
        await clerk.press("t")
        await clerk.until("Take: done.")
        await clerk.until(f"* {show_number(filed[0])}")
        assert f"+ {show_number(filed[1])}" in clerk.text
        await clerk.press("down", "t")
        assert "is taken by a colleague" in clerk.text
    assert desk.cases.show(operator, filed[0]).assignee == "10000002"


async def test_after_an_action_the_cursor_comes_to_the_neighbour(queue, filed, desk, operator):
    async with queue() as clerk:
        await clerk.until("Esha Rao")
        await clerk.press("down", "c", *"Delivered", "f10")
        await clerk.until("1 Pending 4")
        await clerk.until("Chitra Sen · 98xxxxxx10")
        assert show_number(filed[1]) not in shown(clerk)
    view = desk.cases.show(operator, filed[1])
    assert (view.state, view.resolution) == ("confirmation_sought", "Delivered")


async def test_tab_and_numbers_switch_the_queue(queue, filed, desk, operator):
    act(desk, operator, filed[0], Action.SEEK_CONFIRMATION, text="Delivered.")
    act(desk, operator, filed[1], Action.ESCALATE, reason="beyond us")
    async with queue() as clerk:
        await clerk.press("tab")
        await clerk.until("Anita Bose · ")
        assert "Waiting for Customer" in clerk.line("10000002")
        await clerk.press("4")
        await clerk.until("pend ESC1")
        assert "Escalated Complaints" in clerk.line("10000002")
        assert shown(clerk) == [show_number(filed[1])]
        await clerk.press("6")
        await clerk.until("No complaints here.")
        await clerk.press("shift+tab")
        assert "Closed" in clerk.line("10000002")


@pytest.mark.usefixtures("filed")
async def test_the_filter_narrows_and_keeps_what_was_set(queue, clock):
    clock.advance(days=26)
    async with queue() as clerk:
        await clerk.until("Esha Rao")
        await clerk.press("f", "tab", "tab", "y", "f10")
        await clerk.until("Pending for Resolution · narrowed")
        await clerk.until("Babu Lal")
        assert len(shown(clerk)) == 2
        await clerk.press("f")
        assert clerk.app.screen.query_one("#overdue").value == "y"
        await clerk.press("f8", "f10")
        await clerk.until("Esha Rao")
        assert len(shown(clerk)) == 5


async def test_an_office_outside_the_jurisdiction_is_refused_and_the_dialog_stays(queue):
    async with queue() as clerk:
        await clerk.press("f", "tab", "tab", "tab", *"682024001", "f10")
        assert "is outside your jurisdiction." in clerk.text
        assert clerk.app.screen.query_one("#office_code").value == "682024001"


async def test_enter_opens_the_complaint_once_and_f12_comes_back_to_its_row(queue, filed):
    async with queue() as clerk:
        await clerk.until("Esha Rao")
        await clerk.press("down", "down", "enter")
        await clerk.until("Chitra Sen (sender)")
        opened = [isinstance(each, ComplaintScreen) for each in clerk.app.screen_stack]
        assert opened.count(True) == 1
        await clerk.press("f12")
        assert isinstance(clerk.app.screen, QueueScreen)
        assert clerk.app.screen.number == filed[2]


async def test_f9_does_the_last_command_again_with_its_words(queue, filed, desk, operator):
    async with queue() as clerk:
        await clerk.until("Esha Rao")
        await clerk.press("f9")
        assert "no command to repeat" in clerk.text
        await clerk.press("r", *"asked", "f10", "down", "f9", "f6", "f10")
        await clerk.until(f"Remark: done. {show_number(filed[1])}")
    assert [event.data.get("text") for event in desk.cases.history(operator, filed[1])][1:] == [
        "asked"
    ]


async def test_a_wide_terminal_shows_mobile_and_office_in_the_line(queue, filed):
    async with queue(size=(132, 43)) as clerk:
        line = await clerk.until("Esha Rao") and clerk.line(show_number(filed[0]))
        assert "98xxxxxx10 Kochi" in line
        assert all(len(line) <= 132 for line in clerk.text.splitlines())


async def test_hundreds_of_complaints_are_paged_to_the_end_and_back(queue, desk, operator, clock):
    for n in range(210):
        file_complaint(desk, operator, name=f"Customer {n:03}")
        clock.advance(minutes=1)
    async with queue() as clerk:
        await clerk.until("Customer 000")
        await clerk.press("end")
        await clerk.until("Customer 209")
        await clerk.press("home")
        await clerk.until("Customer 000")


async def test_of_a_closed_complaint_the_preview_says_when_and_no_due_date(
    queue, desk, operator, clock
):
    number = file_complaint(desk, operator)
    act(desk, operator, number, Action.SEEK_CONFIRMATION, text="Delivered.")
    clock.advance(days=1)
    answer, code = Act(action=Action.ACCEPT), code_of(desk, operator, number)
    desk.answers.respond(operator, number, answer, code=code)
    async with queue(which=Queue.CLOSED) as clerk:
        await clerk.until("Closed · 24-11-2026 10:00")
        assert "not taken" not in clerk.text
