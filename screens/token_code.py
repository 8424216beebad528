"""The code that a Trusted Authentication Token shows at this moment."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Static

from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.token_codes import DIGITS
from dopcrm_tui.terminal.fields import Field
from screens.parts import DeskScreen, row

if TYPE_CHECKING:
    from dopcrm_tui.services.accounts import Login

ASKED = "Please type the six digits that your token shows now. Each code opens the desk once."

ENTER_WAIT = 0.4
"""Seconds in which an Enter behind the sixth digit is for the code, not for what opens then."""


class CodeField(Field):
    """Six digits, in two groups where somebody likes; complete with the sixth."""

    def __init__(self) -> None:
        super().__init__(id="code", max_length=DIGITS + 1, restrict=r"[\d ]*")

    @property
    def is_complete(self) -> bool:
        """Whether all digits are there."""
        return sum(sign.isdigit() for sign in self.value) == DIGITS


class AsksForCode(DeskScreen["Login | None"]):
    """A screen with a code field; answers with the login that the right code begins."""

    BINDINGS = [Binding("f10", "send", "Log in")]
    EXPLAINED = {
        "code": "The six digits your token shows now; after the sixth they are sent.",
    }

    def __init__(self, title: str, check: Callable[[str], Awaitable[Login]]) -> None:
        """Make the screen; `check` takes the code, or raises `Refusal`."""
        super().__init__(title)
        self._check = check
        self._soon: Timer | None = None

    @on(Field.Changed, "#code")
    def go_on(self) -> None:
        """Send the code with its sixth digit, and take the Enter that many type behind it."""
        self._no_longer_soon()
        if self.query_one(CodeField).is_complete:
            self._soon = self.set_timer(ENTER_WAIT, self.action_send)

    def _no_longer_soon(self) -> None:
        if self._soon is not None:
            self._soon.stop()
            self._soon = None

    @on(Field.Submitted, "#code")
    def submitted(self) -> None:
        """Send what is there with Enter as well."""
        self.action_send()

    @work(exclusive=True)
    async def action_send(self) -> None:
        """Send the code; one that is refused makes room for the next."""
        self._no_longer_soon()
        field = self.query_one(CodeField)
        if not field.is_complete:
            self.say(f"A code has {DIGITS} digits.", refused=True)
            return
        try:
            login = await self._check(field.value)
        except Refusal as refusal:
            field.value = ""
            self.say(str(refusal), refused=True)
        else:
            self.dismiss(login)


class TokenCodeScreen(AsksForCode):
    """Ask who has a token for its code."""

    CSS_PATH = ["parts.tcss", "token_code.tcss"]

    def __init__(self, check: Callable[[str], Awaitable[Login]]) -> None:
        """Make the screen."""
        super().__init__("Token", check)

    def body(self) -> ComposeResult:
        """Lay out the question and the field."""
        with Vertical(id="token"):
            yield Static(ASKED, id="asked")
            yield row("Code", CodeField())
