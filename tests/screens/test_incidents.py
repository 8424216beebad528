"""A clerk puts complaints together and works them as one."""

import pytest
from busy_desk import article
from casebook import ERNAKULAM, Casebook
from visit import visiting

from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.vocabulary import Action, State
from screens.complaint import ComplaintScreen
from screens.home import HomeScreen
from screens.incidents import IncidentsScreen


@pytest.fixture
def lost(desk, staff, clock):
    """Three articles from Ernakulam that never came to Kochi, and one from elsewhere."""
    book = Casebook(desk, staff, clock)
    booked = {"booking_date": "2026-11-10"}
    numbers = [
        book.register(
            complainant={"mobile": f"970000000{place}"},
            subject={**booked, "article_number": article(place), "booking_office": ERNAKULAM},
        )
        for place in range(3)
    ]
    book.register(complainant={"mobile": "9700000009"}, subject={"article_number": article(9)})
    return numbers


@pytest.fixture
def at_incidents(desk, operator, tmp_path):
    def sit_down(**options):
        return visiting(IncidentsScreen(desk, operator), tmp_path, **options)

    return sit_down


async def all_done(clerk):
    """Wait until all three are done, and nothing is left for F12 to stop."""
    await clerk.until("3 of 3: 3 done, 0 refused.")
    await clerk.until_not("F12 stops")


async def put_together(clerk):
    await clerk.until("proposed")
    await clerk.press("enter", "3", "f10")
    await all_done(clerk)
    await clerk.press("f12")
    await clerk.until("3 open, since")


@pytest.mark.parametrize("size", [(80, 24), (132, 43)])
async def test_a_proposal_is_put_together_by_its_count(at_incidents, desk, operator, lost, size):
    async with at_incidents(size=size) as clerk:
        text = await clerk.until("Ernakulam to Kochi, booked 10-11")
        assert all(show_number(number) in text for number in lost)
        await clerk.press("enter", "2", "f10")
        assert "type their count: 3." in clerk.text
        await clerk.press("backspace", "3", "f10")
        await clerk.until("3 of 3: 3 done, 0 refused.")
    assert {desk.cases.show(operator, number).incident for number in lost} == {lost[0]}


async def test_one_letter_reaches_all_and_each_customer_gets_a_code(
    at_incidents, desk, operator, lost
):
    async with at_incidents() as clerk:
        await put_together(clerk)
        await clerk.press("c", *"The bag was found.", "f10", "3", "f10")
        await all_done(clerk)
        await clerk.press("f12")
    views = [desk.cases.show(operator, number) for number in lost]
    assert {view.state for view in views} == {State.CONFIRMATION_SOUGHT}
    assert {view.resolution for view in views} == {"The bag was found."}


async def test_a_letter_does_nothing_to_a_proposal(at_incidents, desk, operator, lost):
    async with at_incidents() as clerk:
        await clerk.until("proposed")
        await clerk.press("r")
        assert isinstance(clerk.app.screen, IncidentsScreen)
    assert not any(desk.cases.show(operator, number).incident for number in lost)


async def test_enter_opens_the_queue_of_an_incident_and_no_other_complaint(at_incidents, lost):
    async with at_incidents() as clerk:
        await put_together(clerk)
        await clerk.press("enter")
        await clerk.until(f"incident {show_number(lost[0])}")
        text = await clerk.until(show_number(lost[2]))
        shown = [line for line in text.splitlines() if "DUE" in line]
        assert len(shown) == 3


async def test_it_is_a_key_away_from_home_and_says_where_nothing_is_alike(desk, operator, tmp_path):
    async with visiting(HomeScreen(desk, operator), tmp_path) as clerk:
        await clerk.until("Incidents: many complaints, one cause")
        await clerk.press("i")
        await clerk.until("Nothing seems to have one cause.")


async def test_a_complaint_tells_of_its_incident(desk, staff, lost, tmp_path):
    book = Casebook(desk, staff, None)
    book.act(lost[1], Action.JOIN_INCIDENT, reference=lost[0])
    screen = ComplaintScreen(desk, staff["operator"], lost[1])
    async with visiting(screen, tmp_path) as clerk:
        await clerk.until(f"Incident        {show_number(lost[0])}")


async def test_what_was_taken_out_of_an_incident_can_be_put_to_it_again(
    at_incidents, desk, staff, lost
):
    async with at_incidents() as clerk:
        await put_together(clerk)
        Casebook(desk, staff, None).act(lost[2], Action.LEAVE_INCIDENT, reason="Another bag.")
        await clerk.press("f5")
        await clerk.until("proposed")
        await clerk.press("home", "enter", "1", "f10")
        await clerk.until("1 of 1: 1 done, 0 refused.")
    assert desk.cases.show(staff["operator"], lost[2]).incident == lost[0]
