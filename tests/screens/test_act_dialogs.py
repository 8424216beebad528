"""Every action of the department has a dialog: it acts, is refused at a field, or is cancelled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from filed import act, code_of, file_complaint
from visit import visiting

from dopcrm_tui.rules.lifecycle import LIFECYCLE, Who
from dopcrm_tui.rules.vocabulary import Action, Authority, Queue, State
from screens.act_dialogs import DIALOGS
from screens.act_keys import KEYS
from screens.complaint import ComplaintScreen
from screens.dialog import Dialog
from screens.parts import MessageLine
from screens.queue import QueueScreen

REFERRED = {"authority": Authority.CUSTOMS, "reference": "FPO/77"}


@dataclass(frozen=True)
class Task:
    """An action as a person does it, and what is so after."""

    action: Action
    letter: str
    keys: Sequence[str]
    said: Mapping[str, str]
    """What the history keeps of it."""
    missing: Mapping[str, str]
    """What is said of each field left empty, the first that gets the focus first."""
    state: State = State.PENDING
    post: str = "operator"
    queue: Queue = Queue.PENDING
    before: Sequence[tuple[str, Action, Mapping[str, object]]] = field(default=())


REFER = ("operator", Action.REFER_EXTERNAL, REFERRED)
TASKS = {
    task.action.value: task
    for task in (
        Task(
            Action.SEEK_INFORMATION,
            "i",
            [*"Which counter?", "tab", "2"],
            {"text": "Which counter?", "on_silence": "escalate"},
            {"text": "Question is empty.", "on_silence": "Choose it: 1 close 2 escalate."},
            State.INFO_SOUGHT,
        ),
        Task(
            Action.REFER_EXTERNAL,
            "s",
            ["3", *"Q-12/26", "tab", "1"],
            {"authority": "foreign_administration", "reference": "Q-12/26"},
            {"authority": "Authority is empty.", "reference": "Their reference is empty."},
            State.EXTERNAL,
        ),
        Task(
            Action.EXTERNAL_UPDATE,
            "u",
            [*"Opened for inspection."],
            {"text": "Opened for inspection."},
            {"text": "Update is empty. Please fill it in."},
            State.EXTERNAL,
            queue=Queue.EXTERNAL,
            before=[REFER],
        ),
        Task(
            Action.EXTERNAL_RETURN,
            "b",
            [*"Released."],
            {"text": "Released."},
            {"text": "Outcome is empty. Please fill it in."},
            queue=Queue.EXTERNAL,
            before=[REFER],
        ),
        Task(
            Action.INTERIM_REPLY,
            "y",
            ["tab", *"31-12-2026"],
            {"expected_by": "2026-12-31", "reason": "the inquiry at Kochi is not complete yet"},
            {},
        ),
        Task(
            Action.DIRECT,
            "d",
            [*"Search bag 14."],
            {"text": "Search bag 14."},
            {"text": "Direction is empty. Please fill it in."},
            post="division_supervisor",
            queue=Queue.ESCALATED,
            before=[("operator", Action.ESCALATE, {"reason": "Needs the division."})],
        ),
        Task(
            Action.CLOSE_BY_DIRECTION,
            "z",
            [*"PG/12-3", "tab", *"Claim settled."],
            {"reference": "PG/12-3", "reason": "Claim settled."},
            {"reference": "Order reference is empty.", "reason": "Reason is empty."},
            State.CLOSED,
            post="division_supervisor",
        ),
        Task(
            Action.REOPEN,
            "p",
            [*"Closed improperly."],
            {"reason": "Closed improperly."},
            {"reason": "Reason is empty. Please fill it in."},
            post="division_supervisor",
            queue=Queue.CLOSED,
            before=[
                (
                    "division_supervisor",
                    Action.CLOSE_BY_DIRECTION,
                    {"reference": "PG/1", "reason": "Settled."},
                )
            ],
        ),
    )
}
ASKING = [name for name, task in TASKS.items() if task.missing]


@pytest.fixture
def file(desk, operator, staff):
    """File a complaint and bring it to where a task begins."""

    def on_file(task):
        number = file_complaint(desk, operator)
        for post, action, words in task.before:
            act(desk, staff[post], number, action, **words)
        return number

    return on_file


@pytest.fixture
def complaint(desk, staff, tmp_path):
    def sit_down(number, task, **options):
        return visiting(ComplaintScreen(desk, staff[task.post], number), tmp_path, **options)

    return sit_down


def told(clerk):
    """What the dialog says, without its line ends."""
    return " ".join(str(clerk.app.screen.query_one(MessageLine).content).split())


def kept(desk, by, number, action):
    """What the history keeps of each time it was done."""
    return [each.data for each in desk.cases.history(by, number) if each.action is action]


def typed(clerk):
    """What stands in each field of the dialog that is open."""
    fields = clerk.app.screen.query("#box .row>*").results()
    texts = {each.id: getattr(each, "text", getattr(each, "value", None)) for each in fields}
    return {name: text for name, text in texts.items() if isinstance(text, str) and name}


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
        await clerk.press(task.letter, *task.keys)
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
        await clerk.press(task.letter, "f10")
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
        await clerk.press(task.letter, *task.keys)
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
        await clerk.press(task.letter, *task.keys)
        assert isinstance(clerk.app.screen, Dialog)
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
        await clerk.press(task.letter, *task.keys, "f10")
        await clerk.until(": done.")
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


# the interim reply


async def test_an_interim_reply_is_drafted_from_where_the_complaint_lies(
    complaint, desk, operator, file
):
    task = TASKS["external_update"]
    number = file(task)
    async with complaint(number, task) as clerk:
        await clerk.press("y")
        assert typed(clerk) == {
            "reason": "we are waiting for the answer of Customs (reference FPO/77)",
            "expected_by": "23-12-2026",  # thirty days after it was referred
        }
        await clerk.press("f10")
        await clerk.until("Interim reply: done.")
    (said,) = kept(desk, operator, number, Action.INTERIM_REPLY)
    assert said["expected_by"] == "2026-12-23"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("23-11-2026", "name a day from tomorrow, 24-11-2026, on."),
        ("31-02-2027", "Expected by: That is not a date"),
        ("", "Expected by is empty."),
    ],
)
async def test_a_day_that_cannot_be_promised_is_refused_at_its_field(
    file, complaint, desk, operator, day, sentence
):
    task = TASKS["interim_reply"]
    number = file(task)
    async with complaint(number, task) as clerk:
        await clerk.press("y", "tab", "delete", *day, "f10")
        assert sentence in told(clerk)
        assert clerk.app.focused.id == "expected_by"
        assert typed(clerk)["expected_by"] == day
        await clerk.press("f12")
    assert kept(desk, operator, number, Action.INTERIM_REPLY) == []


# what is shown of it


async def test_what_outside_authorities_have_is_shown_and_what_came_of_it(
    file, complaint, desk, operator, clock
):
    task = TASKS["external_update"]
    number = file(task)
    clock.advance(days=1)
    act(desk, operator, number, Action.EXTERNAL_UPDATE, text="Opened for inspection.")
    async with complaint(number, task) as clerk:
        await clerk.until("Customs, reference FPO/77")
        assert "23-11-2026 10:00" in clerk.line("Referred on")
        assert "23-12-2026 10:00" in clerk.line("Answer due")
        assert "24-11-2026 10:00: Opened for inspection." in clerk.line("Update  ")
        await clerk.press("b", *"Released.", "f10")
        await clerk.until("Came back")
        assert "Answer due" not in clerk.text
        assert "Released." in clerk.line("Outcome")


@pytest.mark.parametrize("choice", ["close", "escalate"])
async def test_what_silence_means_is_shown_while_the_customer_is_asked(
    complaint, desk, operator, choice
):
    task = TASKS["seek_information"]
    number = file_complaint(desk, operator)
    async with complaint(number, task, size=(100, 60)) as clerk:
        digit = {"close": "1", "escalate": "2"}[choice]
        await clerk.press("i", *"Which?", "tab", digit, "f10")
        await clerk.until("Silence")
        assert f"{choice}s the complaint" in clerk.line("Silence")
        await clerk.press("n", "1", *code_of(desk, operator, number), "tab", "tab", *"3", "f10")
        await clerk.until(": done.")
        with pytest.raises(StopIteration):
            clerk.line("Silence")
