"""The same keys on every screen: what the README promises of them, tried one by one."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from filed import act, file_complaint
from textual.widget import Widget
from visit import furnished, visiting

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.vocabulary import Action, Queue
from dopcrm_tui.services.accounts import DrawnToken, Login, Needs
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.text_field import TextField
from screens.administration import AdministrationScreen
from screens.complaint import ComplaintScreen
from screens.home import HomeScreen
from screens.lock import LockScreen
from screens.login import LoginScreen
from screens.new_secret import NewSecretScreen
from screens.outbox import OutboxScreen
from screens.parts import MessageLine, shown_bindings
from screens.queue import QueueScreen
from screens.register import RegisterScreen
from screens.reports import ReportsScreen
from screens.search import SearchScreen
from screens.token_code import TokenCodeScreen
from screens.token_enrolment import TokenEnrolmentScreen
from screens.why_due import WhyDueScreen


@dataclass(frozen=True)
class Seat:
    """What the screens are made of."""

    desk: Desk
    staff: Mapping[str, Actor]
    number: str

    @property
    def operator(self) -> tuple[Desk, Actor]:
        return self.desk, self.staff["operator"]


DRAWN = DrawnToken("A" * 32, "otpauth://totp/dopcrm:10000002")

NEEDED = Needs.NEW_PASSWORD

SCREENS = {
    "login": lambda seat: LoginScreen(lambda: seat.desk, furnished),
    "new secret": lambda seat: NewSecretScreen(
        None, Login(seat.operator[1], "", Needs.NEW_PASSWORD)
    ),
    "token code": lambda _: TokenCodeScreen(None),
    "token enrolment": lambda _: TokenEnrolmentScreen(DRAWN, None),
    "lock": lambda seat: LockScreen(seat.desk, Login(seat.operator[1], "")),
    "home": lambda seat: HomeScreen(*seat.operator),
    "register": lambda seat: RegisterScreen(*seat.operator),
    "queue": lambda seat: QueueScreen(*seat.operator, Queue.PENDING),
    "complaint": lambda seat: ComplaintScreen(*seat.operator, seat.number),
    "why due": lambda seat: WhyDueScreen(*seat.operator, seat.number),
    "search": lambda seat: SearchScreen(*seat.operator),
    "outbox": lambda seat: OutboxScreen(*seat.operator),
    "reports": lambda seat: ReportsScreen(*seat.operator),
    "administration": lambda seat: AdministrationScreen(seat.desk, seat.staff["administrator"]),
}
LEAVES = sorted(SCREENS.keys() - {"login"})
"""Leaving the login ends the program."""
DIALOGS = {
    "remark": "r",
    "attach": "a",
    "transfer": "x",
    "seek information": "i",
    "refer to an external authority": "s",
    "interim reply": "y",
    "seek confirmation": "c",
    "withdrawal": "n",
    "escalate": "e",
    "correct the contact": "k",
    "filter": "f",
}
"""Each dialog by the key that opens it over a queue."""


@pytest.fixture
def number(desk, operator):
    return file_complaint(desk, operator)


@pytest.fixture
def sit_down(desk, staff, number, tmp_path):
    def before(name):
        return visiting(SCREENS[name](Seat(desk, staff, number)), tmp_path)

    return before


def fields(clerk) -> list[Widget]:
    """Every field that can have the focus."""
    return [
        widget for widget in clerk.app.screen.focus_chain if isinstance(widget, Field | TextField)
    ]


def said(clerk) -> str:
    return str(clerk.app.screen.query_one(MessageLine).content)


async def explanations(clerk) -> dict[str | None, str]:
    """Press F1 on every field and return what it said."""
    told = {}
    for place, field in enumerate(fields(clerk)):
        field.focus()
        await clerk.settle()
        await clerk.press("f1")
        told[field.id or str(place)] = said(clerk)
    return told


@pytest.mark.parametrize("name", SCREENS)
async def test_f1_says_something_of_its_own_about_every_field(sit_down, name):
    async with sit_down(name) as clerk:
        told = await explanations(clerk)
        await clerk.press("f1")
        assert len(said(clerk)) > 20
        assert all(len(sentence) > 15 for sentence in told.values()), told
        assert len(set(told.values())) == len(told), told


@pytest.mark.parametrize("name", DIALOGS)
async def test_f1_says_something_of_its_own_about_every_field_of_a_dialog(sit_down, name):
    async with sit_down("queue") as clerk:
        await clerk.until("Ravi Kumar")
        await clerk.press(DIALOGS[name])
        await clerk.until("F12 Cancel")
        told = await explanations(clerk)
        assert told
        assert all(len(sentence) > 10 for sentence in told.values()), told
        assert len(set(told.values())) == len(told), told


async def test_f1_explains_every_field_of_the_customers_answer_and_of_a_new_account(
    sit_down, desk, operator, number
):
    act(desk, operator, number, Action.SEEK_CONFIRMATION, text="Delivered.")
    for name, key in (("complaint", "n"), ("administration", "a")):
        async with sit_down(name) as clerk:
            await clerk.until("Closure Confirmation" if name == "complaint" else "Asha Menon")
            await clerk.press(key)
            await clerk.until("F12 Cancel")
            told = await explanations(clerk)
            assert len(told) >= 4
            assert len(set(told.values())) == len(told), told


@pytest.mark.parametrize("name", SCREENS)
async def test_the_question_mark_lists_every_key_and_the_key_line_shows_no_other(sit_down, name):
    async with sit_down(name) as clerk:
        screen = clerk.app.screen
        if fields(clerk):  # a question mark can be typed there
            screen.set_focus(None)
        line = clerk.text.splitlines()[-1]
        await clerk.press("question_mark")
        listed = clerk.text
        assert "Keys of this screen" in listed
        for binding in shown_bindings(screen):
            assert binding.description in listed
            assert f"{clerk.app.get_key_display(binding)} {binding.description}" in line
        await clerk.press("enter")
        assert clerk.app.screen is screen


@pytest.mark.parametrize("name", LEAVES)
async def test_f3_leaves_every_screen(sit_down, name):
    async with sit_down(name) as clerk:
        screen = clerk.app.screen
        await clerk.press("f3")
        assert clerk.app.screen is not screen


@pytest.mark.parametrize("name", DIALOGS)
@pytest.mark.parametrize("keys", ["f12", "f3", "escape"])
async def test_f12_closes_every_dialog_and_sends_nothing(
    sit_down, name, keys, desk, operator, number
):
    before = desk.cases.show(operator, number)
    async with sit_down("queue") as clerk:
        queue = clerk.app.screen
        await clerk.until("Ravi Kumar")
        await clerk.press(DIALOGS[name])
        await clerk.until("F12 Cancel")
        await clerk.press(*"abc", keys)
        if clerk.app.screen is not queue:  # sentences were typed: it asks once
            await clerk.until("F12 again throws away what is typed")
            await clerk.press(keys)
        assert clerk.app.screen is queue
    assert desk.cases.show(operator, number) == before


@pytest.mark.parametrize("name", ["queue", "complaint", "why due", "search", "reports", "home"])
async def test_f5_reads_again_and_stays(sit_down, name):
    async with sit_down(name) as clerk:
        screen = clerk.app.screen
        await clerk.press("f5")
        assert clerk.app.screen is screen
