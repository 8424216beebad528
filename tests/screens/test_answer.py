"""The customer's answer is recorded with its proof, and nothing is closed without one."""

import pytest
from filed import PDF, act, code_of, file_complaint
from visit import visiting

from dopcrm_tui.rules.vocabulary import Action, Authority, OnSilence, State
from screens.complaint import ComplaintScreen
from screens.parts import MessageLine


def told(clerk):
    """What the dialog says, without its line ends."""
    return " ".join(str(clerk.app.screen.query_one(MessageLine).content).split())


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


# information asked for


async def test_the_customer_gives_the_information_by_code(complaint, desk, operator, number):
    said = {"text": "Which counter?", "on_silence": OnSilence.CLOSE}
    act(desk, operator, number, Action.SEEK_INFORMATION, **said)
    async with complaint() as clerk:
        await clerk.press("n")
        assert "Which counter?" in clerk.line("Asked")
        await clerk.press("1", *code_of(desk, operator, number), "tab", "tab", *"No. 3", "f10")
        await clerk.until(": done.")
    assert desk.cases.show(operator, number).state is State.PENDING
    last = desk.cases.history(operator, number)[-1]
    assert (last.action, last.data["text"]) == (Action.GIVE_INFORMATION, "No. 3")


async def test_information_without_words_is_refused_at_the_field(complaint, desk, operator, number):
    said = {"text": "Which counter?", "on_silence": OnSilence.CLOSE}
    act(desk, operator, number, Action.SEEK_INFORMATION, **said)
    code = code_of(desk, operator, number)
    async with complaint() as clerk:
        await clerk.press("n", "f10")
        assert "1 gives the information 2 withdraws" in told(clerk)
        assert clerk.app.focused.id == "answer"
        await clerk.press("1", *code, "f10")
        assert told(clerk) == "Information is empty. Please fill it in."
        assert clerk.app.focused.id == "text"
        assert clerk.app.screen.query_one("#code").value == code
        await clerk.press("f12")
    assert desk.cases.show(operator, number).state is State.INFO_SOUGHT


# withdrawal


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (None, {}),
        (Action.SEEK_INFORMATION, {"text": "Which?", "on_silence": OnSilence.CLOSE}),
        (Action.REFER_EXTERNAL, {"authority": Authority.CUSTOMS, "reference": "FPO/77"}),
        (Action.SEEK_CONFIRMATION, {"text": "Delivered."}),
    ],
)
async def test_the_customer_withdraws_in_every_open_state(
    complaint, desk, operator, number, tmp_path, asked, said
):
    (tmp_path / "statement.pdf").write_bytes(PDF)
    if asked:
        act(desk, operator, number, asked, **said)
    digit = {Action.SEEK_INFORMATION: ["2"], Action.SEEK_CONFIRMATION: ["4"]}.get(asked, [])
    async with complaint() as clerk:
        await clerk.press("n", *digit)
        assert clerk.app.focused.id == "code"
        await clerk.press("tab")
        clerk.app.focused.value = str(tmp_path / "statement.pdf")
        await clerk.press("tab", *"It came.", "f10")
        await clerk.until("Withdraw: done.")
    view = desk.cases.show(operator, number)
    assert (view.closure_reason, view.closure_agreed) == ("withdrawn", "signed_statement")
    assert desk.cases.history(operator, number)[-1].data["reason"] == "It came."


async def test_where_no_code_was_sent_a_signed_statement_can_follow_at_once(
    complaint, desk, operator, number, tmp_path
):
    (tmp_path / "statement.pdf").write_bytes(PDF)
    async with complaint() as clerk:
        await clerk.press("n", *"123456", "f10")
        assert "No response code was sent" in told(clerk)
        assert clerk.app.focused.id == "code"
        await clerk.press("ctrl+u", "tab")
        clerk.app.focused.value = str(tmp_path / "statement.pdf")
        await clerk.press("f10")
        await clerk.until("Withdraw: done.")
    assert desk.cases.show(operator, number).state is State.CLOSED


async def test_without_any_proof_nothing_is_withdrawn(complaint, desk, operator, number):
    async with complaint() as clerk:
        await clerk.press("n", "f10")
        assert "Type the six-digit response code, or attach a signed statement." in told(clerk)
        assert clerk.app.focused.id == "code"
        await clerk.press("f12")
    assert desk.cases.show(operator, number).state is State.PENDING


async def test_f6_copies_the_words_of_the_last_answer_but_never_its_proof(
    complaint, desk, operator, number, clock
):
    act(desk, operator, number, Action.SEEK_CONFIRMATION, text="Delivered.")
    code = code_of(desk, operator, number)
    async with complaint() as clerk:
        await clerk.press("n", "3", *code, "tab", "tab", *"To whom?", "f10")
        await clerk.until(": done.")
        clock.advance(minutes=1)
        act(desk, operator, number, Action.SEEK_CONFIRMATION, text="To the neighbour.")
        await clerk.press("f9")
        await clerk.until("To the neighbour.")
        await clerk.press("f6")
        dialog = clerk.app.screen
        assert dialog.query_one("#answer").value == "3"
        assert dialog.query_one("#reason").text == "To whom?"
        assert dialog.query_one("#code").value == ""
