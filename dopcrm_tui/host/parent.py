"""The host: it waits at a socket and forks a session for each terminal. It reads nothing."""

from __future__ import annotations

import gc
import os
import selectors
import signal
import socket
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from dopcrm_tui.host import handover
from dopcrm_tui.host.session import FAULT, be_session
from dopcrm_tui.host.uncounted import count_no_more

BACKLOG = 128
_CREDENTIALS = struct.Struct("3i")

Say = Callable[[str], None]


class NotAlone(Exception):
    """What may not live through a fork is there: a thread."""


class AlreadyThere(Exception):
    """Another host answers at the socket."""


class Host:
    """Forks sessions; holds nothing but their number."""

    def __init__(self, path: Path, work: Callable[[], int], *, most: int, say: Say) -> None:
        """Make the host; `work` is what a session does, `most` how many there may be at once."""
        self._path = path
        self._work = work
        self._most = most
        self._say = say
        self._sessions: dict[int, int] = {}
        """The process behind each descriptor."""
        self._selector = selectors.DefaultSelector()

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT; sessions that are there go on without the host.

        Raises NotAlone, AlreadyThere, OSError.
        """
        if threading.active_count() > 1:
            raise NotAlone(f"{threading.active_count() - 1} threads would be lost by a fork")
        listener = _listen(self._path)
        told, tell = socket.socketpair()
        tell.setblocking(False)
        signal.set_wakeup_fd(tell.fileno())
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        self._selector.register(listener, selectors.EVENT_READ)
        self._selector.register(told, selectors.EVENT_READ)
        gc.collect()
        count_no_more()
        gc.freeze()
        _tell_systemd("READY=1")
        self._say(f"Waiting at {self._path} for up to {self._most} sessions.")
        kept = (listener, told, tell)
        while all(each.fileobj is not told for each in self._wait(kept)):
            pass
        signal.set_wakeup_fd(-1)
        with suppress(OSError):
            self._path.unlink()
        self._say(f"Stopped; {len(self._sessions)} sessions go on.")

    def _wait(self, kept: tuple[socket.socket, ...]) -> list[selectors.SelectorKey]:
        """Wait for what comes, and see to it."""
        ready = [key for key, _ in self._selector.select()]
        for key in ready:
            if key.fileobj is kept[0]:
                self._welcome(kept)
            elif key.data is not None:
                self._bury(key.fd, key.data)
        return ready

    def _welcome(self, kept: tuple[socket.socket, ...]) -> None:
        try:
            connection, _ = kept[0].accept()
        except OSError:
            return
        with connection:
            if not _is_ours(connection):
                self._say("Somebody else knocked; refused.")
            elif len(self._sessions) >= self._most:
                with suppress(OSError):
                    connection.send(handover.FULL, socket.MSG_DONTWAIT)
                self._say(f"Full: {self._most} sessions.")
            else:
                self._fork(connection, kept)

    def _fork(self, connection: socket.socket, kept: tuple[socket.socket, ...]) -> None:
        try:
            child = os.fork()
        except OSError as problem:
            self._say(f"No session could be begun: {problem.strerror}.")
            return
        if child == 0:
            self._be_session(connection, kept)
        descriptor = os.pidfd_open(child)
        self._sessions[descriptor] = child
        self._selector.register(descriptor, selectors.EVENT_READ, child)

    def _be_session(self, connection: socket.socket, kept: tuple[socket.socket, ...]) -> None:
        """Do the work of a session in the process that was forked; never return."""
        status = FAULT
        try:
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            self._selector.close()
            for each in kept:
                each.close()
            for descriptor in self._sessions:
                os.close(descriptor)
            status = be_session(connection, self._work)
        finally:
            os._exit(status)

    def _bury(self, descriptor: int, child: int) -> None:
        self._selector.unregister(descriptor)
        os.close(descriptor)
        del self._sessions[descriptor]
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            self._say(f"Session {child} was ended by signal {os.WTERMSIG(status)}.")


def _is_ours(connection: socket.socket) -> bool:
    """Whether who knocks runs under this account."""
    said = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _, uid, _ = _CREDENTIALS.unpack(said)
    return int(uid) == os.getuid()


def _listen(path: Path) -> socket.socket:
    """Bind the socket, for this account alone; one that nobody answers at is replaced."""
    with socket.socket(socket.AF_UNIX) as asked:
        asked.settimeout(1.0)
        try:
            asked.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            pass
        else:
            raise AlreadyThere(f"A host waits at {path} already.")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        listener.bind(str(path))
    finally:
        os.umask(before)
    listener.listen(BACKLOG)
    return listener


def _tell_systemd(what: str) -> None:
    """Say to systemd how far it is, where it asked to be told."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as asked, suppress(OSError):
        asked.sendto(what.encode(), f"\0{address[1:]}" if address[0] == "@" else address)


def say(sentence: str) -> None:
    """Write a line for whoever looks after the host."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
