"""The program, whose login says when the store is open: `told_ready.py [host …]`.

It says so to the terminal, as its title: a sentence would be painted that nobody gets to see.
"""

# ruff: noqa: E402 (Textual reads its variables when it is imported)

import os
import sys

from dopcrm_tui.terminal.environment import prepare

os.environ.setdefault("TERM", "xterm-256color")
prepare(os.environ)

from textual._context import active_app

from dopcrm_tui.cli import run
from screens.once import Once

done = Once.done


async def tell_when_open(once: Once, *args: object) -> object:
    made = await done(once, *args)
    if not args:  # the entrance stands on nothing, the desk on the entrance
        active_app.get()._driver.write("\x1b]2;The store is open.\x07")
    return made


Once.done = tell_when_open
raise SystemExit(run(sys.argv[1:]))
