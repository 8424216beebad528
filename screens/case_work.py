"""How a screen acts on one complaint: is it allowed, ask, do, look again."""

from __future__ import annotations

from abc import abstractmethod
from asyncio import to_thread
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import uuid4

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Act, Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.refusals import Conflict, NotFound, Refusal
from dopcrm_tui.rules.vocabulary import STATE_LABELS, Action, State
from dopcrm_tui.services.cases import ComplaintView
from dopcrm_tui.services.transition import Acted
from screens.dialog import Dialog
from screens.parts import DeskScreen
from screens.recent import Recent
from screens.wording import ACTION_LABELS, overtaken_words

A = TypeVar("A")
R = TypeVar("R")


@dataclass(slots=True)
class Subject:
    """The complaint a key acts on, and the version that was last seen of it."""

    number: str
    version: int
    view: ComplaintView | None = field(default=None, kw_only=True)
    """What was seen of it when the key was pressed."""

    @property
    def shown(self) -> str:
        """What a dialog calls it."""
        return show_number(self.number)

    def once(self, key: str) -> str:
        """Return the key by which a form acts on it once."""
        return key


class CaseWork(DeskScreen[R]):
    """A screen on which one complaint at a time is acted on: the one that `number` names."""

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

    @property
    @abstractmethod
    def version(self) -> int | None:
        """The version of it that is on the screen."""

    @abstractmethod
    async def look_again(self) -> None:
        """Show how things stand after an act."""

    async def look_after_others(self) -> None:
        """Show how things stand after somebody else's act."""
        await self.look_again()

    async def at_once(self, action: Action) -> None:
        """Do what needs no words."""
        if not (subject := await self.permitted(action)):
            return
        try:
            await self.act(subject, Act(action=action), key=uuid4().hex)
        except Conflict as conflict:
            self.say(overtaken_words(conflict), refused=True)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
        else:
            self.recent.keep(action)

    async def permitted(self, *actions: Action) -> Subject | None:
        """Return the complaint if one of the actions is allowed now; else say why not."""
        if (view := await self.look()) is None:
            return None
        reasons = [view.actions.get(action) for action in actions]
        if all(reasons):
            self.say(reasons[0] or "", refused=True)
            return None
        return Subject(view.number, self.version or view.version, view=view)

    async def look(self) -> ComplaintView | None:
        """Return the complaint as it stands now; None where there is none to see."""
        self.say("")
        if self.number is None:
            return None
        try:
            return await to_thread(self.desk.cases.show, self.actor, self.number)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
            return None

    async def ask(self, action: Action, dialog: Dialog[A]) -> None:
        """Open a dialog; what it sent is remembered, what is typed into it kept until then."""
        dialog.kept_by = self.recent.writer
        sent = await self.app.push_screen_wait(dialog)
        if sent is not None:
            self.recent.keep(action, sent)

    async def act(self, subject: Subject, act: Act, *, key: str, target: str | None = None) -> None:
        """Do an act of the department's own. Raises what the service raises."""
        carry_out = self.desk.processing.act
        await self.done(
            subject,
            lambda: carry_out(
                self.actor,
                subject.number,
                act,
                target_code=target,
                version=subject.version,
                key=subject.once(key),
            ),
        )

    async def done(self, subject: Subject, call: Callable[[], Acted]) -> None:
        """Do it and look again; after a conflict the dialog goes on from what is so now."""
        try:
            acted = await to_thread(call)
        except Conflict:
            await self._catch_up(subject)
            raise
        await self.look_again()
        self.say(told(acted))

    async def _catch_up(self, subject: Subject) -> None:
        try:
            view = await to_thread(self.desk.cases.show, self.actor, subject.number)
        except NotFound:
            return
        subject.version = view.version
        await self.look_after_others()


def title_of(action: Action, subject: Subject) -> str:
    """Return the title of a dialog."""
    return f"{ACTION_LABELS[action]}: {subject.shown}"


def told(acted: Acted) -> str:
    """Say what was done to a complaint, and how it stands."""
    state = STATE_LABELS[State(acted.state)]
    level = f", level {acted.escalation_level}" if acted.escalation_level else ""
    label = ACTION_LABELS[Action(acted.action)]
    stands = f"{show_number(acted.number)} is “{state}”{level} at {acted.office_name}."
    return " ".join([f"{label}: done.", acted.note or stands])
