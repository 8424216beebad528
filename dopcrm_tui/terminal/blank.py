"""A screen that shows nothing, for when somebody looks over a shoulder."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

from textual import events
from textual.app import App
from textual.screen import Screen

from dopcrm_tui.terminal.key_gate import KeyGate

BLANK_KEY = "f2"


class BlankScreen(Screen[None]):
    """Nothing at all; any key shows what was there before."""


class Blanking:
    """Blanks an app at F2; `visible` is set while what is open can be seen."""

    def __init__(self, app: App[Any], gate: KeyGate, visible: asyncio.Event) -> None:
        """Begin with nothing blanked; keys that wait in the gate are kept for after."""
        self._app, self._gate, self._visible = app, gate, visible
        self._escaped_at: float | None = None

    def takes(self, event: events.Key | events.Paste) -> bool:
        """Blank at F2, at once; whatever is pressed then shows it again, and does no more."""
        key = event.key if isinstance(event, events.Key) else ""
        if isinstance(self._app.screen, BlankScreen):
            self.end()
            self._escaped_at = monotonic() if key == "escape" else None
            return True
        escaped_at, self._escaped_at = self._escaped_at, None
        if escaped_at is not None and monotonic() - escaped_at < self._gate.escape_wait:
            return True  # the digit behind the Esc that showed it
        if key != BLANK_KEY:
            return False
        self._gate.pause()
        self._visible.clear()
        self._app.push_screen(BlankScreen())
        return True

    def end(self) -> None:
        """Show what was there before, where it is blanked."""
        if isinstance(self._app.screen, BlankScreen):
            self._app.pop_screen()
            self._gate.go_on()
            self._visible.set()
