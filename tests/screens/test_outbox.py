"""What was written to the customer can be read."""

import pytest
from casebook import Casebook
from visit import visiting

from dopcrm_tui.services.new_complaint import Complainant, NewComplaint
from screens.outbox import OutboxScreen


@pytest.fixture
def register(desk, operator):
    """Register a complaint of a person by name; return its number."""

    def register(name, against="682001001"):
        form = NewComplaint(
            grievance="102",
            complainant=Complainant(name=name, mobile="9876543210", email="ravi@example.org"),
            subject={
                "article_number": "EM123456785IN",
                "booking_date": "2026-11-01",
                "booking_office": "682001001",
            },
            against_office=against,
            description="Never came.",
        )
        return desk.intake.register(operator, form).number

    return register


async def test_the_newest_notice_is_on_top_and_its_text_below(
    desk, operator, register, clock, tmp_path
):
    register("First Person")
    clock.advance(minutes=5)
    register("Second Person")
    async with visiting(OutboxScreen(desk, operator), tmp_path) as clerk:
        await clerk.until("Dear Second Person")
        assert clerk.line("ravi@example.org").startswith("23-11-2026 10:05")
        await clerk.press("down", "down")
        await clerk.until("Dear First Person")
        assert "Dear Second Person" not in clerk.text


async def test_long_lists_are_read_to_both_ends(desk, operator, register, clock, tmp_path):
    for number in range(70):
        register(f"Person {number}")
        clock.advance(minutes=1)
    async with visiting(OutboxScreen(desk, operator), tmp_path) as clerk:
        await clerk.until("Dear Person 69,")
        await clerk.press("end", "up")
        await clerk.until("Dear Person 0,")
        await clerk.press("home")
        await clerk.until("Dear Person 69,")


async def test_notices_of_other_offices_are_not_shown(desk, staff, register, tmp_path):
    register("First Person")
    async with visiting(OutboxScreen(desk, staff["far_operator"]), tmp_path) as clerk:
        await clerk.until("No notice has been written.")


async def test_a_letter_with_line_ends_and_controls_is_shown_harmless(
    desk, operator, register, tmp_path
):
    register("\u202eFirst [red]Person")
    async with visiting(OutboxScreen(desk, operator), tmp_path) as clerk:
        shown = await clerk.until("[red]Person")
        assert "\u202e" not in shown


async def test_what_came_of_the_last_try_stands_above_the_text(
    desk, staff, operator, clock, tmp_path
):
    book = Casebook(desk, staff, clock)
    book.lose(book.register())
    async with visiting(OutboxScreen(desk, operator), tmp_path) as clerk:
        await clerk.until("Undeliverable after")


async def test_the_help_names_the_key_that_sends_again(desk, operator, tmp_path):
    async with visiting(OutboxScreen(desk, operator), tmp_path) as clerk:
        await clerk.press("f1")
        said = await clerk.until("sends one again")
        (key,) = [one for one in OutboxScreen.BINDINGS if one.action == "send_again"]
        assert f"{key.key_display} sends one again" in said
