"""At rest the screen locks and shows nothing; F2 blanks it at once; what was typed is kept."""

import asyncio
import threading

import pytest
from filed import file_complaint
from post_office import PASSWORD
from sqlmodel import select
from textual import events
from visit import furnished, visiting

from data.models.history import Event
from data.models.operator import AccountEvent
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.terminal.blank import BlankScreen
from screens.complaint import ComplaintScreen
from screens.home import HomeScreen
from screens.lock import LockScreen
from screens.login import LoginScreen

ID = "10000002"
REGISTER = "1"


@pytest.fixture
def visit(desk, tmp_path):
    return lambda: visiting(LoginScreen(lambda: desk, furnished), tmp_path)


async def log_in(clerk):
    await clerk.type(f"{ID}{PASSWORD}\n")
    await clerk.until("Kochi H.O")


async def rest(clerk, monkeypatch):
    """Nobody presses a key for five minutes."""
    monkeypatch.setattr(clerk.app, "idle_for", lambda: 301.0)
    await clerk.until("Locked.")
    monkeypatch.undo()


async def test_a_form_at_rest_is_locked_and_kept(visit, monkeypatch):
    async with visit() as clerk:
        await log_in(clerk)
        await clerk.type(f"{REGISTER}102")
        await clerk.until("Booking office")
        await clerk.type("EM123456785IN")
        await rest(clerk, monkeypatch)
        assert "EM123456785IN" not in clerk.text
        assert "Registration" not in clerk.text
        assert "What was open and what was typed is kept." in clerk.text
        await clerk.type("not the password\n")
        await clerk.until("do not belong together")
        assert isinstance(clerk.app.screen, LockScreen)
        await clerk.type(f"{PASSWORD}\n")
        await clerk.until("EM123456785IN")


async def test_a_dialog_over_a_complaint_is_locked_too(visit, desk, operator, monkeypatch):
    file_complaint(desk, operator, name="Sita Devi")
    async with visit() as clerk:
        await log_in(clerk)
        await clerk.press("2")
        await clerk.until("Sita Devi")
        await clerk.press("enter")
        await clerk.until("Complainant")
        await clerk.press("r")
        await clerk.type("She called twice.")
        await rest(clerk, monkeypatch)
        assert "Sita" not in clerk.text
        assert "She called" not in clerk.text
        await clerk.type(f"{PASSWORD}\n")
        await clerk.until("She called twice.")
        await clerk.press("f10")
        await clerk.until("Sita Devi")
    with desk.store.reading() as session:
        assert Action.REMARK in session.exec(select(Event.action)).all()


async def test_no_message_comes_up_while_it_is_locked(visit, monkeypatch):
    def messages(clerk):
        return [each.message for each in clerk.app._notifications]

    async with visit() as clerk:
        await log_in(clerk)
        clerk.app.notify("Sita Devi was registered")
        await clerk.settle()
        assert messages(clerk)
        await rest(clerk, monkeypatch)
        clerk.app.notify("Ravi Kumar was registered")
        await clerk.settle()
        assert messages(clerk) == []
        await clerk.type(f"{PASSWORD}\n")
        await clerk.until("Kochi H.O")
        clerk.app.notify("F3 leaves")
        await clerk.settle()
        assert messages(clerk) == ["F3 leaves"]


async def test_f3_logs_out_from_the_lock_whatever_was_open(visit, desk, monkeypatch):
    async with visit() as clerk:
        await log_in(clerk)
        await clerk.type(f"{REGISTER}102")
        await clerk.until("Booking office")
        await rest(clerk, monkeypatch)
        await clerk.press("f3")
        await clerk.until("You are logged out.")
        assert isinstance(clerk.app.screen, LoginScreen)
        assert len(clerk.app.screen_stack) == 2
        await clerk.type(f"10000003{PASSWORD}\n")
        await clerk.until("10000003 Celine Joseph")
    with desk.store.reading() as session:
        wanted = select(AccountEvent.kind).where(AccountEvent.employee_id == ID)
        assert session.exec(wanted).all().count("logout") == 1


async def test_a_session_that_the_store_has_ended_is_locked_while_somebody_types(visit, clock):
    async with visit() as clerk:
        await log_in(clerk)
        await clerk.type(f"{REGISTER}102")
        await clerk.until("Booking office")
        clock.advance(hours=13)
        for _ in range(40):
            await clerk.press("left")
            if isinstance(clerk.app.screen, LockScreen):
                break
            await asyncio.sleep(0.2)
        text = await clerk.until("your session has ended")
        assert "Locked." in text
        await clerk.type(f"{PASSWORD}\n")
        await clerk.until("Complaint Registration")


async def test_f2_blanks_at_once_and_any_key_shows_it_again(visit, desk, operator):
    file_complaint(desk, operator, name="Sita Devi")
    async with visit() as clerk:
        await log_in(clerk)
        await clerk.press("2")
        await clerk.until("Sita Devi")
        await clerk.press("f2")
        assert isinstance(clerk.app.screen, BlankScreen)
        assert not clerk.text.strip()
        await clerk.press("enter")
        assert "Sita Devi" in await clerk.until("Pending")
        assert "Complainant" in clerk.text, "the key that showed it did nothing else"
        assert "Held by" not in clerk.text


async def test_what_was_typed_before_f2_is_not_lost(visit):
    async with visit() as clerk:
        await log_in(clerk)
        await clerk.press("slash")
        await clerk.type("Sita")
        await clerk.press("f2", "x")
        assert "Sita" in clerk.text
        assert isinstance(clerk.app.screen, HomeScreen)


async def test_a_blank_screen_locks_as_well(visit, monkeypatch):
    async with visit() as clerk:
        await log_in(clerk)
        await clerk.press("f2")
        await rest(clerk, monkeypatch)
        await clerk.type(f"{PASSWORD}\n")
        await clerk.until("Kochi H.O")


@pytest.fixture
def slow(desk, monkeypatch):
    """A save that is kept in the store when a test says so."""
    go_on = threading.Event()
    act = type(desk.processing).act

    def later(*args, **named):
        go_on.wait(20)
        return act(*args, **named)

    monkeypatch.setattr(type(desk.processing), "act", later)
    return go_on


async def sends_a_remark(clerk):
    await log_in(clerk)
    await clerk.press("2")
    await clerk.until("Sita Devi")
    await clerk.press("enter")
    await clerk.until("Complainant")
    await clerk.press("r")
    await clerk.type("She called twice.")
    clerk.app.post_message(events.Key("f10", None))
    await asyncio.sleep(0.1)


async def goes_back(clerk):
    """Wait until the dialog has gone and the complaint is there."""
    await clerk.until("T Take")
    for _ in range(100):
        if isinstance(clerk.app.screen, ComplaintScreen):
            return
        await asyncio.sleep(0.02)
    raise AssertionError(clerk.text)


async def test_a_save_that_ends_while_it_is_blank_leaves_it_blank(visit, desk, operator, slow):
    file_complaint(desk, operator, name="Sita Devi")
    async with visit() as clerk:
        await sends_a_remark(clerk)
        clerk.app.post_message(events.Key("f2", None))
        await asyncio.sleep(0.1)
        slow.set()
        await asyncio.sleep(0.5)
        assert isinstance(clerk.app.screen, BlankScreen)
        await clerk.press("enter")
        await goes_back(clerk)


async def test_a_save_that_ends_while_it_is_locked_opens_nothing(
    visit, desk, operator, slow, monkeypatch
):
    file_complaint(desk, operator, name="Sita Devi")
    async with visit() as clerk:
        await sends_a_remark(clerk)
        monkeypatch.setattr(clerk.app, "idle_for", lambda: 301.0)
        await clerk.until("Locked.")
        slow.set()
        await asyncio.sleep(0.5)
        assert isinstance(clerk.app.screen, LockScreen)
        assert "Sita" not in clerk.text
        monkeypatch.setattr(clerk.app, "idle_for", lambda: 0.0)
        await clerk.type(f"{PASSWORD}\n")
        await goes_back(clerk)


async def test_a_key_right_after_the_one_that_showed_it_counts(visit):
    async with visit() as clerk:
        await log_in(clerk)
        clerk.app.gate.escape_wait = 5.0
        await clerk.press("f2", "enter", "slash")
        await clerk.type("Sita")
        assert "Sita" in clerk.text
        await clerk.press("f2", "escape", "2")
        assert "Sita2" not in clerk.text
