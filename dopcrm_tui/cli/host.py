"""The warm host: screens for who comes by SSH, without the wait for a program to begin."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.rules.refusals import InvalidInput

app = group()

MOST = 300


@verb(app, "host")
def host(
    call: Call,
    socket: Annotated[
        Path | None,
        typer.Option("--socket", metavar="PATH", help="Where to wait; else DOPCRM_HOST."),
    ] = None,
    most: Annotated[
        int, typer.Option("--most", min=1, help="How many sessions there may be at once.")
    ] = MOST,
    merge: Annotated[
        bool,
        typer.Option("--merge", help="Have the kernel keep what sessions have in common once."),
    ] = False,
) -> None:
    """Wait for terminals and begin a session for each at once, until SIGTERM; Linux only.

    It opens no store and reads no settings: each session reads its own.
    """
    if call.store:
        raise InvalidInput({"store": "The host opens no store; each session opens its own."})
    if not hasattr(os, "pidfd_open"):
        raise InvalidInput({"host": "Only Linux can hand a session over; run dopcrm itself."})
    from dopcrm_tui.cli.warming import warm
    from dopcrm_tui.host.merging import keep_equal_once
    from dopcrm_tui.host.parent import AlreadyThere, Host, say
    from dopcrm_tui.host.place import socket_path

    path = socket or Path(socket_path(os.environ))
    warm()
    if merge and (missing := keep_equal_once()):
        say(missing)
    try:
        Host(path, _session, most=most, say=say).run()
    except AlreadyThere as problem:
        raise InvalidInput({"socket": str(problem)}) from None
    except OSError as problem:
        raise InvalidInput({"socket": f"Nobody can wait at {path}: {problem.strerror}."}) from None


def _session() -> int:
    """Run the screens, as `dopcrm` without a command does."""
    from dopcrm_tui.cli import run

    return run([])
