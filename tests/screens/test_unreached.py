"""A customer whom no notice reaches: the clerk is told which way failed, why, and what to do."""

import pytest
from fake_ways import PlannedChannel
from filed import act, code_of, file_complaint
from visit import visiting

from data.models.message import NoticeChannel
from data.models.settings import StoreInfo
from dopcrm_tui.gateways.channel import Fate, Sent
from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.vocabulary import Action, Queue, State, Task
from dopcrm_tui.services.sending import Sending
from screens.complaint import ComplaintScreen
from screens.home import HomeScreen
from screens.outbox import OutboxScreen
from screens.queue import QueueScreen

NEVER = Sent(Fate.NEVER, "550 no such subscriber")


@pytest.fixture
def sms():
    return PlannedChannel()


@pytest.fixture
def post(desk, sms):
    """Send what waits."""
    return Sending(desk.intake.ground, {NoticeChannel.SMS: sms}).send


@pytest.fixture
def number(desk, operator, sms, post, clock):
    """A complaint whose customer could not be asked."""
    number = file_complaint(desk, operator)
    post()
    clock.advance(minutes=1)
    act(desk, operator, number, Action.SEEK_CONFIRMATION, text="Delivered.")
    sms.plan.append(NEVER)
    post()
    assert desk.cases.show(operator, number).task is Task.PHONE_CUSTOMER
    return number


def flat(clerk):
    return " ".join(clerk.text.split())


async def test_the_complaint_says_which_way_failed_why_and_what_to_do(
    desk, operator, number, tmp_path
):
    async with visiting(ComplaintScreen(desk, operator, number), tmp_path, (100, 40)) as clerk:
        await clerk.until("Phone the customer: no notice reaches them.")
        assert "Q sends the question again; N records an answer" in flat(clerk)
        assert "SMS to 98xxxxxx10, undeliverable: 550 no such subscriber" in clerk.text
        assert "changes nothing" in clerk.line("Silence")
        assert "Q Ask again" in flat(clerk)


async def test_k_asks_again_from_the_complaint_and_from_its_line(
    desk, operator, number, sms, post, tmp_path
):
    async with visiting(QueueScreen(desk, operator, Queue.PENDING), tmp_path) as clerk:
        await clerk.until("PHON")
        await clerk.press("q")
        await clerk.until("1 notice goes out again when the sweeper passes next.")
        sms.plan.append(NEVER)
        post()
        await clerk.press("enter")
        await clerk.until("Q Ask again")
        await clerk.press("q")
        await clerk.until("1 notice goes out again when the sweeper passes next.")
        await clerk.until("SMS to 98xxxxxx10, waiting")
        assert "Q Ask again" not in flat(clerk)
        assert "The question is on its way again. If it arrives" in flat(clerk)
        assert "Q sends the question again" not in flat(clerk)
        await clerk.press("q")
        await clerk.until("was given up")
    post()
    view = desk.cases.show(operator, number)
    assert (view.task, view.asked_by[0].state) == (None, "delivered")


async def test_one_code_goes_out_by_every_way_that_is_tried_again(desk, operator, sms):
    number = file_complaint(desk, operator, email="ravi@example.org")
    email = PlannedChannel()
    ways = {NoticeChannel.SMS: sms, NoticeChannel.EMAIL: email}
    sending = Sending(desk.intake.ground, ways)
    sending.send()
    act(desk, operator, number, Action.SEEK_CONFIRMATION, text="Delivered.")
    sms.plan.append(NEVER)
    email.plan.append(NEVER)
    sending.send()
    assert desk.resending.ask_again(operator, number) == 2
    sending.send()
    code = code_of(desk, operator, number)
    assert code in sms.received[-1].text
    assert code in email.received[-1].text
    done = desk.answers.respond(operator, number, Act(action=Action.ACCEPT), code=code)
    assert done.state == State.CLOSED


async def test_the_outbox_says_what_a_try_came_to_and_sends_again(desk, operator, number, tmp_path):
    async with visiting(OutboxScreen(desk, operator), tmp_path) as clerk:
        await clerk.until("Undeliverable after 1 try: 550 no such subscriber")
        assert " undeliverable " in clerk.text
        await clerk.press("q")
        await clerk.until("It goes out again when the sweeper passes next.")
        await clerk.until_not("Undeliverable after")
        assert desk.cases.show(operator, number).asked_by[0].state == "waiting"
        await clerk.press("end", "q")
        await clerk.until("The notice is delivered; only one given up is sent again.")


async def test_only_who_acts_on_a_complaint_asks_again(desk, staff, number, tmp_path):
    screen = ComplaintScreen(desk, staff["auditor"], number)
    async with visiting(screen, tmp_path) as clerk:
        await clerk.until("Phone the customer")
        await clerk.press("q")
        await clerk.until("Only those who act on a complaint send its notices again.")


async def test_a_real_store_has_its_outbox_with_neither_code_nor_address(
    desk, operator, number, tmp_path
):
    code = code_of(desk, operator, number)
    with desk.store.writing() as session:
        session.get_one(StoreInfo, "demo").value = "no"
    async with visiting(HomeScreen(desk, operator), tmp_path) as clerk:
        await clerk.until("0 Outbox")
        await clerk.press("0")
        await clerk.until("Undeliverable after 1 try: 550 no such subscriber")
        assert "98xxxxxx10" in clerk.text
        assert "9876543210" not in clerk.text
        assert code not in clerk.text
