"""Type-ahead without a misplaced character: one key at a time, each after the last one's effects.

Textual routes a key to whatever has the focus when it takes the key from its queue; a Tab, an
auto-advance or a new screen takes effect several messages later. The gate keeps the keys and lets
the next one through when the widgets are quiet.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from textual import events
from textual.app import App, ScreenStackError
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.worker import Worker

TypedAhead = events.Key | events.Paste

PATIENCE = 5.0
"""Seconds a key waits for the work of the key before it; then it goes through, it is never lost."""

ACTION_GROUP = "default"
"""Workers of this group do what a key asked for; named groups (refill, draft) hold no key up."""

_FUNCTION_KEYS = {str(n): f"f{n}" for n in range(1, 10)} | {
    "0": "f10",
    "equals_sign": "f12",
    "escape": "f12",
}
_TICK = 0.005
_REFRESH = 0.25


class KeyGate:
    """A queue of keys and pastes in front of an app, emptied by a task of its own (`run`)."""

    def __init__(self, app: App[Any], *, escape_wait: float) -> None:
        """Make a gate; an Esc waits `escape_wait` seconds for the digit that makes it an F-key."""
        self._app = app
        self.escape_wait = escape_wait
        self.when_moved: Callable[[], Awaitable[None]] = _at_once
        """Waited for after a key that moved the cursor, before the next one goes through."""
        self._keys: asyncio.Queue[TypedAhead] = asyncio.Queue()
        self._passing: TypedAhead | None = None
        self._asking: WeakKeyDictionary[Worker[Any], Screen[Any]] = WeakKeyDictionary()
        self._open = True
        self._may_pass = asyncio.Event()
        self._may_pass.set()
        self._idle = asyncio.Event()
        self._idle.set()

    def holds(self, event: TypedAhead) -> bool:
        """Keep a key for its turn; False when its turn is now."""
        if event is self._passing:
            return False
        if self._open:
            self._idle.clear()
            self._keys.put_nowait(event)
        return True

    def pause(self) -> None:
        """Let no key through until `go_on`; those that wait are kept."""
        self._may_pass.clear()

    def go_on(self) -> None:
        """Let the keys through again."""
        self._may_pass.set()

    def asks(self, worker: Worker[Any], screen: Screen[Any]) -> None:
        """Note that the worker waits for people: keys flow while its screen is open."""
        self._asking[worker] = screen

    async def settled(self) -> None:
        """Wait until every key has been let through and its effects have ended."""
        await self._idle.wait()

    async def run(self) -> None:
        """Let the keys through, one by one, until the app has no screen left."""
        try:
            while True:
                for event in await self._next():
                    await self._let_through(event)
                if self._keys.empty():
                    self._idle.set()
        except ScreenStackError:
            return
        finally:
            self._open = False
            self._idle.set()

    async def _next(self) -> list[TypedAhead]:
        event = await self._keys.get()
        if not (isinstance(event, events.Key) and event.key == "escape"):
            return [event]
        try:
            following = await asyncio.wait_for(self._keys.get(), self.escape_wait)
        except TimeoutError:
            return [event]
        if isinstance(following, events.Key) and following.key in _FUNCTION_KEYS:
            return [events.Key(_FUNCTION_KEYS[following.key], None)]
        return [event, following]

    async def _let_through(self, event: TypedAhead) -> None:
        await self._may_pass.wait()
        others = self._busy_workers()
        before = self._place()
        event = self._as_meant(event)
        self._passing = event
        if not self._app.post_message(event):
            return
        deadline = monotonic() + PATIENCE
        await self._flush(self._app, deadline)
        await self._drain(others, deadline)
        moved = self._place() != before
        if moved or not (isinstance(event, events.Key) and event.is_printable):
            await self._refreshed()
            await self._drain(others, deadline)
        if moved:
            await self.when_moved()

    def _as_meant(self, event: TypedAhead) -> TypedAhead:
        """Return a letter that is no text as the small one: with Caps Lock it means the same."""
        typed = event.character if isinstance(event, events.Key) else None
        is_capital = typed is not None and typed.isascii() and typed.isupper()
        if typed is None or not is_capital or getattr(self._app.focused, "takes_text", False):
            return event
        return events.Key(typed.lower(), typed.lower())

    async def _drain(self, others: set[Worker[Any]], deadline: float) -> None:
        """Wait until widgets, screen, app and the workers this key started are quiet."""
        while self._app.is_running and monotonic() < deadline:
            place = self._place()
            chain = self._chain()
            for pump in chain:
                await self._flush(pump, deadline)
            waiting = self._busy_workers() - others or not self._app.screen.is_mounted
            queued = any(pump.message_queue_size for pump in chain)
            if not waiting and not queued and place == self._place():
                return
            await asyncio.sleep(_TICK if waiting else 0)

    async def _flush(self, pump: MessagePump, deadline: float) -> None:
        """Wait until the pump has handled all it holds now."""
        handled = asyncio.get_running_loop().create_future()
        if not (pump.is_running and pump.call_later(_once(handled))):
            return
        while pump.is_running and monotonic() < deadline:
            if (await asyncio.wait([handled], timeout=0.1))[0]:
                return

    async def _refreshed(self) -> None:
        """Wait for what was put off until after the next refresh."""
        drawn = asyncio.get_running_loop().create_future()
        if self._app.screen.call_after_refresh(_once(drawn)):
            await asyncio.wait([drawn], timeout=_REFRESH)

    def _place(self) -> tuple[object, object]:
        return self._app.screen, self._app.focused

    def _chain(self) -> list[MessagePump]:
        widget = self._app.focused or self._app.screen
        return [*widget.ancestors_with_self]

    def _busy_workers(self) -> set[Worker[Any]]:
        open_screens = self._app.screen_stack
        return {
            worker
            for worker in self._app.workers
            if worker.group == ACTION_GROUP
            and not worker.is_finished
            and self._asking.get(worker) not in open_screens
        }


async def _at_once() -> None:
    """Hold nothing up."""


def _once(future: asyncio.Future[None]) -> Callable[[], None]:
    return lambda: None if future.done() else future.set_result(None)
