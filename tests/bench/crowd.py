"""Many terminals at once, each with a key now and then: how soon is a key answered?"""

from __future__ import annotations

import fcntl
import os
import pty
import random
import selectors
import struct
import subprocess
import termios
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

COLUMNS, LINES = 80, 24
SLOWEST = 30.0
"""Seconds after which a terminal is given up."""


@dataclass
class Seat:
    """A terminal and who sits at it."""

    name: str
    process: subprocess.Popen[bytes]
    master: int
    keys: Sequence[bytes]
    """What is pressed, one after the other, again and again."""
    seen: bytearray = field(default_factory=bytearray)
    pressed: int = 0
    asked_at: float | None = None
    echoes: list[float] = field(default_factory=list)
    """Seconds from a key to the first byte of its answer."""
    gone: bool = False

    def press(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def next_key(self) -> bytes:
        key = self.keys[self.pressed % len(self.keys)]
        self.pressed += 1
        return key

    def leave(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self.master >= 0:
            os.close(self.master)
            self.master = -1


def sit_down(name: str, argv: Sequence[str], env: Mapping[str, str], keys: Sequence[bytes]) -> Seat:
    """Begin a program at a terminal of its own."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    process = subprocess.Popen(
        argv,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=env,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(slave)
    os.set_blocking(master, False)
    return Seat(name, process, master, keys)


class Crowd:
    """The seats, looked after by one loop."""

    def __init__(self) -> None:
        self.seats: list[Seat] = []
        self._selector = selectors.DefaultSelector()

    def add(self, seat: Seat) -> None:
        self.seats.append(seat)
        self._selector.register(seat.master, selectors.EVENT_READ, seat)

    def leave(self) -> None:
        for seat in self.seats:
            seat.leave()
        self._selector.close()

    def wait_for(self, seats: Iterable[Seat], words: bytes) -> None:
        """Read until each has shown the words since it was last looked at."""
        left = {id(seat): seat for seat in seats}
        end = time.monotonic() + SLOWEST
        while left:
            self._read(0.1)
            left = {key: seat for key, seat in left.items() if words not in seat.seen}
            assert time.monotonic() < end, f"{len(left)} never showed {words!r}: {_last(left)}"

    def settle(self, quiet: float = 0.7) -> None:
        """Read until nobody has been told anything for so many seconds."""
        while self._read(quiet):
            pass

    def type_for(self, seconds: float, every: float, chance: random.Random) -> None:
        """Let each press a key every so many seconds, at moments of their own."""
        now = time.perf_counter()
        due = sorted((now + chance.random() * every, place) for place in range(len(self.seats)))
        end = now + seconds
        while (now := time.perf_counter()) < end:
            while due and due[0][0] <= now:
                when, place = due.pop(0)
                self._press(self.seats[place], now)
                due.append((when + every, place))
                due.sort()
            self._read(max(0.0, min(due[0][0], end) - time.perf_counter()))

    def echoes(self) -> list[float]:
        """Milliseconds from every key to the first byte of its answer, sorted."""
        return sorted(1000 * each for seat in self.seats for each in seat.echoes)

    def _press(self, seat: Seat, now: float) -> None:
        if seat.gone:
            return
        if seat.asked_at is not None:  # no answer yet: it counts as long as it has lasted
            seat.echoes.append(now - seat.asked_at)
        seat.asked_at = now
        seat.press(seat.next_key())

    def _read(self, timeout: float) -> bool:
        ready = self._selector.select(timeout)
        for key, _ in ready:
            seat: Seat = key.data
            try:
                data = os.read(seat.master, 1 << 16)
            except OSError:
                data = b""
            if not data:
                seat.gone = True
                self._selector.unregister(seat.master)
                continue
            if seat.asked_at is not None:
                seat.echoes.append(time.perf_counter() - seat.asked_at)
                seat.asked_at = None
            seat.seen += data
            del seat.seen[:-8192]
        return bool(ready)


def share(sorted_values: Sequence[float], part: float) -> float:
    """Return the value below which a part of them lies."""
    return sorted_values[min(len(sorted_values) - 1, int(part * len(sorted_values)))]


def proportional_size(process: int) -> float:
    """Return the MiB a process takes, of what is shared its share (PSS)."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no Pss")


def _last(left: Mapping[int, Seat]) -> str:
    return next((repr(bytes(seat.seen[-300:])) for seat in left.values()), "")
