"""Registering a complaint: a form that can be typed blind, as people tell it."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Mapping, Sequence
from datetime import datetime

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import DescendantBlur

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.dates import show_day, today
from dopcrm_tui.rules.refusals import InvalidInput, Refusal, StoreUnavailable
from dopcrm_tui.services.intake import Registered
from dopcrm_tui.services.new_complaint import NewComplaint
from dopcrm_tui.services.papers import Paper
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.passage import Passage
from dopcrm_tui.terminal.safe import safe
from dopcrm_tui.terminal.text_field import TextField
from screens.draft_form import FormDraft
from screens.draft_writer import DraftWriter
from screens.kept import Kept
from screens.registering_away import keep_here, warnings_away
from screens.registration_asks import ARTICLE
from screens.registration_cells import Cell
from screens.registration_fields import Entry, OfficeInput
from screens.registration_files import FilesInput, by_place, papers_of
from screens.registration_typing import RegistrationTyping
from screens.while_away import LOOK_UP, SAVE, within


class RegisterScreen(RegistrationTyping):
    """Type a complaint, F10, tell the number, type the next one."""

    CSS_PATH = ["parts.tcss", "register.tcss"]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
    BINDINGS = [
        Binding("f5", "clear", "Clear"),
        Binding("f10", "save", "Save"),
    ]

    def __init__(
        self,
        desk: Desk,
        actor: Actor,
        kept: Kept | None = None,
        writer: DraftWriter | None = None,
    ) -> None:
        """Make the screen; with `kept` of an earlier visit its draft comes back.

        `writer` keeps what is typed on this machine.
        """
        super().__init__(desk, actor)
        self._actor = actor
        self._kept = kept or Kept()
        self._last = self._kept.last
        self._draft = FormDraft(desk, self._form, writer)
        if self._kept.key:
            self._draft.key, self._draft.taken = self._kept.key, self._kept.taken
        self._result = Passage(id="result")
        self._asked: tuple[str, Mapping[str, Entry]] | None = None
        self._saving = False

    def body(self) -> ComposeResult:
        """Lay out the form below what was registered last."""
        yield self._result
        yield from super().body()

    async def on_mount(self) -> None:
        """Bring back what was left."""
        if self._kept.draft:
            await self._form.restore(self._kept.draft)
            self.say(self._kept.said or "This is what you left.")
        self._show_needed()
        cell = self._form.cell(self._kept.at)
        if cell and isinstance(cell.field, Field):
            cell.field.select_on_focus = False  # until it is left: the next key goes on with it
        self.set_focus(cell.field if cell else self._form.code_field)

    @on(Field.Changed)
    @on(TextField.Changed)
    def note_typed(self, changed: Field.Changed | TextField.Changed) -> None:
        """Have what is typed kept; at once where a field is full: what follows takes its time."""
        self._draft.note(at_once=getattr(changed.control, "is_full", False))

    @on(DescendantBlur)
    def note_finished(self, blur: DescendantBlur) -> None:
        """Have a field kept as soon as it is finished."""
        if isinstance(blur.widget, Field):
            blur.widget.select_on_focus = True
        self._draft.note(at_once=True)

    def away_words(self, away_since: datetime) -> str:
        """Say that registering goes on."""
        if not self._desk.seals.is_ready(self._actor):
            return super().away_words(away_since)
        return "The store does not answer. Go on: F10 keeps it here, with a number for the slip."

    def action_clear(self) -> None:
        """Make the form blank, asked twice."""
        if self._form.is_blank or self._is_asked_again("clear", "F5 again clears the form."):
            self._begin()

    def action_back(self) -> None:
        """Leave."""
        self.action_leave()

    def action_leave(self) -> None:
        """Leave; what is typed is there again at the next visit."""
        if self._form.is_blank:
            self._kept.forget_draft()
        elif self._is_asked_again("leave", "F3 again leaves; what is typed comes back with you."):
            self._kept.draft, self._kept.key = self._form.entries, self._draft.key
            self._kept.taken, self._kept.at = self._draft.taken, self._form.at
            self._kept.said = ""
            self._draft.fix()
        else:
            return
        self.dismiss()

    def _is_asked_again(self, action: str, sentence: str) -> bool:
        """Tell whether this was asked just before, with the form as it is; else say `sentence`."""
        asked, self._asked = self._asked, (action, self._form.entries)
        if asked == self._asked:
            return True
        self.say(sentence)
        return False

    @work
    async def action_save(self) -> None:
        """Register what is typed, once, or show all that is wrong with it."""
        if self._saving or self._form.is_blank:
            return
        self._saving = True
        try:
            await self._save()
        finally:
            self._saving = False

    async def _save(self) -> None:
        if not await self._is_settled():
            return
        entries = self._form.entries
        accepted = self._asked == ("save", entries)
        form = self._form.complaint(accept_warnings=accepted)
        try:
            papers = await to_thread(self._papers, form)
            told = await self._registered(form, papers, entries, accepted=accepted)
        except InvalidInput as wrong:
            self._show_problems(wrong.fields)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
        else:
            if told:
                self._last = self._kept.last = entries
                self._show_result(told)
                self._begin()

    async def _registered(
        self,
        form: NewComplaint,
        papers: Sequence[Paper],
        entries: Mapping[str, Entry],
        *,
        accepted: bool,
    ) -> str:
        """Register, or keep it here while the store is away; nothing where first a look is needed.

        Raises what `Intake.register` does.
        """
        desk, actor = self._desk, self._actor
        key, taken = self._draft.key, self._draft.taken
        try:
            if not accepted:
                foreseen = await within(desk, SAVE, desk.intake.check, actor, form, papers, key=key)
                if self._warn(foreseen.warnings, foreseen.lookalikes, entries):
                    return ""
            done = await within(
                desk,
                SAVE,
                desk.intake.register,
                actor,
                form,
                papers,
                key=key,
                taken=taken,
            )
        except StoreUnavailable as away:
            if not desk.seals.is_ready(actor):
                raise
            odd = {} if accepted else await warnings_away(desk, actor, form, papers)
            if self._warn(odd, (), entries):
                return ""
            try:
                return await keep_here(desk, actor, form, papers, key=key, entries=entries)
            except StoreUnavailable as neither:
                raise StoreUnavailable(f"{away} {neither}") from None
        if taken:
            desk.spooling.remove(taken.provisional_number)
        return await self._told(done)

    async def _told(self, done: Registered) -> str:
        try:
            office = await within(
                self._desk, LOOK_UP, self._desk.directory.by_code, done.office_code
            )
            name = office.label.partition(" · ")[0]
        except StoreUnavailable:
            name = done.office_name
        due = show_day(today(done.due_at))
        return f"{show_number(done.number)} registered · with {name} · due {due}"

    async def _is_settled(self) -> bool:
        """Complete what is typed; a file that cannot be attached is not left out in silence."""
        if isinstance(self._at, OfficeInput) and self._at.is_open:
            await self._settle(self._at)
        elif self._at:
            self._at.settle()
        files = self.query_one(FilesInput)
        if files.is_open:
            await self._settle(files)
        if files.is_open:
            self.set_focus(files)
            self.say("Correct the file, or make the field blank; nothing is registered yet.")
        return not files.is_open

    def _papers(self, form: NewComplaint) -> tuple[Paper, ...]:
        """Read the files. Raises `InvalidInput` with all that is wrong, in files and fields."""
        try:
            return papers_of(self._desk, self._form.files)
        except InvalidInput as unreadable:
            problems = unreadable.fields
            try:
                self._desk.intake.check_away(self._actor, form)
            except InvalidInput as wrong:
                problems |= wrong.fields
            raise InvalidInput(problems) from None

    def _warn(
        self,
        warnings: Mapping[str, str],
        lookalikes: Sequence[str],
        entries: Mapping[str, Entry],
    ) -> bool:
        warnings = dict(warnings)
        if lookalikes:
            numbers = ", ".join(map(show_number, lookalikes))
            said = (warnings.get(ARTICLE, ""), f"This article is complained of already: {numbers}.")
            warnings[ARTICLE] = " ".join(part for part in said if part)
        if warnings:
            self._asked = ("save", entries)
            odd = self._form.tell(warnings)
            self._go_to(odd)
            self.say("Please look again; F10 once more registers it as it is.")
        return bool(warnings)

    def _show_problems(self, problems: Mapping[str, str]) -> None:
        wrong = self._form.tell(problems)
        places = by_place(problems)
        elsewhere = [sentence for place, sentence in places.items() if not self._form.cell(place)]
        self._go_to(wrong)
        count = f"{len(wrong)} field{'s' if len(wrong) > 1 else ''} to correct" if wrong else ""
        labels = ", ".join(cell.ask.label for cell in wrong)
        self.say(" ".join([f"{count}: {labels}." if wrong else "", *elsewhere]).strip())

    def _go_to(self, cells: Sequence[Cell]) -> None:
        if cells:
            self.set_focus(cells[0].field)

    def _show_result(self, told: str) -> None:
        self._result.display = True
        self._result.update(safe(told))

    def _begin(self) -> None:
        """Have a blank form, with a key of its own."""
        self._draft.begin()
        self._asked = None
        self._form.clear()
        self.say("")
        self._show_needed()
        self.set_focus(self._form.code_field)
