"""Finding an office among all of them."""

from __future__ import annotations

from collections.abc import Sequence

from dopcrm_tui.desk import Desk
from dopcrm_tui.services.directory import OfficeView
from screens.finder import LINES, Finder
from screens.while_away import offices_by


class OfficeFinder(Finder[OfficeView]):
    """Find an office by the beginnings of its words, its PIN or its code."""

    HINT = "Type the PIN, or the beginnings of some words: koch fort."

    def __init__(self, desk: Desk, title: str, text: str = "") -> None:
        """Make a finder over the desk's directory."""
        super().__init__(title, text)
        self._desk = desk

    async def matches(self, text: str) -> Sequence[OfficeView]:
        """Ask the store, or the list that comes with the program."""
        return await offices_by(self._desk, text, LINES)

    def line(self, found: OfficeView) -> str:
        """Return name, PIN and division."""
        return found.label

    def detail(self, found: OfficeView) -> str:
        """Return where it lies and what it is called in lists."""
        delivers = "delivers" if found.delivery else "does not deliver"
        place = (found.district, found.state, found.circle, f"code {found.code}", delivers)
        return " · ".join(part for part in place if part)
