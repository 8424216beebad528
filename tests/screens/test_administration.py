"""An administrator keeps the accounts."""

import re

import pytest
from visit import visiting

from screens.administration import AdministrationScreen


@pytest.fixture
def visit(desk, administrator, tmp_path):
    return lambda: visiting(AdministrationScreen(desk, administrator), tmp_path)


def account(desk, administrator, employee_id):
    found = desk.accounts.operators(administrator)
    return next(one for one in found if one.employee_id == employee_id)


async def test_an_account_is_added_and_its_secret_works_once_shown(visit, desk, administrator):
    async with visit() as keeper:
        await keeper.press("a")
        await keeper.type("20000001\nRani Paul\noper\n")
        await keeper.press("f4")
        await keeper.type("edapally\n")
        await keeper.press("f10")
        shown = await keeper.until("One-time secret of Rani Paul")
        (secret,) = re.findall(r"\| (\w{4}(?:-\w{4}){3}) ", shown)
        await keeper.press("enter", "f10", "space")
        assert secret in keeper.text
        await keeper.press("f12")
        assert secret not in keeper.text
        assert "first login" in await keeper.until("Rani Paul")
    assert desk.accounts.log_in("20000001", secret).must_change
    assert account(desk, administrator, "20000001").office_code == "682024001"


async def test_what_is_wrong_with_a_new_account_is_told_and_kept(visit):
    async with visit() as keeper:
        await keeper.press("a")
        await keeper.type("10000002\nRani Paul\noperator\n682001001")
        await keeper.press("f10")
        await keeper.until("10000002 has an account already.")
        assert "Rani Paul" in keeper.text


async def test_the_list_is_narrowed_to_an_office_and_all_below(visit):
    async with visit() as keeper:
        await keeper.until("Lata Rao")
        await keeper.press("f")
        await keeper.type("kerala circ\n")
        await keeper.until("and below")
        assert "Biju Thomas" in await keeper.until("Biju Thomas")
        assert "Lata Rao" not in keeper.text
        await keeper.press("f", "f12")
        await keeper.until("Lata Rao")


async def test_a_reset_is_asked_twice_and_gives_a_secret(visit):
    async with visit() as keeper:
        await keeper.until("Biju Thomas")
        await keeper.press("r")
        assert "R again resets the password of 10000002 Biju Thomas." in keeper.text
        await keeper.press("r")
        await keeper.until("One-time secret of Biju Thomas")
        await keeper.press("f12")
        await keeper.until("first login")


async def test_a_move_of_the_cursor_takes_the_question_back(visit, desk, administrator):
    async with visit() as keeper:
        await keeper.until("Biju Thomas")
        await keeper.press("d", "down", "d")
        assert "D again closes the account of 10000003 Celine Joseph." in keeper.text
    assert account(desk, administrator, "10000002").active
    assert account(desk, administrator, "10000003").active


async def test_an_account_is_closed_and_opened(visit, desk, administrator):
    async with visit() as keeper:
        await keeper.until("Biju Thomas")
        await keeper.press("d", "d")
        await keeper.until("The account of Biju Thomas is closed.")
        assert not account(desk, administrator, "10000002").active
        await keeper.until("CLOSED")
        await keeper.press("e")
        await keeper.until("The account of Biju Thomas is open.")
    assert account(desk, administrator, "10000002").active


async def test_an_account_is_moved_to_an_office_found_by_words(visit, desk, administrator):
    async with visit() as keeper:
        await keeper.until("Biju Thomas")
        await keeper.press("m")
        await keeper.type("willing isl\n")
        await keeper.until("The account of Biju Thomas is at Willingdon Island S.O")
    assert account(desk, administrator, "10000002").office_code == "682003001"


async def test_others_than_administrators_are_refused_in_words(desk, operator, tmp_path):
    async with visiting(AdministrationScreen(desk, operator), tmp_path) as keeper:
        await keeper.until("Only supervisors, auditors and administrators see the accounts.")
