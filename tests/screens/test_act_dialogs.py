"""Every action of the department has a dialog: it acts, is refused at a field, or is cancelled."""

import pytest
from filed import act
from tasks import TASKS, begin, kept, told, typed
from visit import visiting

from dopcrm_tui.rules.lifecycle import LIFECYCLE, Who
from dopcrm_tui.rules.vocabulary import Action, State
from screens.act_dialogs import DIALOGS
from screens.act_keys import KEYS
from screens.complaint import ComplaintScreen
from screens.dialog import Dialog
from screens.queue import QueueScreen

ASKING = [name for name, task in TASKS.items() if task.missing]


@pytest.fixture
def complaint(desk, staff, tmp_path):
    def sit_down(number, task, **options):
        return visiting(ComplaintScreen(desk, staff[task.post], number), tmp_path, **options)

    return sit_down


@pytest.fixture
def file(desk, staff):
    return lambda task: begin(desk, staff, task)


def test_nothing_that_people_do_is_without_a_letter():
    people = {rule.action for rule in LIFECYCLE.values() if rule.who is not Who.SWEEPER}
    assert {action for key in KEYS for action in key.actions} == people
    assert len({key.letter for key in KEYS}) == len(KEYS)
    at_once = {Action.TAKE, Action.RELEASE}
    ours = {action for action in people if LIFECYCLE[action].who is not Who.COMPLAINANT}
    assert set(DIALOGS) == ours - at_once - {Action.ATTACH}


@pytest.mark.parametrize("size", [(80, 24), (132, 43)])
@pytest.mark.parametrize("name", TASKS)
async def test_a_dialog_does_it_and_the_history_keeps_the_words(
    file, complaint, desk, staff, name, size
):
    task = TASKS[name]
    number = file(task)
    async with complaint(number, task, size=size) as clerk:
        await clerk.press(*task.opens, *task.keys)
        assert "F10 Send" in clerk.text
        await clerk.press("f10")
        await clerk.until(": done.")
        assert isinstance(clerk.app.screen, ComplaintScreen)
    view = desk.cases.show(staff[task.post], number)
    assert view.state is task.state
    (data,) = kept(desk, staff[task.post], number, task.action)
    assert data.items() >= task.said.items()


@pytest.mark.parametrize("name", ASKING)
async def test_a_dialog_left_empty_names_each_field_and_goes_to_the_first(
    file, complaint, desk, staff, name
):
    task = TASKS[name]
    number = file(task)
    async with complaint(number, task) as clerk:
        await clerk.press(*task.opens, "f10")
        for sentence in task.missing.values():
            assert sentence in told(clerk)
        assert clerk.app.focused.id == next(iter(task.missing))
        await clerk.press(*task.keys, "f10")
        await clerk.until(": done.")
    assert len(kept(desk, staff[task.post], number, task.action)) == 1


@pytest.mark.parametrize("name", TASKS)
async def test_a_refusal_keeps_what_was_typed_until_it_can_be_sent(
    file, complaint, desk, staff, name
):
    task = TASKS[name]
    number = file(task)
    async with complaint(number, task) as clerk:
        await clerk.press(*task.opens, *task.keys)
        before = typed(clerk)
        assert any(before.values())
        if task.state is State.CLOSED or LIFECYCLE[task.action].sources != {State.CLOSED}:
            act(desk, staff["colleague"], number, Action.REMARK, text="Bag 14.")
        else:
            act(desk, staff["region_supervisor"], number, Action.REOPEN, reason="Faster.")
        await clerk.press("f10")
        assert "changed meanwhile" in told(clerk)
        assert typed(clerk) == before
        if task.action is not Action.REOPEN:
            await clerk.press("f5", "f10")
            await clerk.until(": done.")
    done = kept(desk, staff["region_supervisor"], number, task.action)
    assert len(done) == 1


@pytest.mark.parametrize("name", TASKS)
async def test_cancelling_does_nothing(file, complaint, desk, staff, name):
    task = TASKS[name]
    number = file(task)
    before = desk.cases.history(staff[task.post], number)
    async with complaint(number, task) as clerk:
        await clerk.press(*task.opens, *task.keys)
        assert isinstance(clerk.app.screen, Dialog)
        await clerk.press("f12")
        if isinstance(clerk.app.screen, Dialog):  # sentences were typed: it asks once
            await clerk.until("F12 again throws away what is typed")
            await clerk.press("f12")
        assert isinstance(clerk.app.screen, ComplaintScreen)
    assert desk.cases.history(staff[task.post], number) == before


@pytest.mark.parametrize("name", TASKS)
async def test_on_a_line_f9_does_it_again_with_the_words_that_f6_copies(
    file, desk, staff, tmp_path, name
):
    task = TASKS[name]
    numbers = [file(task), file(task)]
    who = staff[task.post]
    async with visiting(QueueScreen(desk, who, task.queue), tmp_path) as clerk:
        await clerk.until("Ravi Kumar")
        await clerk.press(*task.opens, *task.keys, "f10")
        await clerk.until(": done.")
        if task.once:
            await clerk.press("down")
        await clerk.press("f9", "f6", "f10")
        await clerk.until(": done.")
    done = [data for number in numbers for data in kept(desk, who, number, task.action)]
    assert len(done) == 2
    assert done[0] == done[1]


async def test_a_reason_that_is_too_long_is_refused_at_its_field(file, complaint, desk, operator):
    task = TASKS["seek_information"]
    number = file(task)
    async with complaint(number, task) as clerk:
        await clerk.press("i", "tab", "1", "shift+tab")
        clerk.app.focused.text = "x" * 2001
        await clerk.press("tab", "f10")
        assert "1 character too long" in told(clerk)
        assert clerk.app.focused.id == "text"
        assert len(clerk.app.focused.text) == 2001
    assert desk.cases.show(operator, number).state is State.PENDING


async def test_a_digit_that_is_no_choice_is_not_taken(file, complaint):
    task = TASKS["refer_external"]
    async with complaint(file(task), task) as clerk:
        await clerk.press("s", "4", "x")
        assert typed(clerk)["authority"] == ""
        await clerk.press("1")
        assert typed(clerk)["authority"] == "1"
        assert clerk.app.focused.id == "reference"
