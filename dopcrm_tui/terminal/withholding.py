"""What Textual can do and this desk does not: nothing of it leaves by a way of its own."""

from __future__ import annotations

from textual.app import App


class Withholding(App[None]):
    """Writes no picture or file, opens no browser, fills no clipboard, and does not stop."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Write no picture of personal data to the server's disk."""

    def action_suspend_process(self) -> None:
        """Stay: a stopped session has no shell to come back from."""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open no browser on the server."""

    def copy_to_clipboard(self, text: str) -> None:
        """Send no field to the terminal's clipboard (OSC 52); its own selection still works."""

    def deliver_text(self, *args: object, **kwargs: object) -> None:
        """Deliver no file: exports are commands."""

    def deliver_binary(self, *args: object, **kwargs: object) -> None:
        """Deliver no file: exports are commands."""
