"""Enrolling a Trusted Authentication Token: a QR code or a typed secret, and its first code."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from dopcrm_tui.terminal.qr_code import qr_lines
from dopcrm_tui.terminal.safe import safe
from screens.parts import row
from screens.token_code import AsksForCode, CodeField

if TYPE_CHECKING:
    from dopcrm_tui.services.accounts import DrawnToken, Login

GROUP = 4

SCAN = "Your token is an app that shows codes. Open it and scan this, or type the secret into it:"
THEN = "Then type the six digits it shows:"
ONCE = "It is shown this once. A token that is lost is taken away by an administrator."


class TokenEnrolmentScreen(AsksForCode):
    """Show what a token is to know, and ask for the first code it shows."""

    CSS_PATH = ["parts.tcss", "token_enrolment.tcss"]

    def __init__(self, drawn: DrawnToken, check: Callable[[str], Awaitable[Login]]) -> None:
        """Make the screen for a token that was drawn."""
        super().__init__("Your token", check)
        self._drawn = drawn

    def body(self) -> ComposeResult:
        """Lay out the QR code, the secret beside it, and the field."""
        with Horizontal(id="enrolment"):
            yield Static(safe("\n".join(qr_lines(self._drawn.uri)), newlines=True), id="qr")
            with Vertical(id="words"):
                yield Static(SCAN)
                yield Static(safe(in_groups(self._drawn.secret), newlines=True), id="typed")
                yield Static(THEN)
                yield row("Code", CodeField())
                yield Static(ONCE, id="once")


def in_groups(secret: str) -> str:
    """Return a secret as people copy it: groups of four, four to a line."""
    groups = [secret[at : at + GROUP] for at in range(0, len(secret), GROUP)]
    lines = [groups[at : at + GROUP] for at in range(0, len(groups), GROUP)]
    return "\n".join(" ".join(line) for line in lines)
