"""Watching the forms that wait on this machine: sent by themselves once the store is back."""

from __future__ import annotations

from asyncio import sleep, to_thread
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from dopcrm_tui.desk import Desk
from dopcrm_tui.gateways.spool import Sealed
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.refusals import NotFound, Refusal, StoreUnavailable
from dopcrm_tui.services.spooling import Sent
from screens.kept import Kept
from screens.returned import returned
from screens.while_away import LOOK_UP, SAVE, is_away, within

APART = 2.0
"""Seconds between two looks."""


@dataclass(slots=True)
class SpoolWatch:
    """What waits for an actor's session to send it; run beside the screens as long as they work."""

    desk: Desk
    actor: Actor
    tell: Callable[[str], object]
    """Says a sentence on whatever screen is on top."""
    changed: Callable[[], object]
    """Told when `words` has changed."""
    waiting: int = 0
    returned: dict[str, Kept] = field(default_factory=dict)
    """Forms that the store would not take, to be corrected, by the number on their slip."""
    _left: set[str] = field(default_factory=set)
    """Forms that cannot be sent from here."""

    @property
    def words(self) -> str:
        """What waits, in one line; nothing where nothing does."""
        if self.returned:
            slips = ", ".join(self.returned)
            return f"Not registered yet: {slips}. Complaint Registration opens it to be corrected."
        many = "s wait" if self.waiting > 1 else " waits"
        return f"{self.waiting} complaint{many} here for the store." if self.waiting else ""

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            before = self.words
            with suppress(Refusal):
                await self._look()
            if self.words != before:
                self.changed()
            await sleep(APART)

    async def _look(self) -> None:
        forms = await to_thread(self.desk.spooling.waiting)
        names = {form.name for form in forms}
        self.returned = {slip: kept for slip, kept in self.returned.items() if slip in names}
        todo = [form for form in forms if form.name not in self.returned.keys() | self._left]
        self.waiting = len(todo)
        if not self.desk.seals.is_ready(self.actor):
            await within(self.desk, SAVE, self.desk.seals.be_ready, self.actor)
        elif is_away(self.desk):
            await to_thread(_list_offices)
            await within(self.desk, LOOK_UP, self.desk.beats.last_seen)
        for form in todo:
            await self._send(form)

    async def _send(self, form: Sealed) -> None:
        try:
            sent = await within(self.desk, SAVE, self.desk.spooling.send, form, self.actor)
        except StoreUnavailable:
            raise
        except NotFound as unreadable:
            self._left.add(form.name)
            self.tell(f"{form.name}: {unreadable}")
        else:
            await self._tell_of(form.name, sent)
        self.waiting -= 1

    async def _tell_of(self, slip: str, sent: Sent) -> None:
        if sent.registered:
            who = sent.kept.form.complainant.name
            self.tell(f"{slip} ({who}) is registered: {show_number(sent.registered.number)}.")
        else:
            self.returned[slip] = await within(self.desk, SAVE, returned, self.desk, sent)
            self.tell(f"{slip} could not be registered: {sent.refusal}")


def _list_offices() -> None:
    from dopcrm_tui.services import offices_away

    offices_away.be_ready()
