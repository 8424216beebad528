"""From a closed complaint a new one is begun that refers to it; an open one is worked on."""

import pytest
from filed import act, code_of, file_complaint
from visit import visiting

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.complaint_number import parse_number, show_number
from dopcrm_tui.rules.vocabulary import Action, Queue
from screens.complaint import ComplaintScreen
from screens.queue import QueueScreen
from screens.register import RegisterScreen


@pytest.fixture
def closed(desk, operator):
    """A complaint that its customer has closed."""
    number = file_complaint(desk, operator, name="Anita Bose")
    act(desk, operator, number, Action.SEEK_CONFIRMATION, text="Delivered.")
    code = code_of(desk, operator, number)
    desk.answers.respond(operator, number, Act(action=Action.ACCEPT), code=code)
    return number


@pytest.fixture
def complaint(desk, staff, tmp_path):
    def sit_down(number, post="operator", **options):
        return visiting(ComplaintScreen(desk, staff[post], number), tmp_path, **options)

    return sit_down


async def test_the_facts_of_the_old_one_are_copied_and_both_tell_of_each_other(
    complaint, closed, desk, operator
):
    async with complaint(closed, size=(132, 43)) as clerk:
        await clerk.until("+ New complaint")
        await clerk.press("plus")
        assert isinstance(clerk.app.screen, RegisterScreen)
        await clerk.until(f"Copied from {show_number(closed)}: change what is otherwise.")
        assert show_number(closed) in clerk.line("Refers to")
        assert "EM123456785IN" in clerk.line("Article number")
        assert "01-11-2026" in clerk.line("Booking date")
        assert "Kochi H.O" in clerk.line("Booking office")
        assert "Anita Bose" in clerk.line("Name *")
        assert "9876543210" in clerk.line("Mobile *")
        await clerk.press("f8", "f8", "f8")
        await clerk.type("It has come damaged.")
        await clerk.press("f10", "f10")
        number = parse_number(clerk.line(" registered · ").split()[0])
        await clerk.press("f3")
        await clerk.until(f"Referred to by  {show_number(number)}")
    old, new = (desk.cases.show(operator, each) for each in (closed, number))
    assert new.refers_to == closed
    assert new.description == "It has come damaged."
    assert (new.grievance, new.subject) == (old.grievance, old.subject)
    assert new.complainant == old.complainant


async def test_an_open_complaint_is_worked_on_not_complained_of_anew(complaint, desk, operator):
    number = file_complaint(desk, operator)
    async with complaint(number) as clerk:
        await clerk.until("Complainant")
        assert "+ New complaint" not in clerk.text
        await clerk.press("plus")
        assert f"{show_number(number)} is still open" in clerk.text
        assert isinstance(clerk.app.screen, ComplaintScreen)


async def test_who_registers_nothing_is_told_so(complaint, closed):
    async with complaint(closed, "auditor") as clerk:
        await clerk.until("Complainant")
        await clerk.press("plus")
        assert "Only operators, supervisors and the call centre register" in clerk.text


async def test_numbers_that_are_hidden_from_the_clerk_are_not_copied(complaint, closed):
    async with complaint(closed, "call_centre", size=(132, 43)) as clerk:
        await clerk.until("Complainant")
        await clerk.press("plus")
        await clerk.until("Mobile and account numbers are hidden from you: ask for them.")
        assert "Anita Bose" in clerk.line("Name *")
        assert "98" not in clerk.line("Mobile *")
        assert clerk.line("still needed") == "still needed: Mobile, Description"


async def test_a_line_of_the_queue_begins_one_too_and_a_form_left_comes_back(
    closed, desk, operator, tmp_path
):
    async with visiting(QueueScreen(desk, operator, Queue.CLOSED), tmp_path) as clerk:
        await clerk.until("Anita Bose")
        await clerk.press("plus", "f8", "f8", "f8")
        await clerk.type("It has come damaged.")
        await clerk.press("f3", "f3")
        assert isinstance(clerk.app.screen, QueueScreen)
        await clerk.press("plus")
        await clerk.until("This is what you left.")
        assert "It has come damaged." in clerk.text
        assert show_number(closed) in clerk.line("Refers to")


async def test_a_number_typed_by_hand_is_checked_at_its_field(desk, operator, tmp_path):
    async with visiting(RegisterScreen(desk, operator), tmp_path, size=(132, 43)) as clerk:
        await clerk.type("102EM123456785IN01112026\t682001")
        field = next(
            cell.field for cell in clerk.app.screen.query("Cell") if cell.ask.label == "Refers to"
        )
        field.focus()
        await clerk.type("2612-999999-9")
        await clerk.press("f10")
        assert "No complaint 2612-999999-9 is known." in clerk.text
