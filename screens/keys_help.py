"""The keys of a screen, one a line."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from dopcrm_tui.terminal.safe import safe

ESCAPES = "Every F-key is also Esc and its digit: Esc 1 is F1, Esc 0 is F10, Esc = is F12."


class KeysHelp(ModalScreen[None]):
    """List what each key does on the screen below; any of the leaving keys closes it."""

    CSS_PATH = "keys_help.tcss"
    BINDINGS = [Binding("f12,escape,f3,f1,enter,question_mark", "close")]

    def __init__(self, bindings: Sequence[Binding]) -> None:
        super().__init__()
        self._shown = bindings

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        with VerticalScroll():
            yield Label("Keys of this screen; Enter closes the list")
            for binding in self._shown:
                key = self.app.get_key_display(binding)
                key = key.upper() if len(key) == 1 else key
                yield Static(safe(f"  {key:<6} {binding.description}"))
            yield Static(ESCAPES)

    def action_close(self) -> None:
        """Close the list."""
        self.dismiss(None)
