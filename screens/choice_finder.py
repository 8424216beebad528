"""Choosing from the few answers a field allows."""

from __future__ import annotations

from collections.abc import Sequence

from screens.finder import Finder


class ChoiceFinder(Finder[str]):
    """Choose one of a field's answers by its beginning."""

    def __init__(self, title: str, choices: Sequence[str], text: str = "") -> None:
        """Make a finder over the choices."""
        super().__init__(title, text)
        self._choices = choices

    async def matches(self, text: str) -> Sequence[str]:
        """Return the choices of which the text is part."""
        return [choice for choice in self._choices if text.casefold() in choice.casefold()]

    def line(self, found: str) -> str:
        """Return the choice."""
        return found

    def detail(self, found: str) -> str:
        """Return nothing more."""
        return found
