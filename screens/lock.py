"""A session at rest: nothing of what was open is shown until its holder proves who they are."""

from __future__ import annotations

from asyncio import to_thread
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.safe import safe
from screens.parts import DeskScreen, row

if TYPE_CHECKING:
    from dopcrm_tui.desk import Desk
    from dopcrm_tui.services.accounts import Login

LOCKED = "Locked. What was open and what was typed is kept. Please type the password of {whose}."
ANEW = "F3 logs out; then log in anew."


class LockScreen(DeskScreen[bool]):
    """Ask for the password again, and for a code where there is a token. False: logged out."""

    CSS_PATH = ["parts.tcss", "lock.tcss"]
    BINDINGS = [
        Binding("f3", "leave", "Log out"),
        Binding("f10", "unlock", "Go on"),
        Binding("f12,escape", "clear", show=False),
    ]
    EXPLAINED = {"password": "The password of who is logged in here; F3 logs out."}

    def __init__(self, desk: Desk, login: Login, said: str = "") -> None:
        """Make the screen; `said` is why it is there, where it is not the clock alone."""
        super().__init__("dopcrm")
        self._desk, self._login, self._said = desk, login, said

    def body(self) -> ComposeResult:
        """Lay out the sentence and the field."""
        with Vertical(id="lock"):
            yield Static(safe(LOCKED.format(whose=self._login.actor.employee_id)), id="locked")
            yield row("Password", Field(id="password", password=True))

    def on_mount(self) -> None:
        """Say why."""
        self.say(self._said)

    def away_words(self, _away_since: datetime) -> str:
        """Say what to wait for."""
        return "The store does not answer. Who you are can be looked up when it is back."

    @on(Field.Submitted, "#password")
    def submitted(self) -> None:
        """Go on with Enter as well."""
        self.action_unlock()

    @work(exclusive=True)
    async def action_unlock(self) -> None:
        """Let the holder of the session go on."""
        field = self.query_one("#password", Field)
        given, field.value = field.value, ""
        self.say("")
        try:
            login = await to_thread(self._desk.accounts.unlock, self._login, given)
            if login.needs == "code":
                login = await self._with_code(given) or login
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
            return
        if login.needs:
            if login.needs != "code":
                self.say(ANEW, refused=True)
            return
        self.dismiss(True)

    async def _with_code(self, password: str) -> Login | None:
        from screens.token_code import TokenCodeScreen

        async def check(code: str) -> Login:
            return await to_thread(self._desk.accounts.unlock, self._login, password, code)

        found: Login | None = await self.app.push_screen_wait(TokenCodeScreen(check))
        return found

    def action_clear(self) -> None:
        """Take back what was typed."""
        self.query_one("#password", Field).value = ""

    def action_leave(self) -> object:
        """Log out."""
        return self.dismiss(False)
