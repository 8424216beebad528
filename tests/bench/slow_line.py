"""A complaint typed over a bad line: `python tests/bench/slow_line.py`, as root.

An sshd in a network namespace of its own, and between it and the client 9.6 kbit/s each way and
300 ms there and back: the kernel limits the rate (tbf), a relay holds back each byte. Somebody
types a registration without looking up. Prints, with Textual's own writer and with ours, with
`ssh -C` and without: how long after the last key the complaint has its number, when the screen is
at rest, and the bytes of the line with all headers. Exit status 1 when a bound is missed.
"""

import multiprocessing
import os
import random
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from post_office import KINDS, STAFF, SettableClock  # noqa: E402
from pty_terminal import PtyTerminal  # noqa: E402

from dopcrm_tui.desk import Desk  # noqa: E402

APP = ROOT / "tests" / "journeys" / "home_app.py"
RATE = 9600
"""Bits a second, each way."""
DELAY = 0.15
"""Seconds a byte is held back, each way."""
PAUSE = 0.2
"""Seconds between two keys: an average typist."""
SECONDS = 3.0
"""After the last key the desk has answered within so many."""

NAMESPACE, OUTER, INNER = "dopcrm-line", "dopcrm-outer", "dopcrm-inner"
HERE, THERE = "10.211.7.1", "10.211.7.2"
SSHD_PORT, RELAY_PORT = 2222, 2223

F8, F10 = "\x1b[19~", "\x1b[21~"
KEYS = [
    *("1", *"102EM123456785IN01112026", "\t", *"682001", F8, "\r"),
    *(*"Ravi Kumar", "\t", *"9876543210", F8, *"Never came. Asked twice at the counter.", F10),
]


@dataclass(frozen=True)
class Typed:
    """What a registration over the line was like."""

    answered: float
    """Seconds from the last key to the complaint's number on the screen."""
    at_rest: float
    """Seconds from the last key to the last byte."""
    sent: int
    """Bytes of the line, towards the terminal."""


def main() -> int:
    """Type four registrations, print, return the exit status."""
    if os.geteuid() or not (sshd := shutil.which("sshd", path="/usr/sbin:/usr/bin")):
        sys.exit("It needs root, and an sshd (openssh-server).")
    missed = False
    print(f"{len(KEYS)} keys, one every {PAUSE} s; {RATE} bit/s, {2 * DELAY * 1000:.0f} ms")
    print(f"{'':<26}{'answered after':>16}{'at rest after':>16}{'bytes':>9}")
    with tempfile.TemporaryDirectory(prefix="dopcrm-line-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with _network(), _sshd(sshd, folder), _relay():
            for writer, options in _ways():
                typed = _typed(folder, writer, options)
                told = f"{writer}{' ' + options[0] if options else ''}"
                print(
                    f"{told:<26}{typed.answered:>14.1f} s{typed.at_rest:>14.1f} s{typed.sent:>9,}",
                    flush=True,
                )
                missed |= writer == "cells" and typed.answered > SECONDS
    print(f"  ours within {SECONDS} s: {'MISSED' if missed else 'kept'}")
    return int(missed)


def _ways() -> Iterator[tuple[str, list[str]]]:
    for writer in ("stock", "cells"):
        yield writer, []
        yield writer, ["-C"]


def _typed(folder: Path, writer: str, options: list[str]) -> Typed:
    place = folder / f"{writer}{''.join(options)}"
    place.mkdir()
    with _terminal(folder, place, writer, options) as terminal:
        terminal.wait_for("Outbox", timeout=120)
        terminal.settle(2.0)
        before = _received()
        for key in KEYS[:-1]:
            pressed = time.perf_counter()
            terminal.press(key)
            while (left := pressed + PAUSE - time.perf_counter()) > 0:
                if terminal.waits_to_be_read(left):
                    terminal.take()
        seen, pressed = len(terminal.raw), time.perf_counter()
        terminal.press(KEYS[-1])
        while b"registered" not in terminal.raw[seen:]:
            assert terminal.waits_to_be_read(120.0), "it was never registered"
            terminal.take()
        last = time.perf_counter()
        answered = last - pressed
        while terminal.waits_to_be_read(1.5):
            terminal.take()
            last = time.perf_counter()
        return Typed(answered, last - pressed, _received() - before)


def _terminal(folder: Path, place: Path, writer: str, options: list[str]) -> PtyTerminal:
    template = KINDS["sqlite"](place)
    (place / "desk").mkdir()
    store = template.copy(place / "desk")
    Desk.over(store, clock=SettableClock(), chance=random.Random(1))
    url = store.engine.url.render_as_string(hide_password=False)
    path = f"{ROOT}:{ROOT / 'tests' / 'support'}"
    command = f"env PYTHONPATH={path} DOPCRM_WRITER={writer} LC_ALL=C.UTF-8 TERM=xterm-256color"
    command += f" {sys.executable} {APP} {url} {place} {STAFF['operator'][0]}"
    told = ("StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR")
    argv = ["ip", "netns", "exec", NAMESPACE, "ssh", "-F", "none", "-tt", *options]
    argv += [part for one in told for part in ("-o", one)]
    argv += ["-i", str(folder / "key"), "-p", str(RELAY_PORT), f"root@{HERE}", command]
    return PtyTerminal(argv)


@contextmanager
def _network() -> Iterator[None]:
    """A namespace for the client, joined to ours by a line of that rate each way."""
    rate = ["tbf", "rate", f"{RATE}bit", "burst", "1600", "latency", "20s"]
    inside = ["ip", "netns", "exec", NAMESPACE]
    try:
        _run("ip", "netns", "add", NAMESPACE)
        _run("ip", "link", "add", OUTER, "type", "veth", "peer", "name", INNER)
        _run("ip", "link", "set", INNER, "netns", NAMESPACE)
        for prefix, device, address in (([], OUTER, HERE), (inside, INNER, THERE)):
            _run(*prefix, "ip", "addr", "add", f"{address}/24", "dev", device)
            _run(*prefix, "ip", "link", "set", device, "up")
            _run(*prefix, "tc", "qdisc", "add", "dev", device, "root", *rate)
        yield
    finally:
        subprocess.run(["ip", "netns", "delete", NAMESPACE], check=False, capture_output=True)
        subprocess.run(["ip", "link", "delete", OUTER], check=False, capture_output=True)


def _received() -> int:
    """Return the bytes that went to the client's side of the line, with all headers."""
    return int(Path(f"/sys/class/net/{OUTER}/statistics/tx_bytes").read_text())


@contextmanager
def _sshd(program: str, folder: Path) -> Iterator[None]:
    Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    for name in ("key", "host"):
        _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name))
    settings = {
        "Port": SSHD_PORT,
        "ListenAddress": "127.0.0.1",
        "HostKey": folder / "host",
        "AuthorizedKeysFile": folder / "key.pub",
        "PermitRootLogin": "prohibit-password",
        "StrictModes": "no",
        "UsePAM": "no",
        "Compression": "yes",
        "PidFile": "none",
    }
    config = folder / "sshd_config"
    config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    with (folder / "sshd.log").open("w") as log:
        server = subprocess.Popen([program, "-D", "-e", "-f", str(config)], stderr=log)
    try:
        yield
    finally:
        server.terminate()
        server.wait()


@contextmanager
def _relay() -> Iterator[None]:
    process = multiprocessing.get_context("spawn").Process(target=_hold_back, daemon=True)
    process.start()
    try:
        end = time.monotonic() + 10
        while time.monotonic() < end:
            with suppress(OSError), socket.create_connection((HERE, RELAY_PORT), 1):
                break
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.join()


def _hold_back() -> None:
    """Pass each connection on to sshd, each byte so many seconds late."""
    with ExitStack() as opened:
        listener = opened.enter_context(socket.create_server((HERE, RELAY_PORT)))
        while True:
            client, _ = listener.accept()
            with client, socket.create_connection(("127.0.0.1", SSHD_PORT)) as server:
                for one in (client, server):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                with suppress(OSError):
                    _pass_on(client, server)


def _pass_on(client: socket.socket, server: socket.socket) -> None:
    other = {client: server, server: client}
    held: dict[socket.socket, deque[tuple[float, bytes]]] = {client: deque(), server: deque()}
    while True:
        due = min((queue[0][0] for queue in held.values() if queue), default=None)
        left = None if due is None else max(0.0, due - time.monotonic())
        for one in select.select([client, server], [], [], left)[0]:
            data = one.recv(1 << 16)
            if not data:
                return
            held[other[one]].append((time.monotonic() + DELAY, data))
        for one, queue in held.items():
            while queue and queue[0][0] <= time.monotonic():
                one.sendall(queue.popleft()[1])


def _run(*argv: str) -> None:
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{argv}: {done.stderr}"


if __name__ == "__main__":
    sys.exit(main())
