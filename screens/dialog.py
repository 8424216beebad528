"""How a dialog asks for one thing, sends it, and keeps what was typed while it is refused."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

from textual import on, work
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Label

from dopcrm_tui.rules.refusals import OVERTAKEN, Conflict, Refusal
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.safe import safe
from dopcrm_tui.terminal.text_field import TextField
from screens.dialog_draft import DialogDraft
from screens.parts import EXPLAIN, Explained, KeyLine, MessageLine
from screens.wording import overtaken_words

if TYPE_CHECKING:
    from screens.draft_writer import DraftWriter

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
        self.kept_by: DraftWriter | None = None
        self._kept: DialogDraft | None = None

    @property
    def about(self) -> str:
        """What it is for, by which a draft of it is found again."""
        return self._title

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
        """Note with which words it begins; what an earlier session typed comes back."""
        self._nothing_to_lose = self.prose
        if self.kept_by and self.prose:
            self._kept = DialogDraft(self, self.kept_by)
            self._kept.bring_back()

    @on(Field.Changed)
    @on(TextField.Changed)
    def note_typed(self) -> None:
        """Have what is typed kept."""
        if self._kept:
            self._kept.note()

    def dismiss(self, result: A | None = None) -> AwaitComplete:
        """Answer and go; what was typed is sent, or thrown away."""
        if self._kept:
            self._kept.end()
        return super().dismiss(result)

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
        if (prose := self.prose) == self._nothing_to_lose:
            self.dismiss(None)
            return
        self._nothing_to_lose = prose
        self.say("F12 again throws away what is typed; F10 sends it.")

    @property
    def prose(self) -> list[str]:
        """The sentences that stand in it."""
        return [field.text for field in self.query(TextField)]
