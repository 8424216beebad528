"""What a person did last, for F9 (repeat it) and F6 (copy what was typed)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from dopcrm_tui.rules.vocabulary import Action
from screens.kept import Kept

if TYPE_CHECKING:
    from screens.draft_writer import DraftWriter

A = TypeVar("A")


@dataclass(slots=True)
class Recent:
    """The last command and what was sent by each; it lives as long as the login."""

    action: Action | None = None
    sent: dict[Action, object] = field(default_factory=dict)
    begun: dict[str, Kept] = field(default_factory=dict)
    """Forms begun about an old complaint, by its number."""
    writer: DraftWriter | None = None
    """What keeps on this machine what is typed."""

    def keep(self, action: Action, sent: object = None) -> None:
        """Remember a command that was carried out."""
        self.action = action
        if sent is not None:
            self.sent[action] = sent

    def last(self, action: Action, kind: type[A]) -> A | None:
        """Return what was sent by an action before."""
        sent = self.sent.get(action)
        return sent if isinstance(sent, kind) else None
