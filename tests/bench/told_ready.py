"""The program, whose login says when the store is open: `told_ready.py [host …]`."""

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
    say(screen, text or "The store is open.", refused=refused)


LoginScreen.say = tell_when_open
raise SystemExit(run(sys.argv[1:]))
