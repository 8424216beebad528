"""Typing through the registration form: moving on, looking up, copying."""

from __future__ import annotations

from time import monotonic

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Static

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.vocabulary import Role
from dopcrm_tui.services.directory import OfficeView
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.safe import safe
from dopcrm_tui.terminal.text_field import TextField
from screens.choice_finder import ChoiceFinder
from screens.grievance_finder import GrievanceFinder
from screens.office_finder import OfficeFinder
from screens.parts import DeskScreen
from screens.registration_asks import DESCRIPTION, GRIEVANCE
from screens.registration_cells import Cell
from screens.registration_fields import AnyField, ChoiceInput, CodeInput, Entry, OfficeInput
from screens.registration_files import FilesInput, looked_at
from screens.registration_form import RegistrationForm
from screens.while_away import offices_at

RESTS = 0.5
"""Seconds without a key from which on the typing rests."""


class RegistrationTyping(DeskScreen[None]):
    """A form that the hands know: nothing is asked with a mouse, nothing waits."""

    # F6 and F7 come first: a field of several lines has uses of its own for them.
    BINDINGS = [
        Binding("f4", "look_up", "List"),
        Binding("f6", "copy", "Copy", priority=True),
        Binding("f7", "jump(-1)", "Jump back", show=False, priority=True),
        Binding("f8", "jump(1)", "Jump"),
        Binding("tab", "advance(1)", "Next field", show=False),
        Binding("shift+tab", "advance(-1)", "Field before", show=False),
    ]

    def __init__(self, desk: Desk, actor: Actor) -> None:
        super().__init__("Complaint Registration", actor)
        self._desk = desk
        by_phone = actor.role is Role.CALL_CENTRE
        self._form = RegistrationForm({"channel": "Call centre"} if by_phone else {})
        self._needed = Static(id="needed")
        self._said_needed = ""
        self._typed_at, self._awaits_rest = 0.0, False
        self._last: dict[str, Entry] = {}

    def body(self) -> ComposeResult:
        """Lay out the form above what is still needed."""
        yield self._form
        yield self._needed

    @on(Field.Changed)
    @on(TextField.Changed)
    async def on_typed(self, changed: Field.Changed | TextField.Changed) -> None:
        """Follow the typing: forget what was wrong, move on from a full field."""
        cell = cell_of(changed.control)
        cell.problem = ""
        if isinstance(cell.field, CodeInput):
            await self._code_typed(cell)
        elif cell.field.is_full:
            self.action_advance(1)
        if cell.field is self._at:
            self._show_needed_at_rest()
        else:
            self._show_needed()

    async def _code_typed(self, cell: Cell) -> None:
        code = cell.field.answer
        if len(code) < 3:
            self._form.choose_none()
        elif await self._form.choose(code):
            self.focus_next()
        else:
            cell.problem = f"{code} is not a grievance code; F4 lists them."
            cell.field.select_all()

    @on(Field.Submitted)
    def on_entered(self) -> None:
        """Move on; a file just named leaves room for the next one."""
        at = self._at
        if isinstance(at, FilesInput) and at.is_open:
            self._settle_and_move(at, 0)
        else:
            self.action_advance(1)

    @on(CodeInput.Letters)
    def on_letters(self, letters: CodeInput.Letters) -> None:
        """Look for the grievance by its words."""
        self._find_grievance(letters.text)

    def action_advance(self, step: int) -> None:
        """Leave the field for the next one, or the one before."""
        at = self._at
        if isinstance(at, OfficeInput | FilesInput) and at.is_open:
            self._settle_and_move(at, step)
            return
        if at:
            at.settle()
        self._move(step)

    def _move(self, step: int) -> None:
        if step > 0:
            self.focus_next()
        elif step < 0:
            self.focus_previous()
        self._show_needed()

    @work
    async def _settle_and_move(self, at: OfficeInput | FilesInput, step: int) -> None:
        await self._settle(at)
        self._move(step)

    async def _settle(self, at: OfficeInput | FilesInput) -> None:
        """Turn what is typed into the office or the file it names."""
        if isinstance(at, FilesInput):
            await self._name_file(at)
        else:
            await self._name_office(at)

    async def _name_file(self, at: FilesInput) -> None:
        try:
            file = await looked_at(self._desk, at.value.strip(), at.files)
        except Refusal as refusal:
            cell_of(at).problem = str(refusal)
        else:
            at.put(Entry(files=(*at.files, file)))
            cell_of(at).problem = ""

    async def _name_office(self, at: OfficeInput) -> None:
        """Name the office that is meant; where the text names several, ask which."""
        text = at.value.strip()
        try:
            found = await offices_at(self._desk, text)
        except Refusal as refusal:
            cell_of(at).problem = str(refusal)
            return
        if len(found) == 1:
            self._take_office(at, found[0])
        elif found:
            await self._find_office(at, f"{text} ")
        else:
            cell_of(at).problem = f"No office is found by {text}; F4 looks further."

    async def _find_office(self, at: OfficeInput, text: str) -> None:
        finder = OfficeFinder(self._desk, at.ask.label, text)
        if office := await self.app.push_screen_wait(finder):
            self._take_office(at, office)

    def _take_office(self, at: OfficeInput, office: OfficeView) -> None:
        at.put(Entry(office=office))
        cell_of(at).problem = ""
        self._form.propose()

    @work
    async def _find_grievance(self, text: str) -> None:
        if (found := await self.app.push_screen_wait(GrievanceFinder(text))) is None:
            return
        self._form.fill({GRIEVANCE: Entry(found.code)})
        cell_of(self._form.code_field).problem = ""
        await self._form.choose(found.code)
        self.set_focus(self._form.code_field)
        self._move(1)

    @work
    async def action_look_up(self) -> None:
        """List what the field can hold."""
        match self._at:
            case CodeInput():
                self._find_grievance("")
            case OfficeInput() as at:
                await self._find_office(at, "" if at.office else at.value)
            case FilesInput() as at if at.files:
                paths = [file.path for file in at.files]
                finder = ChoiceFinder("Take which file out?", paths)
                if path := await self.app.push_screen_wait(finder):
                    at.take_out(path)
            case FilesInput():
                self.say("No file is named yet: type its path and press Enter.")
            case ChoiceInput() as at:
                finder = ChoiceFinder(at.ask.label, tuple(at.ask.choices or ()))
                if choice := await self.app.push_screen_wait(finder):
                    at.put(Entry(choice))
                    self._move(1)
            case at if at:
                self.say(f"There is no list for {at.ask.label}.")

    def action_explain(self) -> None:
        """Say what the field is for."""
        if at := self._at:
            self.say(f"{at.ask.label}: {at.ask.help}")

    def action_copy(self) -> None:
        """Copy this field from the complaint registered last, and move on."""
        at = self._at
        if at is None or at.ask.place not in self._last:
            self.say("There is nothing to copy here.")
            return
        entry = self._last[at.ask.place]
        self._copy(at, entry)

    @work
    async def _copy(self, at: AnyField, entry: Entry) -> None:
        at.put(entry)
        cell_of(at).problem = ""
        if at.ask.place == GRIEVANCE:
            await self._form.choose(entry.text)
        self._form.propose()
        if at.ask.place != DESCRIPTION:
            self._move(1)
        self._show_needed()

    def action_jump(self, by: int) -> None:
        """Go to the next part of the form, or the one before: code, subject, person, story."""
        landings = self._form.landings
        now = max((n for n, at in enumerate(landings) if self._is_at_or_behind(at)), default=0)
        self.set_focus(landings[(now + by) % len(landings)])

    def _is_at_or_behind(self, landing: AnyField) -> bool:
        chain = self.focus_chain
        return self.focused in chain and chain.index(landing) <= chain.index(self.focused)

    @property
    def _at(self) -> AnyField | None:
        """The field with the focus."""
        return self.focused if isinstance(self.focused, AnyField) else None

    def _show_needed_at_rest(self) -> None:
        """Say it when the typing rests: a slow line carries the letters first."""
        self._typed_at = monotonic()
        if not self._awaits_rest:
            self._awaits_rest = True
            self.set_timer(RESTS, self._look_for_rest)

    def _look_for_rest(self) -> None:
        left = self._typed_at + RESTS - monotonic()
        self._awaits_rest = left > 0
        if self._awaits_rest:
            self.set_timer(left, self._look_for_rest)
        else:
            self._show_needed()

    def _show_needed(self) -> None:
        needed = ", ".join(self._form.needed)
        said = f"still needed: {needed}" if needed else "Nothing more is needed: F10 registers it."
        if said != self._said_needed:
            self._said_needed = said
            self._needed.update(safe(said), layout=False)


def cell_of(field: Widget) -> Cell:
    """Return the cell a field lies in."""
    cell = field.parent
    if not isinstance(cell, Cell):
        raise AssertionError("every field of the form is in a cell")
    return cell
