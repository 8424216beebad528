"""A real IMAP server with a mailbox in it."""

import imaplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from mail_server import free_port

USER, PASSWORD = "demouser", "demopass"


@contextmanager
def open_mailbox() -> Iterator[int]:
    """Serve a mailbox on a free port of this machine, and give the port."""
    port = free_port()
    serve = "import sys; from pymap.main import main; sys.exit(main())"
    options = ["--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict", "--demo-data"]
    server = subprocess.Popen(
        [sys.executable, "-c", serve, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(port, server)
        yield port
    finally:
        server.kill()
        server.wait()


def put(port: int, *letters: bytes) -> None:
    """Let letters arrive."""
    with imaplib.IMAP4("127.0.0.1", port) as box:
        box.login(USER, PASSWORD)
        for letter in letters:
            box.append("INBOX", "", imaplib.Time2Internaldate(time.time()), letter)


def flags(port: int) -> list[bytes]:
    """Return what is marked on each letter."""
    with imaplib.IMAP4("127.0.0.1", port) as box:
        box.login(USER, PASSWORD)
        box.select("INBOX", readonly=True)
        return box.fetch("1:*", "(FLAGS)")[1]


def _await(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 20
    while True:
        try:
            return imaplib.IMAP4("127.0.0.1", port).logout() and None
        except OSError:
            if server.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.05)
