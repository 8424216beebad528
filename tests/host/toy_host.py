"""A host whose sessions are a line of text, a few answers and an end; run by the tests.

Argument: `--socket PATH`. A session says who it is, then answers each line that is typed.
"""

import os
import secrets
import sys
from pathlib import Path

from dopcrm_tui.host.parent import Host, say


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def work() -> int:
    names = " ".join(sorted(os.environ))
    tell(f"token {secrets.token_hex(8)} in {os.getcwd()} of {names}.")
    for line in sys.stdin:
        match line.split():
            case ["size"]:
                columns, lines = os.get_terminal_size(0)
                tell(f"size {columns} {lines}")
            case ["write", name]:
                Path(name).touch()
                tell("written")
            case ["take", gibibytes]:
                try:
                    bytearray(int(gibibytes) << 30)
                except MemoryError:
                    tell("no room")
            case ["end", status]:
                return int(status)
            case ["say", sentence]:
                raise SystemExit(sentence)
    return 0


Host(Path(sys.argv[2]), work, most=3, say=say).run()
