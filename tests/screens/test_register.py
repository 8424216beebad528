"""A clerk registers a complaint with the keys alone."""

from asyncio import to_thread

import pytest
from visit import visiting

from dopcrm_tui.rules.complaint_number import parse_number
from dopcrm_tui.rules.refusals import StoreUnavailable
from dopcrm_tui.rules.vocabulary import Queue
from dopcrm_tui.services.intake import Intake
from screens.kept import Kept
from screens.register import RegisterScreen

SUBJECT = "102EM123456785IN01112026\t682001"
"""Speed Post, not delivered: article, booking date, booking office by its PIN."""
PERSON = "Ravi Kumar\t9876543210"


@pytest.fixture
def visit(desk, operator, tmp_path):
    return lambda **options: visiting(RegisterScreen(desk, operator), tmp_path, **options)


async def enter(clerk, *parts):
    """Type texts; what is the name of an F-key is pressed."""
    for part in parts:
        if part[0] == "f" and part[1:].isdecimal():
            await clerk.press(part)
        else:
            await clerk.type(part)


async def whole(clerk, *, article="EM123456785IN"):
    await enter(clerk, SUBJECT.replace("EM123456785IN", article), "f8", "\n", PERSON)
    await enter(clerk, "f8", "Never came.", "f10")


def registered(desk, operator):
    return desk.queues.page(operator, Queue.PENDING).lines


def number_on(clerk):
    return parse_number(clerk.line(" registered · ").split()[0])


async def test_a_speed_post_complaint_is_registered_and_its_number_told(visit, desk, operator):
    async with visit() as clerk:
        await whole(clerk)
        line = clerk.line("registered")
        assert "with Kochi H.O · due 23-12-2026" in line
        case = await to_thread(desk.cases.show, operator, number_on(clerk))
        assert "still needed: Grievance" in clerk.text
        assert clerk.app.focused is clerk.app.screen.query("CodeInput").first()
    assert (case.grievance, case.office_code) == ("102", "682001001")
    assert case.subject["article_number"] == "EM123456785IN"
    assert case.subject["booking_date"] == "2026-11-01"
    assert case.subject["booking_office"] == "682001001"
    assert case.complainant["name"] == "Ravi Kumar"
    assert case.description == "Never came."


async def test_the_fields_of_the_grievance_appear_with_its_third_digit(visit):
    async with visit() as clerk:
        await clerk.type("10")
        assert "Article number" not in clerk.text
        await clerk.type("2")
        assert "Speed Post Letters · Non delivery" in clerk.text
        assert "Article number *" in clerk.text


async def test_letters_in_the_code_field_look_for_the_grievance(visit):
    async with visit() as clerk:
        await clerk.type("speed loss art\nEM123456785IN")
        assert "103" in clerk.line("Grievance *")
        assert "EM123456785IN" in clerk.line("Article number")


async def test_an_unknown_code_is_told_at_once_and_can_be_typed_again(visit):
    async with visit() as clerk:
        await clerk.type("000")
        assert "000 is not a grievance code" in clerk.text
        await clerk.type("102")
        assert "is not a grievance code" not in clerk.text
        assert "Article number *" in clerk.text


async def test_all_problems_are_shown_at_once_with_the_cursor_on_the_first(visit, desk, operator):
    async with visit(size=(80, 43)) as clerk:
        await enter(clerk, "102EM12\t32132026\t", "f8", "682001", "\t98765", "f10")
        shown = clerk.text
        assert "An article number has 13 to 18" in shown
        assert "That is not a date" in shown
        assert "Booking office is needed" in shown
        assert "A mobile number has ten digits" in shown
        assert "Name is empty" in shown
        assert "6 fields to correct" in shown
        assert clerk.app.focused.ask.label == "Article number"
        assert "98765" in clerk.line("Mobile *")
        assert registered(desk, operator) == ()
        await clerk.type("EM123456785IN")
        assert "13 to 18" not in clerk.text


async def test_what_is_still_needed_is_always_to_be_read(visit):
    async with visit() as clerk:
        await enter(clerk, "102EM123456785IN01112026\t682001", "f8", "\n")
        assert clerk.line("still needed") == "still needed: Name, Mobile, Description"
        await clerk.type(PERSON)
        assert clerk.line("still needed") == "still needed: Description"


async def test_a_wrong_check_digit_warns_once_and_then_is_taken(visit, desk, operator):
    async with visit() as clerk:
        await whole(clerk, article="EM123456780IN")
        assert "the check digit" in clerk.text
        assert "F10 once more registers it" in clerk.text
        assert registered(desk, operator) == ()
        await clerk.press("f10")
        number_on(clerk)
    assert len(registered(desk, operator)) == 1


async def test_a_warning_read_for_another_form_does_not_count(visit, desk, operator):
    async with visit() as clerk:
        await whole(clerk, article="EM123456780IN")
        await clerk.type("EM123456781IN")
        await clerk.press("f10")
        assert "EM123456781IN: the check digit" in clerk.text
        assert registered(desk, operator) == ()


async def test_a_second_complaint_about_an_article_names_the_first(visit, desk, operator):
    async with visit() as clerk:
        await whole(clerk)
        first = clerk.line("registered").split()[0]
        await whole(clerk)
        assert "complained of" in clerk.text
        assert first in " ".join(clerk.text.splitlines()[3:7])
        await clerk.press("f10")
    assert len(registered(desk, operator)) == 2


@pytest.mark.parametrize("article", ["EM123456785IN", "EM123456780IN"])
async def test_f10_held_down_registers_one_complaint(visit, desk, operator, article):
    async with visit() as clerk:
        await whole(clerk, article=article)
        await clerk.press(*["f10"] * 20)
        number_on(clerk)
    assert len(registered(desk, operator)) == 1


async def test_f6_copies_fields_of_the_complaint_before(visit, desk, operator):
    async with visit() as clerk:
        await whole(clerk)
        await enter(clerk, "f6", "EM123456799IN", "f6", "f6", "f8", "\n", "f6", "f6")
        await enter(clerk, "f8", "f6", "f10", "f10")
        second = await to_thread(desk.cases.show, operator, number_on(clerk))
    assert second.subject["article_number"] == "EM123456799IN"
    assert second.subject["booking_office"] == "682001001"
    assert second.complainant["name"] == "Ravi Kumar"
    assert second.description == "Never came."
    assert len(registered(desk, operator)) == 2


async def test_a_pin_of_several_offices_asks_which(visit):
    async with visit() as clerk:
        await clerk.type("102EM123456785IN01112026\t682008")
        assert "Chellanam B.O · 682008" in clerk.text
        await clerk.type("chell\nRavi")
        assert "Chellanam B.O · 682008" in clerk.line("Booking office")
        assert "Ravi" in clerk.line("Delivery office")


async def test_the_office_complained_against_follows_the_delivery_office(visit):
    async with visit() as clerk:
        await clerk.type("102EM123456785IN01112026\t682001")
        assert "Kochi H.O" in clerk.line("Against office")
        await clerk.type("682005")
        assert "Thoppumpady" in clerk.line("Against office")


async def test_an_office_that_was_typed_is_not_proposed_away(visit):
    async with visit() as clerk:
        await enter(clerk, "102EM123456785IN01112026\t682001", "f8", "682005", "f7", "\t\t\t682003")
        assert "Willingdon Island" in clerk.line("Delivery office")
        assert "Thoppumpady" in clerk.line("Against office")


async def test_a_pin_without_an_office_is_told_and_kept(visit):
    async with visit() as clerk:
        await clerk.type("102EM123456785IN01112026\t999999")
        assert "999999" in clerk.line("Booking office")
        assert "No office is found by 999999" in clerk.text


async def test_a_choice_is_completed_from_its_beginning_or_taken_from_the_list(visit):
    async with visit() as clerk:
        await enter(clerk, "102", "f8", "f8")
        await clerk.press("shift+tab", "shift+tab", "shift+tab", "shift+tab", "shift+tab")
        await clerk.type("lett\n")
        assert "Letter" in clerk.line("Channel")
        await clerk.press("shift+tab", "f4")
        await clerk.type("book\n")
        assert "Complaint book" in clerk.line("Channel")


async def test_f1_says_what_the_field_is_for(visit):
    async with visit() as clerk:
        await clerk.type("102")
        await clerk.press("f1")
        assert "The number on the receipt, 13 to 18 letters and digits" in clerk.text


async def test_a_form_left_half_typed_is_there_again(desk, operator, tmp_path):
    kept = Kept()
    async with visiting(RegisterScreen(desk, operator, kept), tmp_path) as clerk:
        await enter(clerk, SUBJECT, "f8", "\n", "Ravi K")
        await clerk.press("f3")
        assert "F3 again leaves" in clerk.text
        await clerk.press("f3")
    async with visiting(RegisterScreen(desk, operator, kept), tmp_path) as clerk:
        assert "EM123456785IN" in clerk.line("Article number")
        assert "Kochi H.O" in clerk.line("Booking office")
        assert "Ravi K" in clerk.line("Name *")
        await enter(clerk, "umar\n9876543210", "f8", "Never came.", "f10")
        number_on(clerk)


async def test_f5_clears_the_form_when_asked_twice(visit):
    async with visit() as clerk:
        await enter(clerk, SUBJECT, "f5")
        assert "F5 again clears" in clerk.text
        assert "EM123456785IN" in clerk.text
        await clerk.press("f5")
        assert "EM123456785IN" not in clerk.text


async def test_a_store_that_fails_keeps_the_form_and_it_can_be_sent_again(
    visit, desk, operator, monkeypatch
):
    def fails(*_args, **_options):
        raise StoreUnavailable("The store is busy. Please try again.")

    async with visit() as clerk:
        with monkeypatch.context() as broken:
            broken.setattr(Intake, "register", fails)
            await whole(clerk)
        assert "The store is busy" in clerk.text
        assert "EM123456785IN" in clerk.line("Article number")
        await clerk.press("f10")
        number_on(clerk)
    assert len(registered(desk, operator)) == 1


async def test_the_call_centre_registers_by_telephone(desk, staff, tmp_path):
    async with visiting(RegisterScreen(desk, staff["call_centre"]), tmp_path) as clerk:
        assert "Call centre" in clerk.line("Channel")


async def test_a_wide_terminal_shows_all_fields_at_once(visit):
    async with visit(size=(132, 43)) as clerk:
        await clerk.type("102")
        assert "Postage paid" in clerk.text
        assert "Description" in clerk.text
