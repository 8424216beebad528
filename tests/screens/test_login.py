"""Logging in: the ID is kept, a one-time secret is changed first, the store may be away."""

import asyncio
import sys
import threading

import pytest
from post_office import PASSWORD
from pty_terminal import PtyTerminal
from visit import furnished, visiting

from dopcrm_tui.rules.refusals import InvalidInput, StoreUnavailable
from dopcrm_tui.rules.vocabulary import Role
from screens.home import HomeScreen
from screens.login import LoginScreen


@pytest.fixture
def visit(desk, tmp_path):
    return lambda: visiting(LoginScreen(lambda: desk, furnished), tmp_path)


def kinds(desk, employee_id):
    from sqlmodel import select

    from data.models.operator import AccountEvent

    with desk.store.reading() as session:
        events = session.exec(select(AccountEvent).where(AccountEvent.employee_id == employee_id))
        return [event.kind for event in events]


async def test_eight_digits_a_password_and_enter_lead_home(visit, desk):
    async with visit() as clerk:
        await clerk.type(f"10000002{PASSWORD}\n")
        text = await clerk.until("Kochi H.O")
        assert isinstance(clerk.app.screen, HomeScreen)
        assert "10000002 Biju Thomas" in text
        assert "Operator · Kochi H.O · 682001 · Ernakulam Division" in text
    assert "login" in kinds(desk, "10000002")


async def test_a_wrong_password_keeps_the_id_and_asks_again(visit):
    async with visit() as clerk:
        await clerk.type("10000002not my password\n")
        assert "10000002" in clerk.line("Employee ID")
        assert clerk.app.focused.id == "password"
        assert clerk.app.focused.value == ""
        await clerk.type(f"{PASSWORD}\n")
        await clerk.until("Kochi H.O")


async def test_the_password_is_never_on_the_screen(visit):
    async with visit() as clerk:
        await clerk.type("10000002hush")
        assert "hush" not in clerk.text
        assert "••••" in clerk.line("Password")


async def test_a_one_time_secret_is_changed_before_anything_else(visit, desk, administrator):
    secret = desk.accounts.add(
        administrator,
        employee_id="10000099",
        name="Nila Roy",
        role=Role.OPERATOR,
        office_code="682001001",
    )
    async with visit() as clerk:
        await clerk.type(f"10000099{secret}\n")
        assert "New password" in clerk.text
        await clerk.type("short\nshort\n")
        assert "A password has at least 15 characters" in clerk.text
        await clerk.press("home", "ctrl+k")
        await clerk.type("nine boats on a lake\nnine goats on a lake\n")
        assert "The two are not the same" in clerk.text
        await clerk.type("nine boats on a lake\n")
        await clerk.until("Kochi H.O")
    assert not desk.accounts.log_in("10000099", "nine boats on a lake").must_change


async def test_who_does_not_change_the_secret_is_not_let_in(visit, desk, administrator):
    secret = desk.accounts.reset(administrator, "10000002")
    async with visit() as clerk:
        await clerk.type(f"10000002{secret}\n")
        await clerk.press("f12")
        assert "a new password comes first" in clerk.text
        assert isinstance(clerk.app.screen, LoginScreen)


async def test_f3_at_home_ends_the_session(visit, desk):
    async with visit() as clerk:
        await clerk.type(f"10000002{PASSWORD}\n")
        await clerk.until("Kochi H.O")
        await clerk.press("f3")
        assert "You are logged out." in clerk.text
        assert clerk.app.focused.id == "employee_id"
    assert "logout" in kinds(desk, "10000002")


async def test_an_account_closed_meanwhile_is_shown_out(visit, desk, administrator):
    async with visit() as clerk:
        await clerk.type(f"10000002{PASSWORD}\n")
        await clerk.until("Kochi H.O")
        desk.accounts.disable(administrator, "10000002")
        await clerk.press("2")
        assert "your session has ended" in clerk.text
        assert isinstance(clerk.app.screen, LoginScreen)


async def test_wrong_words_of_the_department_are_one_sentence(desk, tmp_path):
    def furnish(_entrance):
        raise InvalidInput({"en.toml closed": "en.toml, [closed]: there is no mms."})

    async with visiting(LoginScreen(lambda: desk, furnish), tmp_path) as clerk:
        await clerk.until("[closed]: there is no mms. F5 tries again.")
        await clerk.type(f"10000002{PASSWORD}\n")
        await clerk.until("[closed]: there is no mms.")
        assert isinstance(clerk.app.screen, LoginScreen)


async def test_who_logs_in_before_the_desk_is_made_waits_for_it(desk, tmp_path):
    made = threading.Event()

    def furnish(_entrance):
        made.wait(20)
        return desk

    async with visiting(LoginScreen(lambda: desk, furnish), tmp_path) as clerk:
        await clerk.type(f"10000002{PASSWORD}\n")
        assert isinstance(clerk.app.screen, LoginScreen)
        made.set()
        await clerk.until("Kochi H.O")


async def test_a_store_that_is_away_is_one_sentence_and_f5_tries_again(desk, tmp_path):
    away = [StoreUnavailable("There is no store at x yet. Run: dopcrm init")]

    def open_desk():
        if away:
            raise away.pop()
        return desk

    async with visiting(LoginScreen(open_desk, furnished), tmp_path) as clerk:
        await clerk.until("Run: dopcrm init F5 tries again.")
        await clerk.press("f5")
        await clerk.until_not("dopcrm init")
        await clerk.type(f"10000002{PASSWORD}\n")
        await clerk.until("Kochi H.O")


async def test_what_is_typed_while_the_store_opens_is_not_lost(desk, tmp_path):
    opened = threading.Event()

    def open_desk():
        opened.wait(20)
        return desk

    async with visiting(LoginScreen(open_desk, furnished), tmp_path) as clerk:
        await clerk.type("10000002")
        assert "10000002" in clerk.line("Employee ID")
        opened.set()
        await clerk.type(f"{PASSWORD}\n")
        await clerk.until("Kochi H.O")


FIRST_PAINT = """
import sys
from pathlib import Path
from types import SimpleNamespace
from dopcrm_tui.cli import run

HEAVY = {
    *("data", "sqlmodel", "sqlalchemy", "alembic", "pydantic", "argon2", "typer"),
    *("json", "tomllib", "_hashlib", "textual.widgets._text_area"),
}

def enter(store, **_told):
    loaded = Path(sys.argv[1], "loading")
    loaded.write_text(" ".join(sorted(HEAVY & set(sys.modules))) or "nothing")
    loaded.rename(Path(sys.argv[1], "loaded"))
    while not Path(sys.argv[1], "seen").exists():
        pass
    raise SystemExit

sys.modules["dopcrm_tui.entrance"] = SimpleNamespace(Entrance=SimpleNamespace(open=enter))
run([])
"""


def wait_until(done, terminal):
    """Wait for what shows nothing on the screen."""
    for _ in range(300):
        if done():
            return
        terminal.settle(0.1)
    raise AssertionError(f"it never came; the screen was:\n{terminal.text}")


def test_the_login_is_painted_before_anything_of_the_store_is_loaded(tmp_path):
    argv = [sys.executable, "-c", FIRST_PAINT, str(tmp_path)]
    with PtyTerminal(argv, env={"HOME": str(tmp_path)}) as terminal:
        terminal.wait_for("Employee ID")
        wait_until((tmp_path / "loaded").exists, terminal)
        (tmp_path / "seen").touch()
        assert (tmp_path / "loaded").read_text() == "nothing"


async def test_while_the_store_is_away_nothing_is_said_of_what_is_not_shown(desk, tmp_path):
    async with visiting(
        LoginScreen(lambda: desk, furnished), tmp_path, away_for=lambda: 60.0
    ) as clerk:
        text = await clerk.until("The store does not answer.")
        assert "when it is back" in text
        assert "stood at" not in text


async def test_what_is_said_of_a_store_that_is_away_stays_when_it_opens_at_last(desk, tmp_path):
    opens, opened = threading.Event(), threading.Event()

    def enter():
        assert opens.wait(10)
        return desk

    def furnish(entrance):
        opened.set()
        return furnished(entrance)

    async with visiting(LoginScreen(enter, furnish), tmp_path, away_for=lambda: 60.0) as clerk:
        await clerk.until("The store does not answer.")
        opens.set()
        assert await asyncio.to_thread(opened.wait, 10)
        await clerk.settle()
        assert "The store does not answer." in clerk.text
