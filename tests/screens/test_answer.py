"""The customer's answer is recorded with its proof, and nothing is closed without one."""

import pytest
from filed import PDF, act, code_of, file_complaint
from visit import visiting

from dopcrm_tui.rules.vocabulary import Action, State
from screens.complaint import ComplaintScreen


@pytest.fixture
def number(desk, operator):
    return file_complaint(desk, operator)


@pytest.fixture
def complaint(desk, operator, number, tmp_path):
    return lambda: visiting(ComplaintScreen(desk, operator, number), tmp_path)


@pytest.mark.parametrize(
    ("keys", "state", "level"),
    [
        (["1", "CODE", "tab", "tab", "tab", "4", "tab", *"Thanks"], State.CLOSED, 0),
        (["2", "CODE", "tab", "tab", *"Never came"], State.PENDING, 1),
        (["3", "CODE", "tab", "tab", *"To whom?"], State.PENDING, 0),
    ],
)
async def test_the_customer_answers_by_code(
    complaint, desk, staff, operator, number, keys, state, level
):
    act(desk, operator, number, Action.SEEK_CONFIRMATION, text="Delivered.")
    code = code_of(desk, operator, number)
    async with complaint() as clerk:
        typed = [part for key in keys for part in (code if key == "CODE" else [key])]
        await clerk.press("n", *typed, "f10")
        await clerk.until(": done.")
    view = desk.cases.show(staff["division_supervisor"], number)
    assert (view.state, view.escalation_level) == (state, level)
    if state is State.CLOSED:
        assert (view.closure_agreed, view.rating, view.feedback) == ("code", 4, "Thanks")


async def test_a_wrong_code_is_refused_at_its_field(complaint, desk, operator, number):
    act(desk, operator, number, Action.SEEK_CONFIRMATION, text="Delivered.")
    wrong = "000000" if code_of(desk, operator, number) != "000000" else "111111"
    async with complaint() as clerk:
        await clerk.press("n", "1", *wrong, "f10")
        assert "4 tries are left." in " ".join(clerk.text.split())
        assert clerk.app.focused.id == "code"
        assert clerk.app.focused.value == wrong
    assert desk.cases.show(operator, number).state is State.CONFIRMATION_SOUGHT


async def test_a_signed_statement_stands_for_the_code(complaint, desk, operator, number, tmp_path):
    (tmp_path / "statement.pdf").write_bytes(PDF)
    act(desk, operator, number, Action.SEEK_CONFIRMATION, text="Delivered.")
    async with complaint() as clerk:
        await clerk.press("n", "1", "tab")
        clerk.app.focused.value = str(tmp_path / "statement.pdf")
        await clerk.press("f10")
        await clerk.until("Closed")
    assert desk.cases.show(operator, number).closure_agreed == "signed_statement"


async def test_a_closed_complaint_is_rated_once(complaint, desk, operator, number):
    act(desk, operator, number, Action.SEEK_CONFIRMATION, text="Delivered.")
    code = code_of(desk, operator, number)
    async with complaint() as clerk:
        await clerk.press("n", "1", *code, "f10")
        await clerk.until("G Rating")
        await clerk.press("g", "5", "tab", "tab", *code, "f10")
        await clerk.until("5 of 5")
        await clerk.press("g")
        assert "has been rated already" in clerk.text
