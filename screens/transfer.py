"""Transferring a complaint to the office it belongs to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.binding import Binding
from textual.screen import ModalScreen
from textual.widget import Widget

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.refusals import InvalidInput, Refusal
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.passage import Passage
from dopcrm_tui.terminal.safe import safe
from dopcrm_tui.terminal.text_field import TextField
from screens.dialog import Send
from screens.doing import ActDialog, Doing
from screens.parts import row

if TYPE_CHECKING:
    from dopcrm_tui.services.directory import OfficeView

LookUp = Callable[[str], Awaitable[Sequence["OfficeView"]]]
"""Returns the offices that a PIN, a code or words can mean. May raise `Refusal`."""
Finder = Callable[[str], ModalScreen["OfficeView | None"]]
"""Makes the dialog that lists offices, beginning with a text."""


class TransferDialog(ActDialog):
    """Ask for an office, by PIN, code or words, and for the reason."""

    ACTION = Action.TRANSFER
    BINDINGS = [Binding("f4", "list_offices", "List")]
    EXPLAINED = {
        "target": "PIN, code or words of the office; Enter looks it up, F4 lists all that fit.",
        "reason": "Why it belongs there. The other office reads it.",
    }

    def __init__(
        self,
        title: str,
        send: Send[Doing],
        last: Doing | None = None,
        *,
        look_up: LookUp,
        finder: Finder,
    ) -> None:
        super().__init__(title, send, last)
        self._look_up, self._finder = look_up, finder
        self._office: tuple[str, str] | None = None
        self._looked_up = ""

    def fields(self) -> Iterable[Widget]:
        """Return the office, its name, and the reason."""
        yield row("To office", Field(id="target", placeholder="PIN, code or words; F4 lists"))
        yield row("", Passage(id="label"))
        yield row("Reason", TextField(id="reason"))

    def answer(self) -> Doing:
        """Return what is to be done. Raises `InvalidInput` where the office is not known."""
        if self._office is None or self._typed != self._looked_up:
            raise InvalidInput({"target": "Name the office to transfer to; F4 lists them."})
        code, label = self._office
        return Doing(self.act(), self.key, code, label)

    def act(self) -> Act:
        """Return the act, its office left out."""
        return Act(action=self.ACTION, reason=self.query_one("#reason", TextField).text)

    def recall(self, last: Doing) -> None:
        """Fill in what was sent before."""
        self._take(last.target_code or "", last.target_label)
        self.query_one("#reason", TextField).text = last.act.reason

    @on(Field.Submitted, "#target")
    @work
    async def resolve(self, submitted: Field.Submitted) -> None:
        """Find the office that was typed; where several fit, list them."""
        submitted.stop()
        await self._resolve()

    @work
    async def action_send(self) -> None:
        """Find the office first, where that was not done yet, then send."""
        if self._typed and self._typed != self._looked_up and not await self._resolve():
            return
        await self._deliver()

    @work
    async def action_list_offices(self) -> None:
        """List the offices that fit what was typed."""
        await self._choose()

    async def _resolve(self) -> bool:
        if not self._typed:
            return False
        try:
            found = await self._look_up(self._typed)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
            return False
        if len(found) == 1:
            self._take(found[0].code, found[0].label)
            return True
        if found:
            return await self._choose()
        self.say(f"No office is found for {self._typed}; F4 lists offices.", refused=True)
        return False

    async def _choose(self) -> bool:
        office = await self.app.push_screen_wait(self._finder(self._typed))
        if office is not None:
            self._take(office.code, office.label)
        return office is not None

    def _take(self, code: str, label: str) -> None:
        self._office, self._looked_up = (code, label), code
        self.query_one("#target", Field).value = code
        self.query_one("#label", Passage).update(safe(label))
        self.query_one("#reason").focus()
        self.say("")

    @property
    def _typed(self) -> str:
        return self.query_one("#target", Field).value.strip()
