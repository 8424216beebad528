"""What the letter keys do to one complaint, from a list and from its own screen alike."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from textual import work
from textual.binding import Binding

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.plain_code import is_digits, plain_code
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.directory import OfficeView
from screens.answer import ANSWERS, AnswerDialog, CustomerAnswer, RatingDialog
from screens.attach import AttachDialog, Attaching, read_paper
from screens.case_work import CaseWork, Subject, title_of
from screens.confirmation import ConfirmationDialog
from screens.dialog import Send
from screens.escalation import EscalationDialog
from screens.remark import RemarkDialog
from screens.transfer import Transfer, TransferDialog
from screens.words_dialog import Words, WordsDialog

if TYPE_CHECKING:
    from screens.office_finder import OfficeFinder

R = TypeVar("R")
PIN_LENGTH = 6

KEYS = {
    Action.TAKE: "t",
    Action.RELEASE: "l",
    Action.REMARK: "r",
    Action.ATTACH: "a",
    Action.TRANSFER: "x",
    Action.SEEK_CONFIRMATION: "c",
    Action.ACCEPT: "n",
    Action.ESCALATE: "e",
    Action.RATE: "g",
}
"""The letters of the actions that have a key; `n` records any answer of the customer."""


class CaseActions(CaseWork[R]):
    """Act on the complaint that `number` names: a dialog, one service call, and a new look."""

    BINDINGS = [
        Binding("t", "take", "Take", show=False),
        Binding("l", "release", "Release", show=False),
        Binding("r", "remark", "Remark", show=False),
        Binding("a", "attach", "Attach", show=False),
        Binding("x", "transfer", "Transfer", show=False),
        Binding("c", "seek_confirmation", "Seek confirmation", show=False),
        Binding("n", "answer", "Customer's answer", show=False),
        Binding("e", "escalate", "Escalate", show=False),
        Binding("g", "rate", "Customer's rating", show=False),
        Binding("w", "why_due", "Why due", show=False),
        Binding("plus", "complain_anew", "New complaint", show=False, key_display="+"),
        Binding("f9", "repeat", "Repeat last", show=False),
    ]

    @work
    async def action_take(self) -> None:
        """Take the complaint."""
        await self.at_once(Action.TAKE)

    @work
    async def action_release(self) -> None:
        """Give the complaint back."""
        await self.at_once(Action.RELEASE)

    @work
    async def action_remark(self) -> None:
        """Add a remark."""
        await self._words(Action.REMARK, RemarkDialog)

    @work
    async def action_seek_confirmation(self) -> None:
        """Ask the customer to confirm the resolution."""
        await self._words(Action.SEEK_CONFIRMATION, ConfirmationDialog)

    @work
    async def action_escalate(self) -> None:
        """Escalate by one level."""
        await self._words(Action.ESCALATE, EscalationDialog)

    @work
    async def action_transfer(self) -> None:
        """Transfer to another office."""
        if not (subject := await self.permitted(Action.TRANSFER)):
            return

        async def send(to: Transfer) -> None:
            act = Act(action=Action.TRANSFER, reason=to.reason)
            await self.act(subject, act, key=to.key, target=to.office_code)

        await self.ask(
            Action.TRANSFER,
            TransferDialog(
                title_of(Action.TRANSFER, subject),
                send,
                self.recent.last(Action.TRANSFER, Transfer),
                look_up=self._offices,
                finder=self._finder,
            ),
        )

    @work
    async def action_attach(self) -> None:
        """Attach a file."""
        if not (subject := await self.permitted(Action.ATTACH)):
            return

        async def send(file: Attaching) -> None:
            paper = await to_thread(read_paper, file.path, "attachments")
            attach = self.desk.papers.attach
            await self.done(
                subject,
                lambda: attach(
                    self.actor,
                    subject.number,
                    [paper],
                    version=subject.version,
                    key=subject.once(file.key),
                ),
            )

        title = title_of(Action.ATTACH, subject)
        last = self.recent.last(Action.ATTACH, Attaching)
        await self.ask(Action.ATTACH, AttachDialog(title, send, last))

    @work
    async def action_answer(self) -> None:
        """Record the customer's answer to the resolution."""
        if subject := await self.permitted(*ANSWERS.values()):
            title = f"Customer's answer on {show_number(subject.number)}"
            await self.ask(Action.ACCEPT, AnswerDialog(title, self._responder(subject)))

    @work
    async def action_rate(self) -> None:
        """Record the customer's rating."""
        if subject := await self.permitted(Action.RATE):
            title = f"Customer's rating of {show_number(subject.number)}"
            await self.ask(Action.RATE, RatingDialog(title, self._responder(subject)))

    @work
    async def action_why_due(self) -> None:
        """Say why the complaint is due when it is."""
        from screens.why_due import WhyDueScreen

        if self.number is not None:
            screen = WhyDueScreen(self.desk, self.actor, self.number)
            if await self.app.push_screen_wait(screen):
                self.action_leave()

    @work
    async def action_complain_anew(self) -> None:
        """Begin a new complaint that refers to this closed one."""
        from screens.referral import begun
        from screens.register import RegisterScreen

        self.say("")
        if self.number is None:
            return
        try:
            kept = await to_thread(begun, self.desk, self.actor, self.number, self.recent)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
            return
        await self.app.push_screen_wait(RegisterScreen(self.desk, self.actor, kept))
        await self.look_again()

    async def action_repeat(self) -> None:
        """Do the last command again, on the complaint of now."""
        if self.recent.action is None:
            self.say("There is no command to repeat yet.")
            return
        name = "answer" if self.recent.action is Action.ACCEPT else self.recent.action.value
        await self.run_action(name)

    async def _words(self, action: Action, dialog: type[WordsDialog]) -> None:
        if not (subject := await self.permitted(action)):
            return

        async def send(words: Words) -> None:
            await self.act(subject, _act_of(action, dialog, words.text), key=words.key)

        title = title_of(action, subject)
        await self.ask(action, dialog(title, send, self.recent.last(action, Words)))

    def _responder(self, subject: Subject) -> Send[CustomerAnswer]:
        async def send(said: CustomerAnswer) -> None:
            paper = None
            if said.statement and not said.code:
                paper = await to_thread(read_paper, said.statement, "statement")
            respond = self.desk.answers.respond
            await self.done(
                subject,
                lambda: respond(
                    self.actor,
                    subject.number,
                    said.act,
                    code=said.code or None,
                    signed_statement=paper,
                    key=said.key,
                ),
            )

        return send

    async def _offices(self, text: str) -> Sequence[OfficeView]:
        directory = self.desk.directory
        if len(plain_code(text)) == PIN_LENGTH and is_digits(plain_code(text)):
            return await to_thread(directory.at_pin, text)
        found = await to_thread(directory.find, text)
        exact = [office for office in found if office.code == text.upper()]
        return exact or found

    def _finder(self, text: str) -> OfficeFinder:
        from screens.office_finder import OfficeFinder

        return OfficeFinder(self.desk, "Transfer to which office?", text)


def _act_of(action: Action, dialog: type[WordsDialog], text: str) -> Act:
    if dialog.FIELD == "reason":
        return Act(action=action, reason=text)
    return Act(action=action, text=text)
