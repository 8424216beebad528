"""A session of the host: a process of its own with the terminal that was handed to it."""

from __future__ import annotations

import os
import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import BufferedReader, BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path
from time import sleep

from dopcrm_tui.host import handover

PATIENCE = 10.0
"""Seconds in which the terminal has to come."""
LEAVING = 15.0
"""Seconds a session has to end in order once its terminal is gone."""

LIMITS = {
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NOFILE: 256,
    resource.RLIMIT_DATA: 1 << 30,
    resource.RLIMIT_CPU: 3600,
}
"""What one session may take: no image of its memory on the disk, 256 files, 1 GiB, an hour of CPU.

A whole day of typing takes minutes of CPU; the gibibyte counts the stacks of threads as well.
"""
DISPENSABLE = 500
"""When memory is short the kernel ends a session before the host (oom_score_adj)."""

FAULT = 1

STREAMS = {"stdin": 0, "stdout": 1, "stderr": 2}


def be_session(connection: socket.socket, work: Callable[[], int]) -> int:
    """Take the terminal, do the work on it, tell the client the exit status."""
    os.setsid()
    os.umask(0o077)
    _limit()
    connection.settimeout(PATIENCE)
    try:
        connection.sendall(handover.HELLO)
        environ = handover.take(connection)
    except (OSError, handover.NotHandedOver):
        return FAULT
    connection.settimeout(None)
    _settle(environ)
    watch = threading.Thread(target=_watch, args=(connection, _size()), daemon=True)
    watch.start()
    status = _done(work)
    with suppress(OSError):
        connection.sendall(f"{status}\n".encode())
    return status


def _settle(environ: Mapping[str, str]) -> None:
    """Begin as a process of its own begins: environment, folder, and streams for the terminal.

    The host's streams were opened for other files; where those can seek, ours could not write.
    """
    os.environ.clear()
    os.environ.update(environ)
    with suppress(OSError):
        os.chdir(environ.get("HOME", "/"))
    for name, descriptor in STREAMS.items():
        stream = _stream(descriptor)
        vars(sys).update({name: stream, f"__{name}__": stream})


def _stream(descriptor: int) -> TextIOWrapper:
    file = FileIO(descriptor, "rw"[descriptor > 0], closefd=False)
    through = BufferedWriter(file) if descriptor else BufferedReader(file)
    lenient = "backslashreplace" if descriptor else "surrogateescape"
    return TextIOWrapper(through, "utf-8", lenient, line_buffering=True)


def _done(work: Callable[[], int]) -> int:
    """Do the work; return its exit status as a process of its own would have had it."""
    try:
        return work()
    except SystemExit as left:
        if isinstance(left.code, str):
            sys.stderr.write(f"{left.code}\n")
            return FAULT
        return left.code or 0


def _limit() -> None:
    for what, most in LIMITS.items():
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))
    score = Path("/proc/self/oom_score_adj")
    with suppress(OSError):
        if int(score.read_text()) < DISPENSABLE:
            score.write_text(str(DISPENSABLE))


def _watch(connection: socket.socket, size: tuple[int, int]) -> None:
    """Pass on what a controlling terminal tells its processes: a new size, and that it is gone."""
    with suppress(OSError):
        while connection.recv(64):
            now = _size()
            if now != size:
                size = now
                os.kill(os.getpid(), signal.SIGWINCH)
    os.kill(os.getpid(), signal.SIGHUP)
    sleep(LEAVING)
    os._exit(128 + signal.SIGHUP)


def _size() -> tuple[int, int]:
    try:
        columns, lines = os.get_terminal_size(0)
    except OSError:
        return 0, 0
    return columns, lines
