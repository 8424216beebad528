"""Narrowing a queue."""

from __future__ import annotations

from collections.abc import Iterable

from textual import work
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Static

from data.catalogues.taxonomy import grievances
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.vocabulary import STATE_LABELS, State
from dopcrm_tui.services.queues import Narrowed
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.safe import safe
from screens.dialog import Dialog, Send
from screens.parts import row
from screens.transfer import Finder


class FilterDialog(Dialog[Narrowed]):
    """Ask what a queue is narrowed by; empty fields narrow nothing."""

    BINDINGS = [
        Binding("f4", "list_offices", "Offices"),
        Binding("f10", "send", "Narrow"),
        Binding("f8", "clear", "Clear"),
    ]
    EXPLAINED = {
        "state": "The number of a state: " + ", ".join(STATE_LABELS.values()) + ".",
        "category": "The number of a category.",
        "overdue": "y shows only what is late.",
        "office_code": "The code of an office below yours; F4 lists offices.",
    }

    def __init__(self, now: Narrowed, send: Send[Narrowed], *, finder: Finder) -> None:
        """Make a dialog that begins with how the queue is narrowed now."""
        super().__init__("Narrow the queue", send, now)
        self._finder = finder
        self._categories = list(dict.fromkeys(one.category for one in grievances()))

    def fields(self) -> Iterable[Widget]:
        """Return the four fields, with their choices written out."""
        yield row("State", _digit("state", len(STATE_LABELS)))
        yield row("", Static(safe(_numbered(STATE_LABELS.values()), newlines=True)))
        yield row("Category", _digit("category", len(self._categories)))
        yield row("", Static(safe(_numbered(self._categories), newlines=True)))
        yield row(
            "Overdue only",
            Field(id="overdue", max_length=1, restrict="[yn]?", placeholder="y or n"),
        )
        yield row("Office code", Field(id="office_code"))

    def on_mount(self) -> None:
        """Fill in how the queue is narrowed now."""
        if self._last:
            self.recall(self._last)

    def answer(self) -> Narrowed:
        """Return what to narrow by. Raises `InvalidInput` for a number that is no choice."""
        state, category = self._number("state"), self._number("category")
        return Narrowed(
            office_code=self._value("office_code").upper() or None,
            state=list(State)[state - 1] if state else None,
            category=self._categories[category - 1] if category else None,
            overdue=self._value("overdue") == "y",
        )

    def recall(self, last: Narrowed) -> None:
        """Fill in what was narrowed by before."""
        category = self._categories.index(last.category) + 1 if last.category else ""
        self._put("state", str(list(State).index(last.state) + 1) if last.state else "")
        self._put("category", str(category))
        self._put("overdue", "y" if last.overdue else "")
        self._put("office_code", last.office_code or "")

    def action_clear(self) -> None:
        """Empty all fields."""
        self.recall(Narrowed())

    @work
    async def action_list_offices(self) -> None:
        """Choose the office from a list."""
        office = await self.app.push_screen_wait(self._finder(self._value("office_code")))
        if office is not None:
            self._put("office_code", office.code)

    def _number(self, name: str) -> int:
        typed = self._value(name)
        most = len(STATE_LABELS) if name == "state" else len(self._categories)
        if typed and not (typed.isdecimal() and 1 <= int(typed) <= most):
            raise InvalidInput({name: f"The {name} is a number from 1 to {most}."})
        return int(typed or 0)

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).value.strip()

    def _put(self, name: str, value: str) -> None:
        self.query_one(f"#{name}", Field).value = value


def _digit(name: str, most: int) -> Field:
    return Field(id=name, max_length=1, restrict=f"[1-{most}]?")


def _numbered(choices: Iterable[str]) -> str:
    return "\n".join(f"{number} {choice}" for number, choice in enumerate(choices, start=1))
