"""What the letter keys do to one complaint, from a list and from its own screen alike."""

from __future__ import annotations

from abc import abstractmethod
from asyncio import to_thread
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

from textual import work
from textual.binding import Binding

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Act, Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.refusals import Conflict, NotFound, Refusal
from dopcrm_tui.rules.vocabulary import STATE_LABELS, Action, State
from dopcrm_tui.services.directory import OfficeView
from dopcrm_tui.services.transition import Acted
from screens.answer import ANSWERS, AnswerDialog, CustomerAnswer, RatingDialog
from screens.attach import AttachDialog, Attaching, read_paper
from screens.confirmation import ConfirmationDialog
from screens.escalation import EscalationDialog
from screens.parts import DeskScreen, Dialog, Send
from screens.recent import Recent
from screens.remark import RemarkDialog
from screens.transfer import Transfer, TransferDialog
from screens.wording import ACTION_LABELS
from screens.words_dialog import Words, WordsDialog

if TYPE_CHECKING:
    from screens.office_finder import OfficeFinder

A = TypeVar("A")
R = TypeVar("R")

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


@dataclass(slots=True)
class Subject:
    """The complaint a key acts on, and the version that was last seen of it."""

    number: str
    version: int


class CaseActions(DeskScreen[R]):
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
        Binding("f9", "repeat", "Repeat last", show=False),
    ]

    def __init__(
        self, title: str, desk: Desk, actor: Actor, *, recent: Recent | None = None
    ) -> None:
        super().__init__(title, actor)
        self.desk, self.actor = desk, actor
        self.recent = recent or Recent()

    @property
    @abstractmethod
    def number(self) -> str | None:
        """The complaint the keys act on now."""

    @abstractmethod
    async def look_again(self) -> None:
        """Show how things stand after an act, or after somebody else's."""

    @work
    async def action_take(self) -> None:
        """Take the complaint."""
        await self._at_once(Action.TAKE)

    @work
    async def action_release(self) -> None:
        """Give the complaint back."""
        await self._at_once(Action.RELEASE)

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
        if not (subject := await self._permitted(Action.TRANSFER)):
            return

        async def send(to: Transfer) -> None:
            act = Act(action=Action.TRANSFER, reason=to.reason)
            await self._act(subject, act, key=to.key, target=to.office_code)

        await self._ask(
            Action.TRANSFER,
            TransferDialog(
                self._title_of(Action.TRANSFER, subject),
                send,
                self.recent.last(Action.TRANSFER, Transfer),
                look_up=self._offices,
                finder=self._finder,
            ),
        )

    @work
    async def action_attach(self) -> None:
        """Attach a file."""
        if not (subject := await self._permitted(Action.ATTACH)):
            return

        async def send(file: Attaching) -> None:
            paper = await to_thread(read_paper, file.path, "attachments")
            attach = self.desk.papers.attach
            await self._done(
                subject,
                lambda: attach(
                    self.actor, subject.number, [paper], version=subject.version, key=file.key
                ),
            )

        title = self._title_of(Action.ATTACH, subject)
        last = self.recent.last(Action.ATTACH, Attaching)
        await self._ask(Action.ATTACH, AttachDialog(title, send, last))

    @work
    async def action_answer(self) -> None:
        """Record the customer's answer to the resolution."""
        if subject := await self._permitted(*ANSWERS.values()):
            title = f"Customer's answer on {show_number(subject.number)}"
            await self._ask(Action.ACCEPT, AnswerDialog(title, self._responder(subject)))

    @work
    async def action_rate(self) -> None:
        """Record the customer's rating."""
        if subject := await self._permitted(Action.RATE):
            title = f"Customer's rating of {show_number(subject.number)}"
            await self._ask(Action.RATE, RatingDialog(title, self._responder(subject)))

    async def action_repeat(self) -> None:
        """Do the last command again, on the complaint of now."""
        if self.recent.action is None:
            self.say("There is no command to repeat yet.")
            return
        name = "answer" if self.recent.action is Action.ACCEPT else self.recent.action.value
        await self.run_action(name)

    async def _at_once(self, action: Action) -> None:
        """Do what needs no words."""
        if not (subject := await self._permitted(action)):
            return
        try:
            await self._act(subject, Act(action=action), key=uuid4().hex)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
        else:
            self.recent.keep(action)

    async def _words(self, action: Action, dialog: type[WordsDialog]) -> None:
        if not (subject := await self._permitted(action)):
            return

        async def send(words: Words) -> None:
            await self._act(subject, _act_of(action, dialog, words.text), key=words.key)

        title = self._title_of(action, subject)
        await self._ask(action, dialog(title, send, self.recent.last(action, Words)))

    def _responder(self, subject: Subject) -> Send[CustomerAnswer]:
        async def send(said: CustomerAnswer) -> None:
            paper = None
            if said.statement and not said.code:
                paper = await to_thread(read_paper, said.statement, "statement")
            respond = self.desk.answers.respond
            await self._done(
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

    async def _permitted(self, *actions: Action) -> Subject | None:
        """Return the complaint if one of the actions is allowed now; else say why not."""
        self.say("")
        if self.number is None:
            return None
        try:
            view = await to_thread(self.desk.cases.show, self.actor, self.number)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
            return None
        reasons = [view.actions.get(action) for action in actions]
        if all(reasons):
            self.say(reasons[0] or "", refused=True)
            return None
        return Subject(view.number, view.version)

    async def _ask(self, action: Action, dialog: Dialog[A]) -> None:
        sent = await self.app.push_screen_wait(dialog)
        if sent is not None:
            self.recent.keep(action, sent)

    async def _act(
        self, subject: Subject, act: Act, *, key: str, target: str | None = None
    ) -> None:
        carry_out = self.desk.processing.act
        await self._done(
            subject,
            lambda: carry_out(
                self.actor,
                subject.number,
                act,
                target_code=target,
                version=subject.version,
                key=key,
            ),
        )

    async def _done(self, subject: Subject, call: Callable[[], Acted]) -> None:
        """Do it and look again; after a conflict the dialog goes on from what is so now."""
        try:
            acted = await to_thread(call)
        except Conflict:
            await self._catch_up(subject)
            raise
        await self.look_again()
        self.say(_told(acted))

    async def _catch_up(self, subject: Subject) -> None:
        try:
            view = await to_thread(self.desk.cases.show, self.actor, subject.number)
        except NotFound:
            return
        subject.version = view.version
        await self.look_again()

    async def _offices(self, text: str) -> Sequence[OfficeView]:
        directory = self.desk.directory
        if len(text) == 6 and text.isdecimal():
            return await to_thread(directory.at_pin, text)
        found = await to_thread(directory.find, text)
        exact = [office for office in found if office.code == text.upper()]
        return exact or found

    def _finder(self, text: str) -> OfficeFinder:
        from screens.office_finder import OfficeFinder

        return OfficeFinder(self.desk, "Transfer to which office?", text)

    def _title_of(self, action: Action, subject: Subject) -> str:
        return f"{ACTION_LABELS[action]}: {show_number(subject.number)}"


def _act_of(action: Action, dialog: type[WordsDialog], text: str) -> Act:
    if dialog.FIELD == "reason":
        return Act(action=action, reason=text)
    return Act(action=action, text=text)


def _told(acted: Acted) -> str:
    state = STATE_LABELS[State(acted.state)]
    level = f", level {acted.escalation_level}" if acted.escalation_level else ""
    label = ACTION_LABELS[Action(acted.action)]
    return f"{label}: done. {show_number(acted.number)} is “{state}”{level} at {acted.office_name}."
