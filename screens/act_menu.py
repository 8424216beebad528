"""What can be done now, numbered: nobody needs to know a letter."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.terminal.safe import safe
from screens.act_keys import ActKey
from screens.parts import EXPLAIN, Explained, KeyLine, MessageLine


class ActMenu(Explained[Action | None], ModalScreen[Action | None]):
    """Choose by number, by letter, or by the cursor and Enter."""

    CSS_PATH = ["parts.tcss", "dialog.tcss"]
    BINDINGS = [
        *EXPLAIN,
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("home", "move(-99)", show=False),
        Binding("end", "move(99)", show=False),
        Binding("enter", "take", "Take", key_display="Enter"),
        Binding("f12,escape,f3", "leave", "Cancel", key_display="F12"),
    ]
    EXPLAINED = {"": "Type the number or the letter; or choose by Up and Down, and Enter takes it."}

    def __init__(self, title: str, keys: Sequence[ActKey]) -> None:
        """Make a menu of what can be done."""
        super().__init__()
        self._title, self._keys = title, keys
        self._cursor, self._typed = 0, ""

    def compose(self) -> ComposeResult:
        """Lay out the lines."""
        with Vertical(id="box"):
            yield Label(safe(self._title), id="title")
            for place in range(len(self._keys)):
                yield Static(self._line(place))
            yield MessageLine()
            yield KeyLine()

    def on_key(self, event: events.Key) -> None:
        """Take what a number or a letter names."""
        typed = (event.character or "").lower()
        named = [key.action for key in self._keys if key.letter in {typed, event.key}]
        if typed.isascii() and typed.isdigit():
            self._number(typed)
        elif named:
            self.dismiss(named[0])
        else:
            return
        # The screen below has the same letters: it would do the same once more.
        event.stop()
        event.prevent_default()

    def action_move(self, by: int) -> None:
        """Bring the cursor to another line."""
        self._typed = ""
        self._go(self._cursor + by)

    def action_take(self) -> None:
        """Take what is under the cursor."""
        self.dismiss(self._keys[self._cursor].action)

    def action_leave(self) -> None:
        """Take nothing."""
        self.dismiss(None)

    def _number(self, digit: str) -> None:
        """Go to the number typed; it is taken at once where no longer one begins with it."""
        count = len(self._keys)
        if not 0 < int(self._typed + digit) <= count:
            self._typed = ""
        self._typed += digit
        if not 0 < int(self._typed) <= count:
            self._typed = ""
            self.say(f"Type a number from 1 to {count}.")
            return
        self._go(int(self._typed) - 1)
        if int(self._typed) * 10 > count:
            self.action_take()
        else:
            self.say(f"Enter takes {self._typed}; or type the second digit.")

    def _go(self, to: int) -> None:
        before, self._cursor = self._cursor, max(0, min(to, len(self._keys) - 1))
        lines = list(self.query("#box>Static").results(Static))[1 : len(self._keys) + 1]
        for place in {before, self._cursor}:
            lines[place].update(self._line(place), layout=False)

    def _line(self, place: int) -> Content:
        key = self._keys[place]
        mark = ">" if place == self._cursor else " "
        line = safe(f"{mark} {place + 1:>2}  {key.letter.upper():<2} {key.label}")
        return line.stylize("reverse") if place == self._cursor else line
