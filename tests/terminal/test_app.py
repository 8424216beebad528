"""The app every screen stands on."""

import asyncio
from pathlib import Path

import pytest
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen, Screen
from textual.widgets import Footer, Static

from dopcrm_tui.app import DopCrm
from dopcrm_tui.terminal.fields import Field

# ruff: noqa: RUF012 (Textual's BINDINGS)


class Question(ModalScreen[str]):
    def compose(self) -> ComposeResult:
        yield Field()

    def on_input_submitted(self, submitted: Field.Submitted) -> None:
        self.dismiss(submitted.value)


class First(Screen[None]):
    BINDINGS = [Binding("f6", "ask_twice", "Ask"), Binding("f4", "home", "Home")]
    answers = ""

    def compose(self) -> ComposeResult:
        yield Static("first")
        yield Footer(compact=True)

    @work
    async def action_ask_twice(self) -> None:
        first = await self.app.push_screen_wait(Question())
        second = await self.app.push_screen_wait(Question())
        self.answers = f"{first}, {second}"

    def action_home(self) -> None:
        self.app.switch_screen(Home())


class Part(Static):
    """A part of a screen that says when it goes, and goes when it may."""

    def __init__(self, name: str, *, may_go: bool) -> None:
        super().__init__(id=name)
        self.goes, self.may_go = asyncio.Event(), asyncio.Event()
        if may_go:
            self.may_go.set()

    async def on_unmount(self) -> None:
        self.goes.set()
        await self.may_go.wait()


class Counting(Screen[None]):
    """Counts on while its parts go: the count first, the rest when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.count, self.rest = Part("count", may_go=True), Part("rest", may_go=False)

    def compose(self) -> ComposeResult:
        yield from (self.count, self.rest)

    @work
    async def on_mount(self) -> None:
        await self.count.goes.wait()
        for _ in range(10):  # after its going it is taken out
            await asyncio.sleep(0)
        self.query_one("#count", Static).update("1")


class Lettered(Screen[None]):
    BINDINGS = [Binding("n", "name", "Name")]
    AUTO_FOCUS = ""
    named = 0

    def compose(self) -> ComposeResult:
        yield Field(id="text")

    def action_name(self) -> None:
        self.named += 1


class Home(Screen[None]):
    def compose(self) -> ComposeResult:
        yield Field(id="home")


@pytest.fixture
def app(tmp_path: Path) -> DopCrm:
    return DopCrm(First, state=tmp_path)


async def test_two_dialogs_asked_for_by_one_key_get_their_own_answers(app):
    async with app.run_test() as pilot:
        first = app.screen
        await pilot.press("f6", *"one", "enter", *"two", "enter")
        await app.gate.settled()
        await app.workers.wait_for_complete()
        assert isinstance(first, First)
        assert first.answers == "one, two"


async def test_the_first_screen_can_be_replaced(app):
    async with app.run_test() as pilot:
        await pilot.press("f4", "x")
        await app.gate.settled()
        assert app.screen.query_one("#home", Field).value == "x"
        assert len(app.screen_stack) == 1


async def test_messages_are_literal_and_harmless(app):
    async with app.run_test() as pilot:
        app.notify("[b]x[/zz]\x1b[2J\nsecond", title="\u202et")
        await pilot.pause()
        (message,) = app._notifications
        assert (message.message, message.title) == ("[b]x[/zz]^[[2J\nsecond", "<U+202E>t")
        assert message.markup is False


async def test_the_footer_names_f_keys_as_the_keyboard_does(app):
    async with app.run_test():
        shown = [app.get_key_display(binding) for binding in First.BINDINGS]
        assert shown == ["F6", "F4"]


async def test_there_is_no_way_to_write_a_file_or_open_a_program(app, tmp_path, monkeypatch):
    monkeypatch.setattr("webbrowser.open", lambda *_: pytest.fail("opened a browser"))
    async with app.run_test() as pilot:
        before = set(tmp_path.iterdir())
        app.action_screenshot(path=str(tmp_path))
        app.open_url("http://example.invalid")
        await pilot.press("ctrl+p")
        await app.gate.settled()
        assert isinstance(app.screen, First)
        assert set(tmp_path.iterdir()) == before


async def test_what_a_screen_has_begun_ends_before_its_parts_go(app):
    async with app.run_test():
        counting = Counting()
        await app.push_screen(counting)
        gone = app.pop_screen()
        await counting.count.goes.wait()
        for _ in range(20):  # the app, which waits for the rest, is not waited for
            await asyncio.sleep(0)
        counting.rest.may_go.set()
        await gone
    assert app.return_code is None


async def test_with_caps_lock_a_letter_acts_and_a_text_stays_as_typed(app):
    async with app.run_test() as pilot:
        await app.push_screen(Lettered())
        await pilot.press("N")
        await app.gate.settled()
        assert app.screen.named == 1
        app.screen.query_one(Field).focus()
        await pilot.press("N", "a")
        await app.gate.settled()
        assert app.screen.query_one(Field).value == "Na"
        assert app.screen.named == 1
