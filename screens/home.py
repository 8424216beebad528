"""The home screen: what the role can do, as numbered cards with live counts."""

from __future__ import annotations

from asyncio import Task, get_running_loop, sleep
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Static

from dopcrm_tui.app import DopCrm
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.refusals import NotLoggedIn, NotPermitted, Refusal, StoreUnavailable
from dopcrm_tui.rules.registration import REGISTRARS
from dopcrm_tui.rules.vocabulary import Queue, Role
from dopcrm_tui.services.accounts import Login
from dopcrm_tui.services.following import Follower
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.line_layout import Column
from dopcrm_tui.terminal.line_list import LineList
from dopcrm_tui.terminal.memory import keep_what_is_loaded
from dopcrm_tui.terminal.passage import Passage
from dopcrm_tui.terminal.row_window import Direction, Page, Row
from dopcrm_tui.terminal.safe import safe
from screens.draft_writer import DraftWriter
from screens.home_cards import HAVE_QUEUES, KEYS, Card, Seat, cards_of
from screens.live import Live, differs, follow_for
from screens.parts import Explained, row
from screens.session_watch import SessionWatch
from screens.spool_watch import SpoolWatch
from screens.while_away import soon
from screens.wording import ROLE_LABELS, sweeper_words

COLUMNS = (Column("", 2, "right"), Column("", 54), Column("Complaints", 10, "right"))


class HomeScreen(Live[str | None]):
    """Choose what to do by its number; answers with a sentence where the session has ended."""

    CSS_PATH = ["parts.tcss", "home.tcss"]
    BINDINGS = [
        Binding("f3", "leave", "Log out"),
        Binding("f5", "refresh_counts", "Refresh"),
        Binding("slash", "find", "Find", key_display="/"),
        Binding("f12,escape", "back", show=False),
        Binding("1", "open_card(1)", "Open the card of that number", show=False, key_display="0-9"),
        *(Binding(key, f"open_card({n})", show=False) for n, key in enumerate(KEYS[1:], start=2)),
    ]
    EXPLAINED = {
        "": "Type the number of a card, or move to it and press Enter. / finds a complaint.",
        "find": "A number, article, mobile, name, a part of one, or words; then Enter.",
    }

    def __init__(self, desk: Desk, actor: Actor, *, token: str = "") -> None:
        """Make the screen; `token` is the session that ends when the person leaves."""
        super().__init__("Home", actor)
        self.desk, self.actor, self._token = desk, actor, token
        self._seat = Seat(desk, actor, self.say)
        self._cards: Sequence[Card] = tuple(cards_of(actor.role))
        self._counts: Mapping[Queue, int] = {}
        self._follower: Follower | None = None
        self._watching: list[Task[None]] = []
        self._has_ended = False

    def body(self) -> ComposeResult:
        """Lay out the office, the cards and the find box."""
        yield Passage(id="office")
        yield LineList(COLUMNS, self._rows, id="cards", empty="")
        if self.actor.role is not Role.ADMINISTRATOR:
            yield row(
                "/ Find", Field(id="find", placeholder="number, article, mobile, name, words")
            )
        yield Passage(id="sweeper")
        yield Passage(id="spool", classes="kept")
        yield Passage(id="begun", classes="kept")

    def on_mount(self) -> None:
        """Show the cards; their counts follow."""
        self.query_one("#cards").focus()
        self._fill()
        self.call_after_refresh(keep_what_is_loaded)
        if self.actor.role in HAVE_QUEUES:
            self._follower = follow_for(self.app, self.desk, self.actor)
        if isinstance(self.app, DopCrm):
            self.app.away_for = self.desk.store.absence.seconds
        if isinstance(self.app, DopCrm) and self._token:
            login = Login(self.actor, self._token)
            self._look_after(SessionWatch(self.app, self.desk, login, self._leave_all).run())
        if isinstance(self.app, DopCrm) and self.actor.role in REGISTRARS:
            watch = SpoolWatch(self.desk, self.actor, self._tell_anywhere, self._kept_changed)
            self._seat.spooled = watch
            self._look_after(watch.run())
            writer = DraftWriter(self.desk, self.actor, self._tell_anywhere, self._kept_changed)
            self._seat.recent.writer = writer
            self._look_after(writer.run())
            self.app.keep_all, self.app.gate.when_moved = writer.finish, writer.caught_up

    def _look_after(self, work: Coroutine[Any, Any, None]) -> None:
        if isinstance(self.app, DopCrm):
            self._watching.append(self.app.look_after(work))

    async def _leave_all(self, sentence: str) -> None:
        """Leave every screen that was opened from here, and this one."""
        if writer := self._seat.recent.writer:
            writer.fix()
        while self.app.screen is not self:
            self.app.pop_screen()
            await sleep(0)
        self.end(sentence)

    @work(exclusive=True, group="end")
    async def end(self, sentence: str) -> None:
        """End the session."""
        self._has_ended = True
        with suppress(Refusal):
            await soon(self.desk, self.desk.accounts.log_out, self._token)
        self.dismiss(sentence)

    def _tell_anywhere(self, sentence: str) -> None:
        top = self.app.screen
        if isinstance(top, Explained):
            top.say(sentence)

    def _kept_changed(self) -> None:
        self.is_behind = self.app.screen is not self
        if not self.is_behind:
            self._show_kept()

    def _show_kept(self) -> None:
        for place, kept in (("#spool", self._seat.spooled), ("#begun", self._seat.recent.writer)):
            words = kept.words if kept else ""
            line = self.query_one(place, Static)
            line.display = bool(words)
            if words and differs(line, safe(words, newlines=True)):
                line.update(safe(words, newlines=True))

    def _log_out(self) -> None:
        with suppress(Refusal):
            self.desk.accounts.log_out(self._token)

    def on_unmount(self) -> None:
        """Follow nobody any more, and keep no key."""
        for each in self._watching:
            each.cancel()
        if writer := self._seat.recent.writer:
            writer.finish()
        self.desk.seals.forget(self.actor)
        if self._token and not self._has_ended:
            get_running_loop().run_in_executor(None, self._log_out)
        if self._follower is not None:
            self._follower.close()

    @work(exclusive=True, group="follow")
    async def follow(self) -> None:
        """Count what others have changed; a store that is away is told of when it is asked for."""
        self._show_kept()
        with suppress(Refusal):
            await self._renew_counts()

    @work(exclusive=True, group="fill")
    async def _fill(self) -> None:
        desk, actor = self.desk, self.actor
        try:
            office = (
                await soon(desk, desk.directory.by_id, actor.office.id) if actor.office else None
            )
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
            return
        where = office.label if office else ""
        self.query_one("#office", Static).update(safe(f"{ROLE_LABELS[actor.role]} · {where}"))
        await self._count()
        await self._look_for_sweeper()

    async def _look_for_sweeper(self) -> None:
        """Say when the sweeper was last at work: without it nothing closes or escalates."""
        try:
            seen = await soon(self.desk, self.desk.beats.last_seen)
            ways = await soon(self.desk, self.desk.beats.shut_ways)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
        else:
            shut = {way.what: way.since for way in ways}
            words = sweeper_words(seen, self.desk.clock(), shut)
            for line in self.query("#sweeper").results(Static):  # none while the screen goes
                line.update(safe(words), layout=False)

    async def _rows(self, anchor: object, _: Direction, __: int) -> Page:
        if anchor is not None:
            return Page((), has_more=False)
        numbered = enumerate(self._cards, start=1)
        return Page(tuple(self._row(*each) for each in numbered), has_more=False)

    def _row(self, number: int, card: Card) -> Row:
        count = self._counts.get(card.queue) if card.queue else None
        return Row(number, (KEYS[number - 1], card.label, "" if count is None else str(count)))

    async def _count(self) -> None:
        if self.actor.role not in HAVE_QUEUES:
            return
        try:
            await self._renew_counts()
        except NotPermitted:
            return
        except Refusal as refusal:
            self.say(str(refusal), refused=True)

    async def _renew_counts(self) -> None:
        counts = await soon(self.desk, self.desk.queues.badges, self.actor)
        if counts != self._counts:
            self._counts = counts
            self.query_one(LineList).reload()

    @work(exclusive=True)
    async def action_refresh_counts(self) -> None:
        """Count again."""
        if await self._is_logged_in():
            await self._count()
            await self._look_for_sweeper()

    @work(exclusive=True)
    async def action_open_card(self, number: int) -> None:
        """Open a card by its number."""
        if number <= len(self._cards) and await self._is_logged_in():
            await self._visit(self._cards[number - 1].open(self._seat))

    @on(LineList.Chosen)
    def chosen(self, chosen: LineList.Chosen) -> None:
        """Open the card under the cursor."""
        self.action_open_card(int(str(chosen.key)))

    def action_find(self) -> None:
        """Go to the find box."""
        if found := self.query("#find"):
            found.first().focus()

    @on(Field.Submitted, "#find")
    @work(exclusive=True)
    async def find(self, submitted: Field.Submitted) -> None:
        """Open the search with what was typed."""
        from screens.search import SearchScreen

        if submitted.value.strip() and await self._is_logged_in():
            search = SearchScreen(self.desk, self.actor, submitted.value, recent=self._seat.recent)
            submitted.input.value = ""
            await self._visit(search)

    async def _visit(self, screen: Screen[Any]) -> None:
        self.say("")
        await self.app.push_screen_wait(screen)
        self._show_kept()
        self.query_one("#cards").focus()
        if await self._is_logged_in():
            await self._count()
            await self._look_for_sweeper()

    async def _is_logged_in(self) -> bool:
        """Ask for the session again: an account that was closed meanwhile is shown out."""
        if not self._token:
            return True
        try:
            await soon(self.desk, self.desk.accounts.actor, self._token)
        except NotLoggedIn as ended:
            self.dismiss(str(ended))
            return False
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
        return True

    @work(exclusive=True)
    async def action_leave(self) -> None:
        """End the session."""
        self._has_ended = True
        if self._token:
            try:
                await soon(self.desk, self.desk.accounts.log_out, self._token)
            except StoreUnavailable:
                self.dismiss("You are logged out here; the store, which is away, learns it later.")
                return
        self.dismiss(None)

    def action_back(self) -> None:
        """Go back to the cards; leaving is F3."""
        self.query_one("#cards").focus()
        self.say("F3 logs out.")
