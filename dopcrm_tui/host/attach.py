"""The client of the host: hand this terminal over and stay, as a shell, until the session ends.

Run it as `python -I -m dopcrm_tui.host.attach`. Where no host answers, the screens begin in this
process as they always did. It imports next to nothing: its start is part of every login.
"""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found]  # `signal` itself loads enums
import _socket as socket
import os
import sys

from dopcrm_tui.host import handover
from dopcrm_tui.host.place import socket_path

PATIENCE = 5.0
"""Seconds until a host that does not answer is left alone."""
BUSY = 75
"""Exit status where the host has room for no more (EX_TEMPFAIL)."""

KEPT = 3
STOPPING = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP)
"""What keys of a terminal do to a program."""

# A shell weighs 0.1 MiB, this interpreter 4. What is ignored here it ignores too: `STOPPING`, and
# broken pipes as each Python does. It is told of a new size (dash ends a `read` then),
# and of the end; where the session died it gives the terminal back.
STAYING = """
trap 'moved=1; echo w >&3' WINCH
echo w >&3
while :; do
    moved=
    read -r status <&3 && exit "$status"
    [ -n "$moved" ] || break
done
stty sane 2>/dev/null
printf '\\033[r\\033[?2004l\\033[?1004l\\033[<u\\033[0m\\033[?25h\\033[?1049l'
echo 'The session has ended; what was typed is kept and offered at the next login.' >&2
exit 1
"""


def main() -> None:
    """Hand the terminal over, or begin here."""
    connection = _host(socket_path(os.environ))
    if connection is None:
        os.execv(sys.executable, [sys.executable, "-I", "-m", "dopcrm_tui"])
    for key in STOPPING:  # from here on they are the session's
        signal.signal(key, signal.SIG_IGN)
    handover.give(connection, os.environ)
    os.dup2(connection.fileno(), KEPT)
    os.set_inheritable(KEPT, True)  # where it was that number already
    os.execv("/bin/sh", ["sh", "-c", STAYING, "dopcrm"])


def _host(path: str) -> socket.socket | None:
    """Return a connection on which a session waits; None where there is no host."""
    if not path or (sys.stdout.encoding or "").lower() != "utf-8":
        return None
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(PATIENCE)
    try:
        connection.connect(path)
        said = connection.recv(len(handover.HELLO), socket.MSG_WAITALL)
    except OSError:
        said = b""
    if said == handover.FULL:
        sys.stderr.write("Too many are at work on this machine; try again in a few minutes.\n")
        sys.exit(BUSY)
    if said != handover.HELLO:
        connection.close()
        return None
    connection.settimeout(None)
    return connection


if __name__ == "__main__":
    main()
