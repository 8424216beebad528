"""A password of one's own, in place of the one-time secret."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
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
from screens.token_code import CodeField

if TYPE_CHECKING:
    from dopcrm_tui.services.accounts import Login


class NewSecretScreen(DeskScreen["Login | None"]):
    """Ask twice for a new password; answers with the login it begins."""

    CSS_PATH = ["parts.tcss", "new_secret.tcss"]
    BINDINGS = [Binding("f10", "save", "Save")]
    EXPLAINED = {
        "new_password": "As said above; spaces count. Not your name, ID or office.",
        "code": "The six digits your token shows now.",
        "again": "The same password once more, so that no slip of a finger locks you out.",
    }

    def __init__(self, change: Callable[[str, str | None], Awaitable[Login]], login: Login) -> None:
        """Make the screen; `change` sets the password or raises `Refusal`.

        `login` says why there has to be one. Who has a token types its code along.
        """
        super().__init__("New password")
        self._change = change
        self._advice, self._has_token = login.advice, login.has_token

    def body(self) -> ComposeResult:
        """Lay out the advice and the two fields."""
        with Vertical(id="secret"):
            yield Static(safe(self._advice), id="advice")
            yield row("New password", Field(id="new_password", password=True))
            yield row("Once more", Field(id="again", password=True))
            if self._has_token:
                yield row("Code of token", CodeField())

    @on(Field.Submitted, "#new_password")
    def go_on(self) -> None:
        """Go to the second field."""
        self.query_one("#again").focus()

    @on(Field.Submitted, "#again")
    def submitted(self) -> None:
        """Save with Enter as well, or go to the code."""
        if self._has_token:
            self.query_one(CodeField).focus()
        else:
            self.action_save()

    @on(Field.Submitted, "#code")
    def typed_all(self) -> None:
        """Save with Enter behind the code."""
        self.action_save()

    @work(exclusive=True)
    async def action_save(self) -> None:
        """Set the password."""
        first, again = (self.query_one(name, Field) for name in ("#new_password", "#again"))
        if first.value != again.value:
            again.value = ""
            again.focus()
            self.say("The two are not the same. Please type the second again.", refused=True)
            return
        try:
            login = await self._change(first.value, self._code())
        except Refusal as refusal:
            first.focus()
            self.say(str(refusal), refused=True)
        else:
            self.dismiss(login)

    def _code(self) -> str | None:
        return self.query_one(CodeField).value if self._has_token else None
