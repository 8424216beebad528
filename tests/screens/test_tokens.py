"""The token at the login: enrolled once by QR code or typed secret, then six digits each time."""

import re
from dataclasses import replace

import pyotp
import pytest
from post_office import PASSWORD
from visit import furnished, visiting

from data.models.settings import StoreInfo
from dopcrm_tui.rules.refusals import NotLoggedIn
from screens.home import HomeScreen
from screens.login import LoginScreen
from screens.token_code import TokenCodeScreen

ID = "10000002"


@pytest.fixture
def desk(store, clock, random):
    from dopcrm_tui.desk import Desk

    with store.writing() as session:
        session.get_one(StoreInfo, "demo").value = "no"
    return Desk.over(store, clock=clock, chance=random)


@pytest.fixture
def visit(desk, tmp_path):
    return lambda size=(80, 24): visiting(LoginScreen(lambda: desk, furnished), tmp_path, size)


@pytest.fixture
def shown(clock):
    return lambda secret: pyotp.TOTP(secret).at(clock())


@pytest.fixture
def secret(desk, shown, clock):
    drawn = desk.accounts.drawn_token(ID, PASSWORD).secret
    desk.accounts.enrol(ID, PASSWORD, drawn, shown(drawn))
    clock.advance(minutes=1)
    return drawn


def read_secret(text):
    """The secret as a person copies it from the screen."""
    groups = re.findall(r"\b[A-Z2-7]{4}\b", text)
    assert len(groups) == 8, text
    return "".join(groups)


@pytest.mark.parametrize("size", [(80, 24), (132, 43)])
async def test_the_first_login_shows_the_token_and_its_first_code_opens_the_desk(
    visit, shown, size
):
    async with visit(size) as clerk:
        await clerk.type(f"{ID}{PASSWORD}\n")
        text = await clerk.until("scan this")
        secret = read_secret(text)
        assert text.count("█▀▀▀▀▀█") or "▄▄▄▄▄" in text
        assert "shown this once" in text
        assert "F10 Log in" in text
        await clerk.type("000000")
        await clerk.until("The token shows another code now")
        await clerk.type(shown(secret))
        await clerk.until("Kochi H.O")
        assert isinstance(clerk.app.screen, HomeScreen)


async def test_the_whole_qr_code_is_on_the_smallest_screen(visit):
    async with visit() as clerk:
        await clerk.type(f"{ID}{PASSWORD}\n")
        await clerk.until("scan this")
        lines = [line for line in clerk.text.splitlines() if re.match(r"[█▄▀ ]{41}", line)]
        assert len(lines) == 21


async def test_later_six_digits_are_asked_and_sent_with_the_sixth(visit, secret, shown):
    async with visit() as clerk:
        await clerk.type(f"{ID}{PASSWORD}\n")
        await clerk.until("six digits that your token shows")
        await clerk.type(shown(secret))
        await clerk.until("Kochi H.O")


@pytest.mark.usefixtures("secret")
async def test_a_wrong_code_makes_room_for_the_next(visit):
    async with visit() as clerk:
        await clerk.type(f"{ID}{PASSWORD}\n")
        await clerk.until("six digits that your token shows")
        await clerk.type("123\n")
        assert "A code has 6 digits." in clerk.text
        await clerk.type("456")
        await clerk.until("not the code your token shows")
        assert clerk.app.focused.value == ""
        assert isinstance(clerk.app.screen, TokenCodeScreen)


async def test_everything_may_be_typed_ahead(visit, secret, shown):
    async with visit() as clerk:
        await clerk.type(f"{ID}{PASSWORD}\n{shown(secret)}")
        await clerk.until("Kochi H.O")


@pytest.mark.usefixtures("secret")
async def test_who_has_no_code_at_hand_is_not_let_in(visit):
    async with visit() as clerk:
        await clerk.type(f"{ID}{PASSWORD}\n")
        await clerk.until("six digits that your token shows")
        await clerk.press("f12")
        assert "the desk opens by the code of your token" in clerk.text
        assert isinstance(clerk.app.screen, LoginScreen)


async def test_a_new_account_chooses_a_password_then_gets_a_token(
    visit, desk, administrator, shown
):
    first = desk.accounts.reset(administrator, ID)
    async with visit() as clerk:
        await clerk.type(f"{ID}{first}\n")
        await clerk.until("This was a one-time secret")
        await clerk.type("nine boats on a lake\nnine boats on a lake\n")
        secret = read_secret(await clerk.until("scan this"))
        await clerk.type(shown(secret))
        await clerk.until("Kochi H.O")


async def test_after_a_reset_the_token_is_still_asked_for(
    visit, desk, administrator, secret, shown
):
    first = desk.accounts.reset(administrator, ID)
    async with visit() as clerk:
        await clerk.type(f"{ID}{first}\n")
        await clerk.until("Code of token")
        await clerk.type("nine boats on a lake\nnine boats on a lake\n000000\n")
        await clerk.until("not the code your token shows")
        await clerk.press("tab", "tab", "home", "ctrl+k")
        await clerk.type(f"{shown(secret)}\n")
        await clerk.until("Kochi H.O")


async def test_an_enter_behind_the_code_opens_nothing_more(visit, secret, shown):
    async with visit() as clerk:
        await clerk.type(f"{ID}{PASSWORD}\n")
        await clerk.until("six digits")
        await clerk.type(f"{shown(secret)}\n")
        await clerk.until("Outbox")
        await clerk.settle()
        assert isinstance(clerk.app.screen, HomeScreen)


async def test_on_a_line_of_their_own_nobody_else_logs_in(desk, tmp_path, secret, shown):
    desk = replace(desk, accounts=replace(desk.accounts, bound_to=ID))
    async with visiting(LoginScreen(lambda: desk, furnished, ID), tmp_path) as clerk:
        assert ID in clerk.line("Employee ID")
        await clerk.press("shift+tab")
        await clerk.type("10000003")
        assert ID in clerk.line("Employee ID")
        await clerk.press("f12")
        await clerk.type(f"{PASSWORD}\n")
        await clerk.until("six digits")
        await clerk.type(shown(secret))
        await clerk.until("Outbox")
        await clerk.press("f3")
        await clerk.until("You are logged out.")
        assert ID in clerk.line("Employee ID")
    with pytest.raises(NotLoggedIn, match="This line is for employee ID 10000002 alone"):
        desk.accounts.log_in("10000003", PASSWORD)
