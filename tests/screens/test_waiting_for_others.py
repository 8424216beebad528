"""What waits on authorities and customers is shown, and an interim reply is drafted of it."""

import pytest
from filed import act, code_of, file_complaint
from tasks import TASKS, begin, kept, told, typed
from visit import visiting

from dopcrm_tui.rules.vocabulary import Action
from screens.complaint import ComplaintScreen


@pytest.fixture
def complaint(desk, staff, tmp_path):
    def sit_down(number, task, **options):
        return visiting(ComplaintScreen(desk, staff[task.post], number), tmp_path, **options)

    return sit_down


@pytest.fixture
def file(desk, staff):
    return lambda task: begin(desk, staff, task)


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
