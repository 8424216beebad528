"""Logging in: an employee ID, a password, and a new one where the first must be changed."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Label, Static

from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.terminal.fields import Field
from screens.once import Once
from screens.parts import DeskScreen, row

if TYPE_CHECKING:
    from datetime import datetime

    from dopcrm_tui.desk import Desk
    from dopcrm_tui.entrance import Entrance
    from dopcrm_tui.services.accounts import Login

ID_LENGTH = 8


class LoginScreen(DeskScreen[None]):
    """Ask who it is. The store is opened once the screen can be seen, never before."""

    CSS_PATH = ["parts.tcss", "login.tcss"]
    BINDINGS = [
        Binding("f5", "reopen", "Try again"),
        Binding("f10", "log_in", "Log in"),
        Binding("f12,escape", "back", show=False),
    ]
    EXPLAINED = {
        "employee_id": "Your employee ID: 8 digits. After the eighth the password is next.",
        "password": "Your password, or the one-time secret the administrator gave you.",
    }

    def __init__(
        self,
        enter: Callable[[], Entrance],
        furnish: Callable[[Entrance], Desk],
        employee_id: str = "",
    ) -> None:
        """Make the screen; `enter` opens the store, `furnish` makes the desk behind it.

        Both run in a thread and may raise a refusal; `furnish` while people type who they are.
        `employee_id` is who alone may log in; anybody where it is empty.
        """
        super().__init__("dopcrm")
        self._entrance = Once(enter)
        self._desk = Once(furnish)
        self._employee_id = employee_id

    def body(self) -> ComposeResult:
        """Lay out the two fields."""
        with Vertical(id="login"):
            yield Label("Department of Posts: Complaints", id="name")
            yield Static("From the desk to closure.", id="motto")
            yield row("Employee ID", Field(id="employee_id", max_length=ID_LENGTH, restrict=r"\d*"))
            yield row("Password", Field(id="password", password=True))

    def on_mount(self) -> None:
        """Open the store when the first frame is out."""
        if self._employee_id:
            whose = self.query_one("#employee_id", Field)
            whose.value, whose.disabled = self._employee_id, True
            self.query_one("#password").focus()
        self.call_after_refresh(self.action_reopen)

    @work(exclusive=True, group="open")
    async def action_reopen(self) -> None:
        """Open the store and make the desk; where that fails, say why and what to do."""
        self.say("")
        try:
            await self._desk.done(await self._entrance.done())
        except Refusal as refusal:
            self.say(f"{refusal} F5 tries again.", refused=True)

    def away_words(self, _away_since: datetime) -> str:
        """Say what to wait for: nothing is shown here that could be old."""
        return "The store does not answer. Who you are can be looked up when it is back."

    @on(Field.Changed, "#employee_id")
    def go_on(self, changed: Field.Changed) -> None:
        """Go to the password after the eighth digit."""
        if len(changed.value) == ID_LENGTH and changed.input.has_focus:
            self.query_one("#password").focus()

    @on(Field.Submitted, "#employee_id")
    def to_password(self) -> None:
        """Go to the password."""
        self.query_one("#password").focus()

    @on(Field.Submitted, "#password")
    def submitted(self) -> None:
        """Log in with Enter as well."""
        self.action_log_in()

    @work(exclusive=True)
    async def action_log_in(self) -> None:
        """Log in and work; a refusal keeps the ID and asks for the password again."""
        employee_id = self.query_one("#employee_id", Field).value
        if len(employee_id) != ID_LENGTH:
            self.query_one("#employee_id").focus()
            self.say(f"An employee ID has {ID_LENGTH} digits.", refused=True)
            return
        password = self.query_one("#password", Field)
        given, password.value = password.value, ""
        self.say("")
        try:
            entrance = await self._entrance.done()
            login = await to_thread(entrance.accounts.log_in, employee_id, given)
            entered = await self._finish(entrance, employee_id, given, login)
            desk = await self._desk.done(entrance)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
            password.focus()
            return
        if isinstance(entered, str):
            self.say(entered)
            return
        await self._work(desk, entered)

    async def _finish(
        self, entrance: Entrance, employee_id: str, password: str, login: Login
    ) -> Login | str:
        """Ask for what is still needed; a sentence where somebody goes without it."""
        if not login.needs:
            return login
        from screens.entering import Entering

        return await Entering(self.app, entrance, employee_id, password).finish(login)

    async def _work(self, desk: Desk, login: Login) -> None:
        from screens.home import HomeScreen

        said = await self.app.push_screen_wait(HomeScreen(desk, login.actor, token=login.token))
        self._begin_again()
        self.say(said or "You are logged out.")

    def action_leave(self) -> None:
        """End the program."""
        self.app.exit()

    def action_back(self) -> None:
        """Begin again with empty fields."""
        self._begin_again()

    def _begin_again(self) -> None:
        for field in self.query(Field):
            field.value = ""
        self.query_one("#employee_id", Field).value = self._employee_id
        self.query_one("#password" if self._employee_id else "#employee_id").focus()
