"""What a registration leaves behind in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dopcrm_tui.services.opening import TakenAway
    from screens.registration_fields import Entry


@dataclass(slots=True)
class Kept:
    """A form left half-typed, and the last one registered; they live as long as the login."""

    draft: dict[str, Entry] = field(default_factory=dict)
    key: str = ""
    """By which the draft is registered once, whatever happened to it before."""
    taken: TakenAway | None = None
    """How it was taken, where the store has sent it back since."""
    at: str = ""
    """The place that was being typed into."""
    last: dict[str, Entry] = field(default_factory=dict)
    about: str = ""
    """When the draft was typed and how much of it, where an earlier session did."""
    said: str = ""
    """What the draft is, where the desk has written it and nobody has left it yet."""

    def forget_draft(self) -> None:
        """Keep nothing but what was registered last."""
        self.draft, self.key, self.taken, self.at, self.said = {}, "", None, "", ""
