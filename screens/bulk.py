"""Many complaints at once: confirmed by their count, done one by one, each told by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from textual.widget import Widget
from textual.widgets import Static

from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.bulk import key_of
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.safe import safe
from screens.case_work import Subject
from screens.dialog import Dialog
from screens.parts import row
from screens.wording import ACTION_LABELS

IN_BULK = frozenset(
    {
        Action.TAKE,
        Action.RELEASE,
        Action.REMARK,
        Action.ATTACH,
        Action.TRANSFER,
        Action.SEEK_INFORMATION,
        Action.SEEK_CONFIRMATION,
        Action.INTERIM_REPLY,
        Action.REFER_EXTERNAL,
        Action.EXTERNAL_UPDATE,
        Action.EXTERNAL_RETURN,
        Action.ESCALATE,
        Action.DIRECT,
        Action.CLOSE_BY_DIRECTION,
        Action.REOPEN,
        Action.REVIEW,
        Action.JOIN_INCIDENT,
        Action.LEAVE_INCIDENT,
    }
)
"""What can be done to many at once; what a customer says is said of one complaint."""

LISTED, PER_LINE = 12, 4
"""How many numbers a confirmation lists, and how many side by side."""


@dataclass(slots=True)
class Marked(Subject):
    """All marked complaints; `number` and `version` are those of the one whose turn it is."""

    action: Action
    seen: Mapping[str, int]
    """The version of each that was on the screen."""

    @property
    def shown(self) -> str:
        """How many they are."""
        return f"{len(self.seen)} marked complaint{'s' if len(self.seen) > 1 else ''}"

    @property
    def title(self) -> str:
        """What is to be done, and to how many."""
        return f"{ACTION_LABELS[self.action]}: {self.shown}"

    def once(self, key: str) -> str:
        """Return the key by which a form acts once on the one whose turn it is."""
        return key_of(key, self.number)

    def turn_to(self, number: str) -> None:
        """Give the next one its turn."""
        self.number, self.version = number, self.seen[number]


def marked_for(action: Action, seen: Mapping[str, int]) -> Marked:
    """Return what an action is done to when complaints are marked; there is one at least."""
    number = next(iter(seen))
    return Marked(number, seen[number], action, seen)


class BulkConfirmation(Dialog[str]):
    """Ask whether all marked complaints are meant; typing their count says so."""

    EXPLAINED = {"count": "How many complaints are marked: who types it means all of them."}

    def __init__(self, marked: Marked) -> None:
        """Make the question."""
        super().__init__(marked.title, _sent)
        self._numbers = tuple(map(show_number, marked.seen))

    def fields(self) -> Iterable[Widget]:
        """Return the first numbers and the place for the count."""
        count = str(len(self._numbers))
        return [
            Static(safe(_listed(self._numbers), newlines=True)),
            row(f"Type {count}", Field(id="count", max_length=9, placeholder="their count")),
        ]

    def answer(self) -> str:
        """Return the count. Raises `InvalidInput` where it is another one."""
        typed, count = self.query_one("#count", Field).value.strip(), str(len(self._numbers))
        if typed != count:
            raise InvalidInput({"count": f"To do it to all of them, type their count: {count}."})
        return typed


async def _sent(_: str) -> None:
    """Leave it to who asked: a confirmation sends nothing itself."""


def _listed(numbers: tuple[str, ...]) -> str:
    first = numbers[:LISTED]
    lines = ["  ".join(first[at : at + PER_LINE]) for at in range(0, len(first), PER_LINE)]
    more = len(numbers) - len(first)
    return "\n".join([*lines, *([f"and {more} more"] if more else [])])
