"""What others do is seen without a key, and nothing moves or is lost under the hand."""

import pytest
from clerk import Clerk
from filed import act, file_complaint
from visit import visiting

from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.terminal.live_list import LiveList
from screens.home import HomeScreen

pytestmark = pytest.mark.only_on("sqlite", "postgresql")


@pytest.fixture
def home(desk, operator, tmp_path):
    return lambda **options: visiting(HomeScreen(desk, operator), tmp_path, **options)


@pytest.fixture
def filed(desk, operator, clock):
    numbers = []
    for name in ("Anita Bose", "Babu Lal", "Chitra Sen"):
        numbers.append(file_complaint(desk, operator, name=name))
        clock.advance(days=1)
    return numbers


async def soon(clerk, text):
    """Wait some seconds, as nobody else in these tests has to."""
    for _ in range(60):
        if text in clerk.text:
            return
        await clerk._pilot.pause(0.1)
    raise AssertionError(f"never showed {text!r}; the screen was:\n{clerk.text}")


async def test_the_counts_of_the_home_screen_follow_another_process(home, store, filed):
    async with home() as clerk:
        await clerk.until("Pending for Resolution" + " " * 18)
        url = store.engine.url.render_as_string(hide_password=False)
        with Clerk(url, "10000002") as other:
            other.order(do="act", action="take", number=filed[0], version=1)
            await soon(clerk, f"{'Complaint Processing: Mine':<54}{1:>11}")
            assert other.hear()["done"] == filed[0]


async def test_a_row_that_another_takes_or_answers_stays_under_the_cursor(home, desk, staff, filed):
    async with home() as clerk:
        await clerk.until("Outbox")
        await clerk.press("2")
        await clerk.until("Chitra Sen")
        await clerk.press("space", "down")
        act(desk, staff["colleague"], filed[1], Action.TAKE)
        await soon(clerk, f"+ {show_number(filed[1])}")
        await soon(clerk, "· taken by a colleague")
        act(desk, staff["colleague"], filed[1], Action.SEEK_CONFIRMATION, text="Delivered.")
        await soon(clerk, "moved on")
        assert "1 Pending 2" in clerk.text
        assert "in this list no more; it was: Pending" in clerk.text
        assert clerk.app.screen.number == filed[1]
        await clerk.press("down")
        assert clerk.app.screen.number == filed[2]
        assert show_number(filed[1]) not in clerk.text
        assert list(clerk.app.screen.marked) == [filed[0]]


async def test_who_was_slower_in_a_dialog_comes_back_to_the_same_row(
    home, desk, operator, staff, filed
):
    async with home() as clerk:
        await clerk.until("Outbox")
        await clerk.press("2")
        await clerk.until("Chitra Sen")
        await clerk.press("down", "c", *"Delivered on Monday.")
        act(desk, staff["colleague"], filed[1], Action.SEEK_CONFIRMATION, text="Delivered.")
        await clerk.press("f10")
        await clerk.until(
            "State: Pending for Resolution → Closure Confirmation Sought, by 10000003"
        )
        assert clerk.app.focused.text == "Delivered on Monday."
        await clerk.press("f12", "f12")
        await soon(clerk, "moved on")
        assert clerk.app.screen.number == filed[1]
        await clerk.press("t")
        assert "Take is not possible" in clerk.text
    assert desk.cases.show(operator, filed[2]).assignee is None


async def test_nothing_is_fetched_under_a_dialog_and_what_is_typed_in_it_stays(
    home, desk, staff, filed, monkeypatch
):
    followed = []
    real = LiveList.follow
    async with home() as clerk:
        await clerk.until("Outbox")
        await clerk.press("2")
        await clerk.until("Chitra Sen")
        monkeypatch.setattr(
            LiveList, "follow", lambda lines: followed.append(lines.app.screen) or real(lines)
        )
        await clerk.press("r", *"Asked the")
        act(desk, staff["colleague"], filed[2], Action.TAKE)
        for _ in range(35):
            await clerk._pilot.pause(0.1)
        assert followed == []
        await clerk.press(*" beat")
        assert clerk.app.focused.text == "Asked the beat"
        await clerk.press("f12", "f12")
        await soon(clerk, f"+ {show_number(filed[2])}")
        assert followed


async def test_who_reads_a_complaint_is_told_that_it_changed_and_nothing_moves(
    home, desk, staff, filed
):
    async with home() as clerk:
        await clerk.until("Outbox")
        await clerk.press("2")
        await clerk.until("Chitra Sen")
        await clerk.press("enter")
        await clerk.until("nobody yet")
        lease = desk.viewings.begin(staff["colleague"], filed[0])
        await soon(clerk, "nobody yet · open by 10000003 since 10:00")
        desk.viewings.end(lease)
        act(desk, staff["colleague"], filed[0], Action.TAKE)
        await soon(clerk, "Others have changed it meanwhile: F5 shows how it stands now.")
        await clerk.until("nobody yet\n")
        await clerk.press("f5")
        await clerk.until("Taken by        10000003")
        assert "Others have changed" not in clerk.text
        await clerk.press("r", *"Seen", "f10")
        await clerk.until("Remark: done.")
        for _ in range(30):
            await clerk._pilot.pause(0.1)
        assert "Remark: done." in clerk.text


async def test_who_logs_out_follows_nobody_any_more(home):
    async with home() as clerk:
        await clerk.until("Outbox")
        follower = clerk.app.screen._follower
        await clerk.press("f3")
        for _ in range(40):
            if follower.stop._ours.fileno() < 0:
                return
            await clerk._pilot.pause(0.1)
    raise AssertionError("the thread goes on")
