"""The one line shown instead of a screen while the terminal is too small."""

from __future__ import annotations

from textual.screen import Screen
from textual.widgets import Static

from dopcrm_tui.terminal.environment import too_small
from dopcrm_tui.terminal.safe import safe


class SizeNotice(Static):
    """Cover the screen below it, which keeps all it holds."""


async def cover(screen: Screen[object], width: int, height: int) -> None:
    """Put the notice over the screen, change it, or take it away, as the size asks for."""
    notices = screen.query(SizeNotice)
    if (sentence := too_small(width, height)) is None:
        await notices.remove()
    elif notices:
        notices.first().update(safe(sentence))
    else:
        await screen.mount(SizeNotice(safe(sentence)))
