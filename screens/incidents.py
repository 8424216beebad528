"""Incidents: complaints that seem to have one cause, and those that were put together."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from uuid import uuid4

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Act, Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.incident import Incident, Proposal
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.vocabulary import Action, Queue
from dopcrm_tui.services.queues import Narrowed
from dopcrm_tui.terminal.line_layout import Column
from dopcrm_tui.terminal.line_list import LineList
from dopcrm_tui.terminal.row_window import Direction, Page, Row
from dopcrm_tui.terminal.safe import safe
from screens.bulk import marked_for
from screens.marked_work import MarkedWork
from screens.recent import Recent

COLUMNS = (
    Column("", 8),
    Column("Incident", 13),
    Column("Complaints", 10, "right"),
    Column("What they share", 0),
)
_LISTED = 12


class IncidentsScreen(MarkedWork[None]):
    """Put complaints together; a letter on an incident acts on all that is open of it."""

    CSS_PATH = ["parts.tcss", "queue.tcss"]
    BINDINGS = [
        Binding("enter", "open", "Open", key_display="Enter"),
        Binding("f5", "refresh_rows", "Refresh"),
        Binding("m", "act_menu", "Actions", key_display="M"),
    ]
    EXPLAINED = {
        "": "Enter on a proposal puts its complaints together; on an incident it opens the queue. "
        "R, Y, C and the other letters act on all open complaints of an incident; each customer "
        "confirms alone."
    }

    def __init__(self, desk: Desk, actor: Actor, *, recent: Recent | None = None) -> None:
        """Make the screen."""
        super().__init__("Incidents", desk, actor, recent=recent)
        self._proposed: Mapping[str, Proposal] = {}
        self._known: Mapping[str, Incident] = {}
        self._members: Mapping[str, int] = {}

    def body(self) -> ComposeResult:
        """Lay out the list and what stands behind a line."""
        yield LineList(COLUMNS, self._fetch, id="lines", empty="Nothing seems to have one cause.")
        yield Static(id="preview")

    def on_mount(self) -> None:
        """Begin in the list."""
        self._lines.focus()

    @property
    def number(self) -> str | None:
        """The first open complaint of the incident under the cursor."""
        return next(iter(self.marked), None)

    @property
    def version(self) -> int | None:
        """The version of it."""
        return next(iter(self.marked.values()), None)

    @property
    def marked(self) -> Mapping[str, int]:
        """The open complaints of the incident under the cursor; of a proposal none."""
        return self._members if self._key in self._known else {}

    def unmark(self, numbers: Collection[str]) -> None:
        """Leave it: an incident keeps its complaints, whatever was done to them."""

    @property
    def _lines(self) -> LineList:
        return self.query_one(LineList)

    @property
    def _key(self) -> str:
        return str(self._lines.key or "")

    async def _fetch(self, anchor: object, _: Direction, __: int) -> Page:
        if anchor is not None:
            return Page((), has_more=False)
        try:
            proposed = await to_thread(self.desk.incidents.proposed, self.actor)
            known = await to_thread(self.desk.incidents.known, self.actor)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
            return Page((), has_more=False)
        names = await to_thread(self._names, proposed)
        self._proposed = {f"p{each.numbers[0]}": each for each in proposed}
        self._known = {each.number: each for each in known}
        rows = (
            *(_proposal_row(key, each, names) for key, each in self._proposed.items()),
            *(_incident_row(each) for each in known),
        )
        return Page(rows, has_more=False)

    def _names(self, proposed: Sequence[Proposal]) -> Mapping[str, str]:
        """Return the names of the offices that proposals speak of."""
        codes = {code for each in proposed for code in (each.origin, each.destination)}
        found = {}
        for code in codes:
            with suppress(Refusal):
                found[code] = self.desk.directory.by_code(code).name
        return found

    @on(LineList.Highlighted)
    def look_closer(self) -> None:
        """Say which complaints stand behind the line."""
        self._look_closer()

    @work(exclusive=True, group="members")
    async def _look_closer(self) -> None:
        key = self._key
        self._members = {}
        if proposal := self._proposed.get(key):
            self._preview(proposal.numbers)
        elif key in self._known:
            try:
                self._members = await to_thread(self.desk.incidents.members, self.actor, key)
            except Refusal as refusal:
                self.say(str(refusal), refused=True)
            self._preview(tuple(self._members))

    def _preview(self, numbers: Sequence[str]) -> None:
        shown = "  ".join(map(show_number, numbers[:_LISTED]))
        more = f"  and {len(numbers) - _LISTED} more" if len(numbers) > _LISTED else ""
        self.query_one("#preview", Static).update(safe(shown + more))

    async def look_again(self) -> None:
        """Look again for what is there."""
        self._lines.reload()
        self._look_closer()

    async def action_refresh_rows(self) -> None:
        """Look again for what is there."""
        await self.look_again()

    @on(LineList.Chosen)
    def chosen(self) -> None:
        """Open what is under the cursor."""
        self.action_open()

    @work
    async def action_open(self) -> None:
        """Put a proposal together, or open the queue of an incident."""
        from screens.queue import QueueScreen

        if proposal := self._proposed.get(self._key):
            await self._join(proposal)
        elif self._key in self._known:
            narrowed = Narrowed(incident=self._key)
            screen = QueueScreen(
                self.desk, self.actor, Queue.PENDING, recent=self.recent, narrowed=narrowed
            )
            await self.app.push_screen_wait(screen)
            await self.look_again()

    async def _join(self, proposal: Proposal) -> None:
        reference = proposal.incident or proposal.numbers[0]
        seen = {}
        try:
            for number in proposal.numbers:
                view = await to_thread(self.desk.cases.show, self.actor, number)
                seen[number] = view.version
            act = Act(action=Action.JOIN_INCIDENT, reference=reference)
            await self.act(marked_for(Action.JOIN_INCIDENT, seen), act, key=uuid4().hex)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)


def _proposal_row(key: str, of: Proposal, names: Mapping[str, str]) -> Row:
    incident = show_number(of.incident) if of.incident else ""
    days = f"{of.first:%d-%m} to {of.last:%d-%m}" if of.last != of.first else f"{of.first:%d-%m}"
    route = " to ".join(names.get(code, code) for code in (of.origin, of.destination))
    what = f"bag {of.bag}" if of.bag else f"{route}, booked {days}"
    return Row(key, ("proposed", incident, str(len(of.numbers)), what), "warning", anchor=key)


def _incident_row(of: Incident) -> Row:
    told = f"{of.open} open, since {show_time(of.since)}"
    return Row(of.number, ("", show_number(of.number), str(of.complaints), told), anchor=of.number)
