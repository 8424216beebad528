"""Finding a grievance by its words instead of its code."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.catalogues.taxonomy import Grievance, grievances
from screens.finder import Finder

_WORD = re.compile(r"[a-z0-9]+")


class GrievanceFinder(Finder[Grievance]):
    """Find a grievance by the beginnings of its words, or of its code."""

    def __init__(self, text: str = "") -> None:
        """Make a finder over the taxonomy."""
        super().__init__("Grievance: type words of it, such as speed delay", text)
        self._words = tuple((one, _words_of(one)) for one in grievances() if one.active)

    async def matches(self, text: str) -> Sequence[Grievance]:
        """Return those of which every word typed is the beginning of a word, or of the code."""
        typed = _WORD.findall(text.lower())
        return [
            one
            for one, words in self._words
            if all(any(word.startswith(beginning) for word in words) for beginning in typed)
        ]

    def line(self, found: Grievance) -> str:
        """Return code, service and type."""
        return f"{found.code}  {found.label}"

    def detail(self, found: Grievance) -> str:
        """Return all three levels."""
        return f"{found.category} · {found.service} · {found.grievance_type}"


def _words_of(one: Grievance) -> tuple[str, ...]:
    text = f"{one.code} {one.category} {one.service} {one.grievance_type}"
    return tuple(_WORD.findall(text.lower()))
