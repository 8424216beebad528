"""The command line: everything a screen does, a command does."""

import os
import sys
from collections.abc import Sequence

from dopcrm_tui.cli.errors import be_printable, exit_code_of
from dopcrm_tui.terminal.environment import leave_no_core


def main() -> None:
    """Run the command named by the arguments; without any, open the screens."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code."""
    leave_no_core()
    be_printable()
    if not arguments and "_DOPCRM_COMPLETE" not in os.environ:
        return exit_code_of(_open_screens, as_json=False)
    return exit_code_of(lambda: _command(arguments), as_json="--json" in arguments)


def _open_screens() -> None:
    """Open the screens; Typer is not loaded for them."""
    from dopcrm_tui.settings import read_settings
    from screens.opening import open_screens

    open_screens(read_settings(os.environ))


def _command(arguments: Sequence[str]) -> object:
    from dopcrm_tui.cli.root import app

    return app(list(arguments), prog_name="dopcrm", standalone_mode=False)
