"""Keeping what is typed: written beside the keys, and before any key of the next field."""

from __future__ import annotations

from asyncio import (
    Event,
    Task,
    create_task,
    get_running_loop,
    sleep,
    to_thread,
    wait,
    wait_for,
)
from asyncio import Lock as Turn
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock

from dopcrm_tui.desk import Desk
from dopcrm_tui.gateways.spool import SpoolFault, be_ready
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.dates import show_clock
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.services.drafts import REGISTRATION, Draft, LeftBehind
from screens.kept import Kept
from screens.while_away import SAVE, within

PAUSE = 0.4
"""Seconds from a key to the writing of what was typed until then."""

APART = 2.0
"""Seconds between two tries to look for what was left, while the store is away."""

LONGEST = 1.0
"""Seconds the next field waits for the one before; where that is too short, it waits once."""

Snapshot = Callable[[], Draft | None]
"""Gives what stands in a form now; None where it is blank."""


@dataclass(slots=True)
class DraftWriter:
    """What one session types; run beside its screens as long as they work."""

    desk: Desk
    actor: Actor
    tell: Callable[[str], object]
    """Says a sentence on whatever screen is on top."""
    changed: Callable[[], object]
    """Told when `words` has changed."""
    left: list[Kept] = field(default_factory=list)
    """Registrations that an earlier session began, the last one first."""
    acts: dict[str, Draft] = field(default_factory=dict)
    """Dialogs that an earlier session began, by what they are for."""
    _turn: int = 0
    _touched: dict[str, Snapshot] = field(default_factory=dict)
    _written: dict[str, Draft] = field(default_factory=dict)
    _written_in: dict[str, int] = field(default_factory=dict)
    _is_touched: Event = field(default_factory=Event)
    _has_asked: Event = field(default_factory=Event)
    """Set when the store was asked for the key to seal with, and gave it or did not answer."""
    _in_turn: Turn = field(default_factory=Turn)
    _catching_up: Task[None] | None = None
    _one_at_a_time: Lock = field(default_factory=Lock)
    _fault: str = ""
    _told: str = ""
    _is_over: bool = False

    @property
    def words(self) -> str:
        """What was left, in one line; nothing where nothing was."""
        return "\n".join(filter(None, (_left_words(self.left), _acts_words(self.acts))))

    def touch(self, key: str, snapshot: Snapshot, *, at_once: bool = False) -> None:
        """Note that a form has changed; `at_once` where a field of it is finished."""
        if self._is_over:  # the fields go one by one, and say so
            return
        self._touched[key] = snapshot
        self._is_touched.set()
        if at_once and self.desk.seals.is_ready(self.actor):
            # Begun here and now: the loop may be busy for a tenth of a second with what follows.
            # It stays touched: should the session end first, `finish` is not to count on it.
            self._turn += 1
            seen = {key: snapshot()}
            get_running_loop().run_in_executor(None, self._write, seen, self._turn)

    async def run(self) -> None:
        """Look for what was left, then write what changes, until cancelled."""
        has_looked = False
        while True:
            has_looked = has_looked or await self._has_looked()
            if not self.desk.seals.is_ready(self.actor):
                await sleep(APART)
                continue
            with suppress(TimeoutError):
                await wait_for(self._is_touched.wait(), None if has_looked else APART)
                await sleep(PAUSE)
                await self._write_now()

    async def caught_up(self) -> None:
        """Wait until all that was typed before is on the disk, for `LONGEST` seconds at most.

        Whoever sees a letter of a field knows that the fields before it cannot be lost.
        """
        if self._catching_up is None or self._catching_up.done():
            self._catching_up = create_task(self._catch_up())
            done, _ = await wait({self._catching_up}, timeout=LONGEST)
            for work in done:
                work.result()

    async def _catch_up(self) -> None:
        await self._has_asked.wait()
        if self.desk.seals.is_ready(self.actor):
            await self._write_now()

    async def _write_now(self) -> None:
        async with self._in_turn:
            self._is_touched.clear()
            drafts = self._snapshots()
            await to_thread(self._write, drafts, self._turn)
        if self._fault and self._fault != self._told:
            self.tell(f"What you type is not kept on this machine: {self._fault}")
        self._told = self._fault

    def fix(self) -> None:
        """Take what stands in the forms as it is now: their screens go."""
        for key, draft in self._snapshots().items():
            self._touched[key] = lambda draft=draft: draft  # type: ignore[misc]

    def finish(self) -> None:
        """Write all that is not written yet, now, and nothing more: the session ends."""
        self._write(self._snapshots(), self._turn)
        self._is_over = True
        self.desk.drafts.let_go()

    async def _has_looked(self) -> bool:
        """Look for what was left; False where the store does not say."""
        desk, actor = self.desk, self.actor
        await to_thread(be_ready)
        try:
            await self._ready_to_seal()
            found = await within(desk, SAVE, desk.drafts.left_by, actor)
            drafts = [draft for draft in found.drafts if draft.key not in self._written]
            forms = [draft for draft in drafts if draft.about == REGISTRATION]
            self.left = [await self._brought_back(draft) for draft in forms]
        except (Refusal, SpoolFault):
            return False
        self.acts = {draft.about: draft for draft in drafts if draft not in forms}
        self._tell_of(found)
        if drafts:
            self.changed()
        return True

    async def _ready_to_seal(self) -> None:
        try:
            if not self.desk.seals.is_ready(self.actor):
                await within(self.desk, SAVE, self.desk.seals.be_ready, self.actor)
        finally:
            self._has_asked.set()

    async def _brought_back(self, draft: Draft) -> Kept:
        from screens.draft_form import brought_back  # the form is loaded when it is opened

        return await within(self.desk, SAVE, brought_back, self.desk, draft)

    def _tell_of(self, found: LeftBehind) -> None:
        if found.registered:
            numbers = ", ".join(map(show_number, found.registered))
            self.tell(f"What you had typed last is saved already: {numbers}.")
        elif found.damaged:
            names = ", ".join(found.damaged)
            self.tell(f"What you had typed last is damaged and cannot be opened: {names}.")

    def _snapshots(self) -> Mapping[str, Draft | None]:
        self._turn += 1
        touched, self._touched = self._touched, {}
        return {key: snapshot() for key, snapshot in touched.items()}

    def _write(self, drafts: Mapping[str, Draft | None], turn: int) -> None:
        """Write what was seen in a turn, unless what was seen later is written already."""
        with self._one_at_a_time:
            for key, draft in drafts.items():
                if self._written_in.get(key, 0) > turn:
                    continue
                self._written_in[key] = turn
                try:
                    self._keep(key, draft)
                except SpoolFault as fault:
                    self._fault = str(fault)

    def _keep(self, key: str, draft: Draft | None) -> None:
        if draft is None:
            self.desk.drafts.remove(key)
            self._written.pop(key, None)
            return
        before = self._written.get(key)
        if before and draft == before.model_copy(update={"saved_at": draft.saved_at}):
            return
        self.desk.drafts.keep(self.actor, draft)
        self._written[key], self._fault = draft, ""


def _left_words(left: Sequence[Kept]) -> str:
    if not left:
        return ""
    about = "; ".join(kept.about for kept in left)
    opens = "opens them, the last one first" if len(left) > 1 else "opens it"
    return f"Begun and not registered: {about}. Complaint Registration {opens}."


def _acts_words(acts: Mapping[str, Draft]) -> str:
    if not acts:
        return ""
    begun = "; ".join(f"{about} ({show_clock(draft.saved_at)})" for about, draft in acts.items())
    return f"Begun and not sent: {begun}. The same key opens it there."
