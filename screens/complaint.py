"""One complaint: its facts, its history, and what can be done to it now."""

from __future__ import annotations

from asyncio import to_thread
from dataclasses import replace

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.timer import Timer
from textual.widgets import Label, Static

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.refusals import NotFound, Refusal
from dopcrm_tui.services.cases import ComplaintView, EventView
from dopcrm_tui.terminal.passage import Passage
from screens import complaint_text
from screens.case_actions import CaseActions
from screens.lease import OpenComplaint
from screens.live import Live
from screens.recent import Recent

HIDDEN_AFTER = 15.0
"""Seconds for which numbers stay to be read."""


class ComplaintScreen(Live[bool], CaseActions[bool]):
    """Read a complaint and act on it; answers whether the person leaves for home."""

    CSS_PATH = ["parts.tcss", "complaint.tcss"]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
    BINDINGS = [
        Binding("m,enter", "act_menu", "Actions", key_display="M"),
        Binding("f5", "refresh_view", "Refresh"),
        Binding("v", "reveal", "Show numbers", key_display="V"),
        Binding("h", "to('history_title')", "History", key_display="H"),
        Binding("o", "to('others_title')", "What cannot be done, and why", show=False),
    ]
    EXPLAINED = {
        "": "The letters above act; M lists what can be done, by number. H jumps to the history, "
        "O to why the rest cannot be done."
    }

    def __init__(
        self, desk: Desk, actor: Actor, number: str, *, recent: Recent | None = None
    ) -> None:
        """Make the screen of one complaint (eleven digits)."""
        super().__init__(show_number(number), desk, actor, recent=recent)
        self._number = number
        self._look: Timer | None = None
        self._view: ComplaintView | None = None
        self._noticed = 0

    @property
    def number(self) -> str | None:
        """The complaint of this screen."""
        return self._number

    @property
    def version(self) -> int | None:
        """The version that is shown."""
        return self._view.version if self._view else None

    def body(self) -> ComposeResult:
        """Lay out the keys that act, and below them a page that rolls."""
        yield Passage(id="allowed")
        with VerticalScroll(id="page"):
            with VerticalScroll(id="left", can_focus=False):
                yield Passage(id="facts")
                yield Label(
                    "What cannot be done now, and why", id="others_title", classes="section"
                )
                yield Passage(id="others")
            with VerticalScroll(id="right", can_focus=False):
                yield Label("History, the newest first", id="history_title", classes="section")
                yield Passage(id="history")

    def on_mount(self) -> None:
        """Begin with the facts."""
        self.query_one("#page").focus()
        self.action_refresh_view()
        self.run_worker(OpenComplaint(self.desk, self.actor, self._number).keep(), group="lease")

    @work(exclusive=True)
    async def action_refresh_view(self) -> None:
        """Look at the complaint again, its numbers masked."""
        self._end_look()
        self.say("")
        await self.look_again()

    async def look_again(self) -> None:
        """Show the complaint as it stands now."""
        try:
            view = await to_thread(self.desk.cases.show, self.actor, self._number)
            events = await to_thread(self.desk.cases.history, self.actor, self._number)
        except NotFound:
            self.retitle(f"{show_number(self._number)}  not yours to see any more")
            self._view = None
            self.query_one("#allowed", Static).update("")
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
        else:
            self._end_look()
            self._draw(view, events)

    def _draw(self, view: ComplaintView, events: tuple[EventView, ...]) -> None:
        self._view = view
        with self.app.batch_update():
            self.retitle(complaint_text.headline(view, self.desk.clock()))
            self._draw_keys()
            self.query_one("#facts", Static).update(complaint_text.facts(view, self.desk.clock()))
            self.query_one("#others", Static).update(complaint_text.others(view))
            self.query_one("#history", Static).update(complaint_text.history(events))

    @work(exclusive=True, group="follow")
    async def follow(self) -> None:
        """Say that others changed it, and who else has it open; nothing moves under the reader."""
        try:
            glance = await to_thread(self.desk.cases.glance, self.actor, self._number)
        except Refusal:
            return
        if (view := self._view) is None:
            return
        if glance.version > max(view.version, self._noticed):
            self._noticed = glance.version
            self.say("Others have changed it meanwhile: F5 shows how it stands now.")
        if (glance.open_by, glance.open_since) != (view.open_by, view.open_since):
            self._view = replace(view, open_by=glance.open_by, open_since=glance.open_since)
            now = self.desk.clock()
            self.query_one("#facts", Static).update(complaint_text.facts(self._view, now))

    def on_resize(self) -> None:
        """Break the line of letters where it now ends."""
        self._draw_keys()

    def _draw_keys(self) -> None:
        if self._view is not None:
            allowed = self.query_one("#allowed", Static)
            allowed.update(complaint_text.allowed_keys(self._view, self.size.width))

    @work(exclusive=True)
    async def action_reveal(self) -> None:
        """Show mobile, account and policy numbers for a while; the look is kept."""
        self.say("")
        try:
            masked = await to_thread(self.desk.cases.show, self.actor, self._number)
            view = await to_thread(self.desk.cases.reveal, self.actor, self._number)
            events = await to_thread(self.desk.cases.history, self.actor, self._number)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
            return
        self._end_look()
        self._look = self.set_timer(HIDDEN_AFTER, lambda: self._hide(masked))
        self._draw(view, events)

    def _hide(self, masked: ComplaintView) -> None:
        """Mask the numbers again, also under a dialog: the eye that needed them has gone on."""
        self._end_look()
        self._view = masked
        self.query_one("#facts", Static).update(complaint_text.facts(masked, self.desk.clock()))

    def _end_look(self) -> None:
        if self._look is not None:
            self._look.stop()
            self._look = None

    def action_to(self, section: str) -> None:
        """Roll to a part of the page."""
        self.query_one(f"#{section}").scroll_visible(top=True, animate=False)

    def action_leave(self) -> None:
        """Leave for the home screen."""
        self.dismiss(True)

    def action_back(self) -> None:
        """Go back to the list."""
        self.dismiss(False)
