"""The form itself: its cells, what stands in them, and what is handed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget

from data.catalogues.taxonomy import Grievance, grievance
from dopcrm_tui.services.directory import OfficeView
from dopcrm_tui.services.new_complaint import Complainant, NewComplaint
from dopcrm_tui.terminal.passage import Passage
from dopcrm_tui.terminal.safe import safe
from screens.registration_asks import (
    AGAINST,
    ATTACHMENTS,
    CODE,
    COMMON,
    DESCRIPTION,
    GRIEVANCE,
    RELATION,
    against_places,
    relation_of,
    still_needed,
    subject_asks,
)
from screens.registration_cells import Cell, pair
from screens.registration_fields import AnyField, Entry, NamedFile
from screens.registration_files import by_place

NOTHING_YET = "Type the three digits of the grievance; letters, or F4, look for it."


class Cells(VerticalScroll):
    """Cells beside and below one another; scrolled to the one with the focus."""

    def __init__(self, cells: list[Cell], *, id: str | None = None) -> None:  # noqa: A002
        """Hold the cells."""
        super().__init__(*cells, can_focus=False, id=id)
        pair(cells)


class RegistrationForm(Widget):
    """The grievance's code, the fields it asks for, and what every complaint asks for.

    The fields of a kind of grievance are made once and hidden while another kind is shown.
    """

    def __init__(self, starts: Mapping[str, str]) -> None:
        """Make a blank form; `starts` is what usually stands in some of its places."""
        super().__init__()
        self._code = Cell(CODE)
        self._common = [
            Cell(replace(ask, start=starts.get(ask.place, ask.start))) for ask in COMMON
        ]
        self._subjects: dict[str, Cells] = {}
        self._shown: Cells | None = None
        self._names = Passage(NOTHING_YET, id="names")
        self._proposed: OfficeView | None = None
        self.grievance: Grievance | None = None

    def compose(self) -> ComposeResult:
        """Lay out the code above, the subject in the middle, the rest below."""
        with Horizontal(id="code"):
            yield self._code
            yield self._names
        yield Container(id="subject")
        yield Cells(self._common, id="common")

    @property
    def cells(self) -> Iterator[Cell]:
        """The cells that can be seen, in the order of Tab."""
        yield self._code
        if self._shown:
            yield from self._shown.query(Cell)
        yield from self._common

    def cell(self, place: str) -> Cell | None:
        """Return the cell of a place, None where it is not asked now."""
        return next((cell for cell in self.cells if cell.ask.place == place), None)

    @property
    def code_field(self) -> AnyField:
        """The field of the grievance's code."""
        return self._code.field

    @property
    def landings(self) -> list[AnyField]:
        """Where the parts of the form begin."""
        subject = [cell.field for cell in self._shown.query(Cell)][:1] if self._shown else []
        story = [cell.field for cell in self._common if cell.ask.place == DESCRIPTION]
        return [self.code_field, *subject, self._common[0].field, *story]

    @property
    def files(self) -> tuple[NamedFile, ...]:
        """The files that come with the complaint."""
        return self.entries[ATTACHMENTS].files

    @property
    def entries(self) -> dict[str, Entry]:
        """What stands in the form."""
        return {cell.ask.place: cell.field.entry for cell in self.cells}

    @property
    def filled(self) -> int:
        """How many fields hold something that is not always there."""
        return sum(cell.field.entry != Entry(cell.ask.start) for cell in self.cells)

    @property
    def is_blank(self) -> bool:
        """Whether nothing has been typed."""
        return not self.filled

    @property
    def at(self) -> str:
        """The place that is being typed into; empty where none is."""
        return next((cell.ask.place for cell in self.cells if cell.field.has_focus), "")

    @property
    def needed(self) -> list[str]:
        """The labels of what must still be answered."""
        answers = {cell.ask.place: cell.field.answer for cell in self.cells}
        return still_needed([cell.ask for cell in self.cells], lambda place: not answers[place])

    async def choose(self, code: str) -> bool:
        """Show what the grievance of a code asks for; tell whether there is one."""
        try:
            chosen = grievance(code)
        except KeyError:
            self.choose_none()
            return False
        before = self.entries
        usual = relation_of(self.grievance)
        await self._show(chosen)
        self.fill({place: entry for place, entry in before.items() if self._is_blank(place)})
        if before[RELATION].text == usual:
            self.fill({RELATION: Entry(relation_of(chosen))})
        self.propose()
        return True

    def choose_none(self) -> None:
        """Ask for no subject; what was typed into it is kept for its return."""
        if self._shown:
            self._shown.display = False
        self._shown = self.grievance = None
        self._names.update(NOTHING_YET)

    async def _show(self, chosen: Grievance) -> None:
        name = chosen.field_set
        if name not in self._subjects:
            self._subjects[name] = Cells([Cell(ask) for ask in subject_asks(name)])
            await self.query_one("#subject").mount(self._subjects[name])
        if self._shown:
            self._shown.display = False
        self._shown, self.grievance = self._subjects[name], chosen
        self._shown.display = True
        self._names.update(_levels(chosen))

    def _is_blank(self, place: str) -> bool:
        cell = self.cell(place)
        return cell is not None and not cell.field.answer

    def propose(self) -> None:
        """Propose the office complained against (design, section 5), unless another is typed."""
        if self.grievance is None:
            return
        fields = (self.cell(place) for place in against_places(self.grievance))
        offices = (cell.field.entry.office for cell in fields if cell)
        proposed = next((office for office in offices if office), None)
        against = self.entries[AGAINST]
        if proposed and (not against.text.strip() or against.office == self._proposed):
            self.fill({AGAINST: Entry(office=proposed)})
        self._proposed = proposed

    async def restore(self, entries: Mapping[str, Entry]) -> None:
        """Put back a form that was left."""
        await self.choose(entries[GRIEVANCE].text)
        self.fill(entries)
        self.propose()

    def fill(self, entries: Mapping[str, Entry]) -> None:
        """Put something into some of the fields."""
        for cell in self.cells:
            if cell.ask.place in entries:
                cell.field.put(entries[cell.ask.place])

    def clear(self) -> None:
        """Make the form blank, what is hidden included."""
        self.choose_none()
        self._proposed = None
        for cell in self.query(Cell):
            cell.problem = ""
            cell.field.put(Entry(cell.ask.start))

    def tell(self, problems: Mapping[str, str]) -> list[Cell]:
        """Show each sentence at its field; return the cells that have one, in their order."""
        told = by_place(problems)
        for cell in self.cells:
            cell.problem = told.get(cell.ask.place, "")
        return [cell for cell in self.cells if cell.problem]

    def complaint(self, *, accept_warnings: bool) -> NewComplaint:
        """Return what is handed in."""
        answers = {cell.ask.place: cell.field.answer for cell in self.cells}
        return NewComplaint(
            grievance=answers[GRIEVANCE],
            complainant=Complainant(**_below("complainant.", answers)),
            subject=_below("subject.", answers),
            against_office=answers[AGAINST],
            channel=answers["channel"],
            received_on=answers["received_on"] or None,
            external_reference=answers["external_reference"] or None,
            refers_to=answers["refers_to"] or None,
            named=answers["named"].replace(",", " ").split(),
            description=answers[DESCRIPTION],
            accept_warnings=accept_warnings,
        )


def _below(prefix: str, answers: Mapping[str, str]) -> dict[str, str]:
    return {
        place.removeprefix(prefix): answer
        for place, answer in answers.items()
        if place.startswith(prefix) and answer
    }


def _levels(chosen: Grievance) -> Content:
    return safe(f"{chosen.category} · {chosen.service} · {chosen.grievance_type}")
