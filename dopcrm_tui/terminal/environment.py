"""What the terminal can do, settled from the environment before Textual is imported."""

from __future__ import annotations

import importlib
import sys
from collections.abc import MutableMapping
from dataclasses import dataclass

MIN_WIDTH, MIN_HEIGHT = 80, 24

WRITER = "DOPCRM_WRITER"
"""`stock` leaves the writing of the screen to Textual."""

FRAMES = "500"
"""How often in a second Textual looks what to paint: a key does not wait for the next look.

How often it is sent is another matter (`pace`).
"""

_SCRUBBED = ("TEXTUAL", "PYTHON")
_DECIDED_HERE = ("NO_COLOR", "COLORTERM", "COLUMNS", "LINES", "ESCDELAY")
_NO_KITTY_KEYS = ("linux", "vt", "ansi", "cons25")


class UnsuitableTerminal(Exception):
    """The terminal cannot show screens."""

    def __init__(self, term: str) -> None:
        super().__init__(
            f"The terminal type {term!r} cannot show screens; every action is also a command: "
            "see `dopcrm --help`."
        )


@dataclass(frozen=True)
class Terminal:
    """What was found out about the terminal."""

    colours: int
    """8 (no bright ones, as on a VT or the Linux console), 256, or 0 when none are wanted."""
    sends_cells: bool = True
    """Whether only cells that changed are sent; else Textual sends what it would."""

    @property
    def theme(self) -> str:
        """Name the theme to start with."""
        return "plain" if self.colours else "mono"


def prepare(environ: MutableMapping[str, str]) -> Terminal:
    """Take out what would steer Textual or Python, and set what suits the terminal.

    Call it before Textual is imported: Textual reads its variables then. A TEXTUAL_DRIVER left in
    the environment names a module that would be run. Raises UnsuitableTerminal when TERM is
    `dumb` or `unknown`.
    """
    term = environ.get("TERM", "")
    if term in ("dumb", "unknown"):
        raise UnsuitableTerminal(term)
    no_colour = bool(environ.get("NO_COLOR"))
    for name in list(environ):
        if name.startswith(_SCRUBBED) or name in _DECIDED_HERE:
            del environ[name]
    rich_in_colour = "256color" in term or "direct" in term or "kitty" in term
    environ["TEXTUAL_COLOR_SYSTEM"] = "256" if rich_in_colour else "standard"
    environ["TEXTUAL_ANIMATIONS"] = "none"
    environ["TEXTUAL_FPS"] = FRAMES
    environ["ESCDELAY"] = "100"
    if not term or term.startswith(_NO_KITTY_KEYS):
        environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
    colours = 0 if no_colour else 256 if rich_in_colour else 8
    return Terminal(colours, environ.get(WRITER) != "stock")


def read_again() -> None:
    """Let Textual read its variables anew, where it was imported for another terminal."""
    if constants := sys.modules.get("textual.constants"):
        importlib.reload(constants)


def leave_no_core() -> None:
    """Have no image of the memory written to the disk, however the program ends."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def too_small(width: int, height: int) -> str | None:
    """Say that a terminal of this size is too small; None when it is large enough."""
    if width >= MIN_WIDTH and height >= MIN_HEIGHT:
        return None
    return f"Terminal is {width}x{height}; needs {MIN_WIDTH}x{MIN_HEIGHT}"
