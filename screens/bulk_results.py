"""Acting on many complaints, one after the other: how far it is, and what became of each."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.refusals import InvalidInput, Refusal
from dopcrm_tui.services.bulk import one_by_one
from dopcrm_tui.services.transition import Acted
from dopcrm_tui.terminal.line_layout import Column
from dopcrm_tui.terminal.line_list import LineList
from dopcrm_tui.terminal.row_window import Direction, Page, Row
from dopcrm_tui.terminal.safe import safe
from screens.bulk import Marked
from screens.case_work import told
from screens.parts import DeskScreen

COLUMNS = (Column("Number", 13), Column("", 7), Column("What became of it", 0))
STEPS = 20
"""How often the progress is told: a slow line has better to do than to count."""

Outcomes = dict[str, Acted | Refusal]
"""What became of each complaint, by its number."""


class BulkResults(DeskScreen[Outcomes]):
    """Do it to each that is marked, and list what became of them; those refused come first."""

    CSS_PATH = ["parts.tcss", "bulk_results.tcss"]
    BINDINGS = [Binding("f12,escape", "back", "Stop or back", key_display="F12")]
    EXPLAINED = {
        "": "Each complaint is done or refused by itself. F12 stops after the one in work; "
        "when all are done, Up and Down choose one, and what became of it is told in full below."
    }

    def __init__(self, actor: Actor, marked: Marked, act: Callable[[], Acted]) -> None:
        """Make the screen; `act` acts on the one of the `marked` whose turn it is."""
        super().__init__(marked.title, actor)
        self._marked, self._act = marked, act
        self._outcomes: Outcomes = {}
        self._working, self._stopped = True, False

    def body(self) -> ComposeResult:
        """Lay out the progress, the list, and the room for a whole sentence."""
        yield Static(id="progress")
        yield LineList(COLUMNS, self._rows, id="outcomes", empty="")
        yield Static(id="outcome")

    def on_mount(self) -> None:
        """Begin."""
        self.query_one(LineList).focus()
        self._do_all()

    @work(group="bulk")
    async def _do_all(self) -> None:
        coming = one_by_one(self._marked.seen, self._do)
        step = max(1, len(self._marked.seen) // STEPS)
        self._tell()
        while not self._stopped and (each := await to_thread(next, coming, None)):
            self._outcomes[each[0]] = each[1]
            if len(self._outcomes) % step == 0:
                self._tell()
        self._end()

    def _do(self, number: str) -> Acted:
        self._marked.turn_to(number)
        return self._act()

    def _end(self) -> None:
        self._working = False
        for number in self._marked.seen:
            self._outcomes.setdefault(number, Refusal("Not tried: you stopped before its turn."))
        if wrong_for_all(self._outcomes):
            self.dismiss(self._outcomes)
        else:
            self._tell()
            self.query_one(LineList).show(self._rows)

    def _tell(self) -> None:
        refused = len(refused_of(self._outcomes))
        done, of = len(self._outcomes) - refused, len(self._marked.seen)
        now = "F12 stops." if self._working else "Those refused stay marked." if refused else ""
        text = f"{len(self._outcomes)} of {of}: {done} done, {refused} refused. {now}"
        self.query_one("#progress", Static).update(safe(text.strip()), layout=False)

    async def _rows(self, anchor: object, _: Direction, __: int) -> Page:
        if self._working or anchor is not None:
            return Page((), has_more=False)
        refused = refused_of(self._outcomes)
        done = [number for number in self._outcomes if number not in refused]
        return Page(tuple(self._row(number) for number in [*refused, *done]), has_more=False)

    def _row(self, number: str) -> Row:
        word = "refused" if isinstance(self._outcomes[number], Refusal) else "done"
        style = "warning" if word == "refused" else ""
        return Row(number, (show_number(number), word, self._words(number)), style)

    def _words(self, number: str) -> str:
        outcome = self._outcomes[number]
        return str(outcome) if isinstance(outcome, Refusal) else told(outcome)

    @on(LineList.Highlighted)
    def show_whole(self, highlighted: LineList.Highlighted) -> None:
        """Show below the list the whole sentence of the line under the cursor."""
        number = str(highlighted.key)
        text = f"{show_number(number)}: {self._words(number)}" if number in self._outcomes else ""
        self.query_one("#outcome", Static).update(safe(text, newlines=True), layout=False)

    def action_back(self) -> None:
        """Stop after the one in work; when all is done, go back to the list."""
        if self._working:
            self._stopped = True
            self.say("Stopping after the one in work.")
        else:
            self.dismiss(self._outcomes)

    def action_leave(self) -> None:
        """Do as F12 does: what became of each is to be read before anything else."""
        self.action_back()


def refused_of(outcomes: Outcomes) -> dict[str, Refusal]:
    """Return the complaints that were refused, and why."""
    return {number: why for number, why in outcomes.items() if isinstance(why, Refusal)}


def wrong_for_all(outcomes: Outcomes) -> InvalidInput | None:
    """Return what is wrong with the words themselves: every complaint was refused for it alike."""
    whys = list(outcomes.values())
    first = whys[0] if whys else None
    alike = isinstance(first, InvalidInput) and all(str(why) == str(first) for why in whys)
    return first if alike and isinstance(first, InvalidInput) else None
