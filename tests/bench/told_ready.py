"""The program, whose login says when the store is open: `told_ready.py [host …]`.

It says so to the terminal, as its title: a sentence would be painted that nobody gets to see.
"""

# ruff: noqa: E402 (Textual reads its variables when it is imported)

import os
import sys

from dopcrm_tui.terminal.environment import prepare

os.environ.setdefault("TERM", "xterm-256color")
prepare(os.environ)

from dopcrm_tui.cli import run
from screens.login import LoginScreen

say = LoginScreen.say


def tell_when_open(screen: LoginScreen, text: str, *, refused: bool = False) -> None:
    say(screen, text, refused=refused)
    if not text and screen.app._driver is not None:
        screen.app._driver.write("\x1b]2;The store is open.\x07")


LoginScreen.say = tell_when_open
raise SystemExit(run(sys.argv[1:]))
