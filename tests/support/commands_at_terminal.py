"""Commands one after the other in the terminal this runs in; loaded once, a process for each.

Arguments: a file with a JSON list of command lines, and a file for the list of their exit codes.
"""

import json
import multiprocessing
import sys
from pathlib import Path

# What commands need is loaded before they are told apart.
import rich.table  # noqa: F401

import dopcrm_tui.cli.root
import dopcrm_tui.desk
import dopcrm_tui.settings  # noqa: F401
from dopcrm_tui.cli import main

LOADED = multiprocessing.get_context("fork")


def exit_code(words: list[str]) -> int | None:
    """Run one command and return its exit code."""
    sys.argv = ["dopcrm", *words]
    command = LOADED.Process(target=main)
    command.start()
    command.join()
    return command.exitcode


lines, codes = map(Path, sys.argv[1:])
codes.write_text(json.dumps(list(map(exit_code, json.loads(lines.read_text())))))
sys.stdout.write("all ended\n")
