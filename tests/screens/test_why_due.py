"""W says why a complaint is due, on its own screen and on its line of a queue, at every size."""

from datetime import timedelta

import pytest
from filed import act, file_complaint
from visit import visiting

from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.vocabulary import Action, OnSilence, Queue
from screens.complaint import ComplaintScreen
from screens.home import HomeScreen
from screens.queue import QueueScreen
from screens.why_due import WhyDueScreen

START = "23-11-2026 10:00"


@pytest.fixture
def number(desk, operator):
    return file_complaint(desk, operator)


@pytest.fixture
def moved(desk, operator, number, clock):
    """A complaint that has been asked about; three days of pause begin."""
    clock.advance(days=2)
    asked = {"text": "Which counter?", "on_silence": OnSilence.CLOSE}
    act(desk, operator, number, Action.SEEK_INFORMATION, **asked)
    return number


@pytest.fixture
def before(desk, operator, number, tmp_path):
    def screen(kind=WhyDueScreen, **options):
        third = Queue.PENDING if kind is QueueScreen else number
        return visiting(kind(desk, operator, third), tmp_path, **options)

    return screen


@pytest.mark.parametrize("kind", [ComplaintScreen, QueueScreen])
async def test_w_opens_the_account_and_f12_comes_back(before, kind, number):
    async with before(kind) as clerk:
        below = clerk.app.screen
        await clerk.until("Ravi Kumar")
        await clerk.press("w")
        await clerk.until(f"{show_number(number)}  Why due: due 23-12-2026 10:00")
        assert "Registered: a limit of 30 d" in clerk.line(START)
        await clerk.press("f12")
        assert clerk.app.screen is below


async def test_f3_leaves_for_home(desk, operator, number, tmp_path):
    async with visiting(HomeScreen(desk, operator), tmp_path) as clerk:
        home = clerk.app.screen
        await clerk.app.push_screen(QueueScreen(desk, operator, Queue.PENDING))
        await clerk.until("Ravi Kumar")
        await clerk.press("w")
        await clerk.until(show_number(number))
        await clerk.until("Registered: a limit")
        await clerk.press("f3")
        assert clerk.app.screen is home


@pytest.mark.usefixtures("moved")
async def test_at_80_by_24_each_entry_is_a_paragraph(before):
    async with before(size=(80, 24)) as clerk:
        shown = await clerk.until("The department's limit stands still, 28 d left.")
        assert f"{START}  Registered: a limit of 30 d (rule R30, Order on" in shown
        assert "                  +30 d, due 23-12-2026 10:00" in shown.splitlines()
        assert all(len(line) <= 80 for line in shown.splitlines())


@pytest.mark.usefixtures("moved")
async def test_at_132_by_43_each_entry_is_a_line_of_a_table(before):
    async with before(size=(132, 43)) as clerk:
        shown = await clerk.until("The department's limit stands still, 28 d left.")
        heading = clerk.line("Counts")
        assert heading.split() == ["At", "What", "Counts", "Due"]
        first = clerk.line(START)
        assert first.startswith(f"{START}  Registered: a limit of 30 d (rule R30, Order on mail")
        assert first.endswith("+30 d  23-12-2026 10:00")
        assert first.index("23-12-2026") == heading.index("Due")
        assert "The customer has" not in shown


@pytest.mark.usefixtures("moved")
async def test_a_window_that_grows_becomes_a_table(before):
    async with before(size=(80, 24)) as clerk:
        await clerk.until("stands still, 28 d left.")
        assert "Counts" not in clerk.text
        await clerk.resize(132, 43)
        await clerk.until("Counts")


async def test_a_long_account_rolls_to_its_end(before, desk, operator, moved, clock):
    for _ in range(4):
        clock.advance(hours=1)
        act_answer(desk, operator, moved)
        clock.advance(hours=1)
        asked = {"text": "Which counter?", "on_silence": OnSilence.CLOSE}
        act(desk, operator, moved, Action.SEEK_INFORMATION, **asked)
    async with before(size=(80, 24)) as clerk:
        await clerk.until("Registered: a limit of 30 d")
        assert "The department's limit stands still" not in clerk.text
        await clerk.press("end")
        await clerk.until("The department's limit stands still, 27 d 20 h left.")


def act_answer(desk, operator, number):
    """The customer tells which counter it was."""
    from filed import PDF

    from dopcrm_tui.rules.complaint import Act
    from dopcrm_tui.services.papers import Paper

    said = Act(action=Action.GIVE_INFORMATION, text="Counter 3.")
    paper = Paper("statement.pdf", PDF)
    desk.answers.respond(operator, number, said, signed_statement=paper)


async def test_f5_reckons_again(before, desk, operator, number, clock):
    async with before() as clerk:
        await clerk.until("The department's limit runs until 23-12-2026 10:00.")
        clock.now += timedelta(days=1)
        act(desk, operator, number, Action.ESCALATE, reason="Needs the division")
        await clerk.press("f5")
        await clerk.until("The department's limit runs until 01-12-2026 10:00.")
        assert "Escalated to division: a new limit of 7 d" in clerk.text


async def test_whoever_may_not_see_it_is_told_so(desk, staff, number, tmp_path):
    screen = WhyDueScreen(desk, staff["far_operator"], number)
    async with visiting(screen, tmp_path) as clerk:
        await clerk.until(f"There is no complaint {show_number(number)} that you may see.")
        assert "Registered" not in clerk.text
