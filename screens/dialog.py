"""How a dialog asks for one thing, sends it, and keeps what was typed while it is refused."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar
from uuid import uuid4

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Label

from dopcrm_tui.rules.refusals import OVERTAKEN, Conflict, Refusal
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.safe import safe
from dopcrm_tui.terminal.text_field import TextField
from screens.parts import EXPLAIN, Explained, KeyLine, MessageLine
from screens.wording import overtaken_words

A = TypeVar("A")
_HINT = " F5, then F10 sends it all the same."

Send = Callable[[A], Awaitable[None]]
"""Does what a dialog asks for, or raises the `Refusal` that the dialog shows."""


class Dialog(Explained[A | None], ModalScreen[A | None]):
    """Ask for one thing and send it; while it is refused the dialog stays, with all that was typed.

    `key` is made when the dialog opens: sent twice, it acts once.
    """

    CSS_PATH = ["parts.tcss", "dialog.tcss"]
    BINDINGS = [
        *EXPLAIN,
        Binding("f5", "look_again", "Look again", show=False),
        Binding("f6", "copy", "Copy last", show=False, priority=True),
        Binding("f10", "send", "Send"),
        Binding("f12,escape,f3", "cancel", "Cancel", key_display="F12"),
    ]

    def __init__(self, title: str, send: Send[A], last: A | None = None) -> None:
        """Make a dialog; `last` is what was sent from one like it before, for F6."""
        super().__init__()
        self._title = title
        self._send = send
        self._last = last
        self._sending = self._overtaken = False
        self._nothing_to_lose: list[str] = []
        self.key = uuid4().hex

    @abstractmethod
    def fields(self) -> Iterable[Widget]:
        """Return the rows of fields."""

    @abstractmethod
    def answer(self) -> A:
        """Return what was typed. May raise `Refusal`."""

    def recall(self, last: A) -> None:
        """Fill the fields with what was sent before."""

    def compose(self) -> ComposeResult:
        """Lay out title, fields, message and keys."""
        with Vertical(id="box"):
            yield Label(safe(self._title), id="title")
            yield from self.fields()
            yield MessageLine()
            yield KeyLine()

    def on_mount(self) -> None:
        """Note with which words it begins."""
        self._nothing_to_lose = self._prose()

    @on(Field.Submitted)
    def go_on(self) -> None:
        """Go to the next field."""
        self.focus_next()

    @work
    async def action_send(self) -> None:
        """Send what was typed."""
        await self._deliver()

    async def _deliver(self) -> None:
        """Send once; after a conflict only when it has been looked at again."""
        if self._sending or self._overtaken:
            return
        self._sending = True
        try:
            answer = self.answer()
            await self._send(answer)
        except Refusal as refusal:
            self._refuse(refusal)
        else:
            self.dismiss(answer)
        finally:
            self._sending = False

    def _refuse(self, refusal: Refusal) -> None:
        # A second F10 typed ahead must not send over what nobody has read yet.
        # Only what somebody else did meanwhile can be sent over; any other refusal stays one.
        self._overtaken = isinstance(refusal, Conflict) and refusal.rule == OVERTAKEN
        if self._overtaken:
            self.say(overtaken_words(refusal, _HINT), refused=True)
            return
        self.say(str(refusal), refused=True)
        for name in refusal.fields:
            for field in self.query(f"#{name.partition('.')[0]}").results(Widget):
                field.focus()
                return

    def action_look_again(self) -> None:
        """Let F10 send again."""
        self._overtaken = False
        self.say("F10 sends it.")

    def action_copy(self) -> None:
        """Fill in what was sent from a dialog like this before."""
        if self._last is None:
            self.say("Nothing was sent from here before.")
        else:
            self.recall(self._last)

    def action_cancel(self) -> None:
        """Close; nothing is sent. Sentences that were typed are asked about first."""
        if (prose := self._prose()) == self._nothing_to_lose:
            self.dismiss(None)
            return
        self._nothing_to_lose = prose
        self.say("F12 again throws away what is typed; F10 sends it.")

    def _prose(self) -> list[str]:
        return [field.text for field in self.query(TextField)]
