"""What an administrator types for a new account, and the secret that comes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Label, Static

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.vocabulary import ACCOUNT_ROLES
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.safe import safe
from screens.choice_finder import ChoiceFinder
from screens.dialog import Dialog, Send
from screens.office_finder import OfficeFinder
from screens.parts import Explained, KeyLine, MessageLine, row


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account as typed."""

    employee_id: str
    name: str
    role: str
    office_code: str


class NewAccountDialog(Dialog[NewAccount]):
    """Ask for an employee ID, a name, a role and an office."""

    BINDINGS = [Binding("f4", "look_up", "List")]
    EXPLAINED = {
        "employee_id": "The eight digits of the employee ID.",
        "name": "The name as it is shown to colleagues.",
        "role": f"One of: {', '.join(ACCOUNT_ROLES)}; F4 lists them.",
        "office": "The code of the office; F4 finds it by PIN or words.",
    }

    def __init__(self, desk: Desk, send: Send[NewAccount]) -> None:
        """Make the dialog; `send` adds the account."""
        super().__init__("New account", send)
        self._desk = desk

    def fields(self) -> Iterable[Widget]:
        """Return the four fields."""
        yield row("Employee ID", Field(id="employee_id", max_length=8))
        yield row("Name", Field(id="name"))
        yield row("Role", Field(id="role", placeholder="F4 lists"))
        yield row("Office", Field(id="office", placeholder="code; F4 finds it"))

    def answer(self) -> NewAccount:
        """Return what was typed; a beginning of a role stands for it."""
        role = self._typed("role").lower()
        fits = [one.value for one in ACCOUNT_ROLES if role and one.value.startswith(role)]
        if len(fits) == 1:
            role = fits[0]
        return NewAccount(
            self._typed("employee_id"), self._typed("name"), role, self._typed("office")
        )

    def _typed(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).value.strip()

    @work
    async def action_look_up(self) -> None:
        """List the roles, or find the office."""
        field = self.focused
        if not isinstance(field, Field):
            return
        if field.id == "role":
            found = await self.app.push_screen_wait(ChoiceFinder("Role", list(ACCOUNT_ROLES)))
        elif field.id == "office":
            office = await self.app.push_screen_wait(
                OfficeFinder(self._desk, "Office", field.value)
            )
            found = office.code if office else None
        else:
            self.say("There is no list for this field.")
            return
        if found:
            field.value = str(found)
            self.focus_next()


class SecretNotice(Explained[None], ModalScreen[None]):
    """Show a one-time secret, which is kept nowhere, until a key is pressed that nobody types."""

    CSS_PATH = ["parts.tcss", "administration.tcss"]
    BINDINGS = [Binding("f12,escape", "close", "I have passed it on", key_display="F12")]

    def __init__(self, name: str, secret: str) -> None:
        """Make the notice."""
        super().__init__()
        self._name, self._secret = name, secret

    def compose(self) -> ComposeResult:
        """Lay out the secret."""
        with Vertical(id="box"):
            yield Label(safe(f"One-time secret of {self._name}"), id="title")
            yield Static(safe(self._secret), id="secret")
            yield Static("It is shown once. The first login asks for a password of their own.")
            yield MessageLine()
            yield KeyLine()

    def action_close(self) -> None:
        """Close the notice."""
        self.dismiss(None)
