"""K corrects how a customer is reached: from the complaint and from its line in a queue."""

import pytest
from casebook import Casebook
from filed import act, file_complaint
from tasks import kept, told, typed
from visit import visiting

from dopcrm_tui.rules.vocabulary import Action, Queue
from screens.bulk import IN_BULK
from screens.complaint import ComplaintScreen
from screens.contact import ContactDialog
from screens.queue import QueueScreen

POINTER = "K corrects their number"


@pytest.fixture
def number(desk, operator, staff, clock):
    """A complaint whose question reaches nobody."""
    number = file_complaint(desk, operator)
    act(desk, operator, number, Action.SEEK_CONFIRMATION, text="Delivered.")
    Casebook(desk, staff, clock).lose(number)
    return number


@pytest.fixture
def complaint(desk, staff, number, tmp_path):
    def sit_down(post="operator", **options):
        return visiting(ComplaintScreen(desk, staff[post], number), tmp_path, **options)

    return sit_down


@pytest.mark.parametrize("size", [(80, 24), (132, 43)])
async def test_the_task_points_to_it_and_the_dialog_does_it(
    complaint, desk, operator, number, size
):
    async with complaint(size=size) as clerk:
        await clerk.until(POINTER)
        assert "K Contact" in clerk.text
        await clerk.press("k")
        await clerk.until("As it stands: mobile 98xxxxxx10, e-mail none")
        assert "F10 Send" in clerk.text
        await clerk.press(*"9123456780", "tab", *"ravi@example.in", "tab", *"Land line", "f10")
        await clerk.until("done. The question goes there now.")
        assert "9123456780" not in clerk.text
        await clerk.press("h")
        await clerk.until("mobile: 98xxxxxx10 → 91xxxxxx80")
    (data,) = kept(desk, operator, number, Action.CORRECT_CONTACT)
    assert data["reason"] == "Land line"
    assert data["to_email"] == "rxxx@example.in"


async def test_what_was_typed_stays_while_it_is_refused(complaint, desk, operator, number):
    async with complaint() as clerk:
        await clerk.press("k", *"91234", "tab", *"ravi", "f10")
        await clerk.until("A mobile number has ten digits")
        for sentence in ("An e-mail address has an @", "Give the reason"):
            assert sentence in told(clerk)
        assert clerk.app.focused.id == "mobile"
        assert typed(clerk) == {"mobile": "91234", "email": "ravi", "reason": ""}
        await clerk.press("end", *"56780", "tab", "end", *"@example.in", "tab", *"Spoke to him")
        act(desk, operator, number, Action.REMARK, text="Bag 14.")
        await clerk.press("f10")
        assert "changed meanwhile" in told(clerk)
        assert typed(clerk)["reason"] == "Spoke to him"
        await clerk.press("f5", "f10")
        await clerk.until("done. The question goes there now.")
    assert len(kept(desk, operator, number, Action.CORRECT_CONTACT)) == 1


async def test_the_same_number_again_is_refused_and_f12_does_nothing(
    complaint, desk, operator, number
):
    async with complaint() as clerk:
        await clerk.press("k", *"9876543210", "tab", "tab", *"Spoke", "f10")
        await clerk.until("That is what stands already")
        await clerk.press("f12")
        await clerk.until("F12 again throws away what is typed")
        await clerk.press("f12")
        assert isinstance(clerk.app.screen, ComplaintScreen)
    assert kept(desk, operator, number, Action.CORRECT_CONTACT) == []


async def test_who_cannot_correct_it_is_not_pointed_to_it(complaint):
    async with complaint("auditor") as clerk:
        await clerk.until("Phone the customer: no notice reaches them")
        await clerk.press("k")
        await clerk.until("Correct contact belongs to anyone with jurisdiction.")


async def test_it_works_on_a_line_and_f6_copies_the_reason_alone(desk, operator, number, tmp_path):
    other = file_complaint(desk, operator, name="Anita Bose", mobile="9800000001")
    async with visiting(QueueScreen(desk, operator, Queue.PENDING), tmp_path) as clerk:
        await clerk.until("Anita Bose")
        await clerk.press("home", "k", *"9123456780", "tab", "tab", *"Spoke", "f10")
        await clerk.until("Correct the customer's contact: done.")
        await clerk.press("end", "f9", "f6")
        assert typed(clerk) == {"mobile": "", "email": "", "reason": "Spoke"}
        await clerk.press(*"9123456781", "f10")
        await clerk.until("Correct the customer's contact: done.")
        changed = [kept(desk, operator, each, Action.CORRECT_CONTACT) for each in (number, other)]
        assert sorted(map(len, changed)) == [1, 1]


async def test_it_is_never_done_to_many(desk, operator, number, tmp_path):
    assert Action.CORRECT_CONTACT not in IN_BULK
    async with visiting(QueueScreen(desk, operator, Queue.PENDING), tmp_path) as clerk:
        await clerk.until("Ravi Kumar")
        await clerk.press("space", "k")
        await clerk.until("That is done to one complaint at a time")
        assert not isinstance(clerk.app.screen, ContactDialog)
    assert kept(desk, operator, number, Action.CORRECT_CONTACT) == []
