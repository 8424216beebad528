"""What the letter keys do to one complaint, from a list and from its own screen alike."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Sequence
from typing import TypeVar

from textual import work
from textual.binding import Binding

from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.interim import InterimDraft
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.vocabulary import Action
from screens.act_dialogs import DIALOGS, act_dialog
from screens.act_keys import (
    ANSWERED,
    GROUPS,
    KEYS,
    ActKey,
    choices,
    key_of,
    possible,
)
from screens.act_menu import ActMenu
from screens.answer import AnswerDialog, CustomerAnswer, RatingDialog, question_of
from screens.attach import AttachDialog, Attaching
from screens.case_work import CaseWork, Subject, title_of
from screens.dialog import Send
from screens.doing import Doing

R = TypeVar("R")


class CaseActions(CaseWork[R]):
    """Act on the complaint that `number` names: a dialog, one service call, and a new look."""

    BINDINGS = [
        Binding("m", "act_menu", "What can be done", show=False),
        *(Binding(key.letter, f"act('{key.action}')", key.label, show=False) for key in KEYS),
        Binding("w", "why_due", "Why due", show=False),
        Binding("q", "ask_again", "Ask the customer again", show=False),
        Binding("plus", "complain_anew", "New complaint", show=False, key_display="+"),
        Binding("f9", "repeat", "Repeat last", show=False),
    ]

    @work
    async def action_act(self, name: str, exactly: bool = False) -> None:
        """Do an action: at once, or by the dialog that asks what it needs to be told."""
        action = Action(name) if exactly else await self._meant(Action(name))
        if action is None:
            return
        if action in ANSWERED:
            await self._answer()
        elif action is Action.RATE:
            await self._rate()
        elif action is Action.ATTACH:
            await self._ask_file()
        elif action in DIALOGS:
            await self._told(action)
        else:
            await self.at_once(action)

    async def _meant(self, action: Action) -> Action | None:
        """Return what a key stands for now; of several people choose one, or none."""
        firsts = {group[0] for group in GROUPS}
        if action not in firsts or (view := await self.look()) is None:
            return action
        keys = choices(action, view.actions)
        if len(keys) < 2:
            return keys[0].action if keys else action
        title = f"{key_of(action).label}: {show_number(view.number)}"
        return await self.app.push_screen_wait(ActMenu(title, keys))

    @work
    async def action_act_menu(self) -> None:
        """List what can be done now, and do what is chosen."""
        named, keys = await self.doable()
        if not keys:
            return
        chosen = await self.app.push_screen_wait(ActMenu(f"What can be done: {named}", keys))
        if chosen is not None:
            await self.run_action(f"act('{chosen}')")

    @work
    async def action_why_due(self) -> None:
        """Say why the complaint is due when it is."""
        from screens.why_due import WhyDueScreen

        if self.number is not None:
            screen = WhyDueScreen(self.desk, self.actor, self.number)
            if await self.app.push_screen_wait(screen):
                self.action_leave()

    @work
    async def action_ask_again(self) -> None:
        """Send the customer again what could not be delivered."""
        self.say("")
        if self.number is None:
            return
        try:
            ways = await to_thread(self.desk.resending.ask_again, self.actor, self.number)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
            return
        await self.look_again()
        notices = "1 notice goes" if ways == 1 else f"{ways} notices go"
        self.say(f"{notices} out again when the sweeper passes next.")

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
        else:
            await self.run_action(f"act('{self.recent.action}', True)")

    async def doable(self) -> tuple[str, Sequence[ActKey]]:
        """Return what is acted on, as a title names it, and the keys that do something now."""
        if (view := await self.look()) is None:
            return "", ()
        keys = possible(view.actions)
        self.say("" if keys else "Nothing can be done here now.", refused=not keys)
        return show_number(view.number), keys

    async def _told(self, action: Action) -> None:
        if not (subject := await self.permitted(action)):
            return

        async def send(doing: Doing) -> None:
            await self.act(subject, doing.act, key=doing.key, target=doing.target_code)

        dialog = act_dialog(
            action,
            title_of(action, subject),
            send,
            self.recent.last(action, Doing),
            desk=self.desk,
            draft=await self._draft(action, subject),
            view=subject.view,
        )
        await self.ask(action, dialog)

    async def _draft(self, action: Action, subject: Subject) -> InterimDraft | None:
        """Return the words to begin with; many complaints at once have none in common."""
        if action is not Action.INTERIM_REPLY or subject.view is None:
            return None
        return await to_thread(self.desk.cases.draft_interim, self.actor, subject.number)

    async def _ask_file(self) -> None:
        if not (subject := await self.permitted(Action.ATTACH)):
            return

        async def send(file: Attaching) -> None:
            paper = await to_thread(self.desk.papers.bring, file.path, "attachments")
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

    async def _answer(self) -> None:
        subject = await self.permitted(*ANSWERED)
        if subject and subject.view:
            last = self.recent.last(ANSWERED[0], CustomerAnswer)
            send = self._responder(subject)
            await self.ask(ANSWERED[0], AnswerDialog(question_of(subject.view), send, last))

    async def _rate(self) -> None:
        if subject := await self.permitted(Action.RATE):
            title = f"Customer's rating of {show_number(subject.number)}"
            last = self.recent.last(Action.RATE, CustomerAnswer)
            await self.ask(Action.RATE, RatingDialog(title, self._responder(subject), last))

    def _responder(self, subject: Subject) -> Send[CustomerAnswer]:
        async def send(said: CustomerAnswer) -> None:
            paper = None
            if said.statement and not said.code:
                paper = await to_thread(self.desk.papers.bring, said.statement, "statement")
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
