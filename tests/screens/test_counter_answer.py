"""A customer answers at any counter: number and code are enough, and nothing is told without."""

import pytest
from filed import PDF, act, code_of, file_complaint
from visit import visiting

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.vocabulary import Action, OnSilence, State
from screens.counter_answer import CounterAnswerDialog
from screens.home import HomeScreen


@pytest.fixture
def number(desk, operator):
    return file_complaint(desk, operator, name="Anita Bose")


@pytest.fixture
def counter(desk, staff, tmp_path):
    """Home of somebody at another office, who cannot see the complaint."""

    def sit_down(post="far_operator", **options):
        return visiting(HomeScreen(desk, staff[post]), tmp_path, **options)

    return sit_down


def sought(desk, operator, number):
    act(desk, operator, number, Action.SEEK_CONFIRMATION, text="Delivered.")
    return code_of(desk, operator, number)


def asked(desk, operator, number):
    words = {"text": "Which counter?", "on_silence": OnSilence.CLOSE}
    act(desk, operator, number, Action.SEEK_INFORMATION, **words)
    return code_of(desk, operator, number)


TAB = "\t"


async def answer(clerk, number, digit, code, words="", *, card="9"):
    """Open the card and type the form as it is asked."""
    await clerk.until("Customer's answer")
    await clerk.press(card)
    await clerk.until("1 accepts  2 rejects  3 asks to clarify")
    # A choice hands on to the next field by itself; left empty it needs Tab.
    await clerk.type(f"{number}\t{digit or TAB}{code}\t{words}")
    await clerk.press("f10")


@pytest.mark.parametrize(
    ("asks", "digit", "words", "state", "level"),
    [
        (sought, "1", "", State.CLOSED, 0),
        (sought, "2", "Never came", State.PENDING, 1),
        (sought, "3", "To whom?", State.PENDING, 0),
        (asked, "4", "Counter 3", State.PENDING, 0),
        (sought, "5", "Found it", State.CLOSED, 0),
    ],
)
async def test_every_answer_is_taken_by_code_wherever_the_complaint_is(
    counter, desk, staff, operator, number, asks, digit, words, state, level
):
    code = asks(desk, operator, number)
    async with counter() as clerk:
        await answer(clerk, show_number(number), digit, code, words)
        await clerk.until(": done.")
        assert isinstance(clerk.app.screen, HomeScreen)
    view = desk.cases.show(staff["division_supervisor"], number)
    assert (view.state, view.escalation_level) == (state, level)
    if words:
        last = desk.cases.history(staff["division_supervisor"], number)[-1]
        assert words in last.data.values()


async def test_an_acceptance_can_be_rated_and_a_closed_complaint_too(
    counter, desk, operator, number
):
    code = sought(desk, operator, number)
    desk.answers.respond(operator, number, Act(action=Action.ACCEPT), code=code)
    async with counter() as clerk:
        await answer(clerk, number, "6", code)
        assert "rating" in clerk.text.lower()
        clerk.app.screen.query_one("#rating").value = "5"
        await clerk.press("f10")
        await clerk.until(": done.")
    assert desk.cases.show(operator, number).rating == 5


async def test_what_nobody_can_send_over_is_not_offered_to_be_sent_again(
    counter, desk, operator, number
):
    code = sought(desk, operator, number)
    rated = Act(action=Action.ACCEPT, rating=4)
    desk.answers.respond(operator, number, rated, code=code)
    async with counter() as clerk:
        await answer(clerk, number, "6", code)
        clerk.app.screen.query_one("#rating").value = "5"
        await clerk.press("f10")
        await clerk.until("has been rated already.")
        assert "all the same" not in " ".join(clerk.text.split())


async def test_a_wrong_code_tells_nothing_of_the_complaint(counter, desk, operator, number):
    code = sought(desk, operator, number)
    async with counter() as clerk:
        await answer(clerk, number, "1", "000000" if code != "000000" else "111111")
        assert f"That is no response code of {show_number(number)}." in clerk.text
        assert clerk.app.focused.id == "code"
        assert "Anita" not in clerk.text
        assert "Kochi" not in clerk.text
    assert desk.cases.show(operator, number).state is State.CONFIRMATION_SOUGHT


@pytest.mark.parametrize(
    ("number", "digit", "said"),
    [
        ("", "1", "A complaint number is eleven digits"),
        ("26071", "1", "this one has 5"),
        ("2607-123456-5", "1", "the check digit does not fit"),
        ("2607-123456-4", "", "Choose the answer: 1 accepts"),
        ("2607-123456-4", "4", "type the information the customer gives"),
        ("2607-123456-4", "1", "There is no complaint 2607-123456-4 that you may see."),
        ("abc", "", "Choose the answer"),
    ],
)
async def test_each_wrong_field_is_told_and_what_is_typed_stays(counter, number, digit, said):
    async with counter() as clerk:
        await answer(clerk, number, digit, "123456")
        assert said in " ".join(part.strip("| ") for part in clerk.text.splitlines())
        assert isinstance(clerk.app.screen, CounterAnswerDialog)
        assert clerk.app.screen.query_one("#code").value == "123456"


async def test_without_a_code_the_service_says_what_is_needed(counter, desk, operator, number):
    sought(desk, operator, number)
    async with counter() as clerk:
        await answer(clerk, number, "1", "")
        await clerk.until("Type the six-digit response code, or attach a signed statement.")


async def test_a_signed_statement_stands_for_the_code(counter, desk, operator, number, tmp_path):
    (tmp_path / "statement.pdf").write_bytes(PDF)
    sought(desk, operator, number)
    async with counter("operator") as clerk:
        await answer(clerk, number, "1", "")
        clerk.app.screen.query_one("#statement").value = str(tmp_path / "statement.pdf")
        await clerk.press("f10")
        await clerk.until(": done.")
    assert desk.cases.show(operator, number).closure_agreed == "signed_statement"


async def test_the_call_centre_has_the_card_too(counter, desk, operator, number):
    code = sought(desk, operator, number)
    async with counter("call_centre") as clerk:
        await answer(clerk, number, "1", code, card="2")
        await clerk.until(": done.")
    assert desk.cases.show(operator, number).state is State.CLOSED


async def test_f12_sends_nothing(counter, desk, operator, number):
    code = sought(desk, operator, number)
    async with counter() as clerk:
        await clerk.until("Customer's answer")
        await clerk.press("9")
        await clerk.type(f"{number}\t1{code}")
        await clerk.press("f12")
        assert isinstance(clerk.app.screen, HomeScreen)
    assert desk.cases.show(operator, number).state is State.CONFIRMATION_SOUGHT
