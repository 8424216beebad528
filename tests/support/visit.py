"""A person before one screen: types, waits until the desk has followed, reads."""

from asyncio import sleep
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen

from dopcrm_tui.app import DopCrm
from dopcrm_tui.desk import Desk


class Visit:
    """What a person does at the terminal."""

    def __init__(self, app: DopCrm, pilot: Pilot[None]) -> None:
        self.app = app
        self._pilot = pilot

    async def type(self, text: str) -> None:
        """Type characters as fast as they come; a newline is Enter, a tab is Tab."""
        for character in text:
            name = _KEYS.get(character) or _character_to_key(character)
            self.app.post_message(events.Key(name, character))
        await self.settle()

    async def press(self, *keys: str) -> None:
        """Press keys by their names and wait for all they do."""
        for key in keys:
            character = key if len(key) == 1 else None
            name = _character_to_key(key) if character and not key.isalnum() else key
            self.app.post_message(events.Key(name, character))
        await self.settle()

    async def resize(self, columns: int, lines: int) -> None:
        """Change the size of the window."""
        await self._pilot.resize_terminal(columns, lines)
        await self.settle()

    async def settle(self) -> None:
        """Wait until every key has had its effect, and what it began by itself has been drawn.

        Not until the process is idle, as Pilot does: beside the keys others are always at work.
        """
        await self._pilot._wait_for_screen()  # the keys are in the gate
        await self.app.gate.settled()
        await self._pilot._wait_for_screen()
        self.app.screen._on_timer_update()

    async def until(self, text: str) -> str:
        """Wait until the screen shows a text; return the screen."""
        for _ in range(200):
            if text in self.text:
                return self.text
            await self._pilot.pause(0.02)
        raise AssertionError(f"never showed {text!r}; the screen was:\n{self.text}")

    async def until_not(self, text: str) -> None:
        """Wait until the screen shows a text no more."""
        for _ in range(200):
            if text not in self.text:
                return
            await self._pilot.pause(0.02)
        raise AssertionError(f"went on showing {text!r}; the screen was:\n{self.text}")

    @property
    def text(self) -> str:
        """What the screen shows."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    def line(self, containing: str) -> str:
        """Return the first line of the screen that contains a text."""
        return next(line for line in self.text.splitlines() if containing in line)


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so that need not be on the screen."""
    for _ in range(500):
        if condition():
            return
        await sleep(0.02)
    raise AssertionError("it never was so")


_KEYS = {"\n": "enter", "\t": "tab"}


def furnished(desk: Desk) -> Desk:
    """Put nothing behind the entrance of a desk that is whole."""
    return desk


@asynccontextmanager
async def visiting(
    screen: Screen[Any],
    state: Path,
    size: tuple[int, int] = (80, 24),
    away_for: Callable[[], float] = lambda: 0.0,
) -> AsyncIterator[Visit]:
    """Sit down before a screen; below it lies an empty one, to which leaving leads.

    `away_for`: for how many seconds the store has not answered, as the home screen would tell.
    """
    app = DopCrm(Screen, state=state)
    app.away_for = away_for
    async with app.run_test(size=size) as pilot:
        await app.push_screen(screen)
        await pilot.pause()
        yield Visit(app, pilot)
        app.workers.cancel_all()  # as an app does that ends by itself
