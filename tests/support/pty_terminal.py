"""A terminal for tests: run a program in a pseudo-terminal, press keys, read the screen."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Self

import pyte
from wcwidth import wcwidth

ROOT = Path(__file__).parents[2]

# Sequences a terminal keeps to itself and pyte would print or mistake for others.
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*[A-Za-z]|\x1b\[\?[0-9;]*\$p")
_UNFINISHED = re.compile(rb"\x1b(?:\[[<>=?0-9;$]*)?$")
_KEY = re.compile(rb"\x1b\[[0-9;]*[A-Za-z~]|\x1bO.|[\xc0-\xff][\x80-\xbf]+|.", re.DOTALL)

Want = str | Callable[[str], bool]


class _Screen(pyte.Screen):
    """A screen that goes on behind a vowel sign or a joiner, as terminals do; pyte stops there."""

    @property
    def display(self) -> list[str]:
        """The lines; the second cell of a wide character is empty, also where it stands alone."""
        cells = range(self.columns)
        return ["".join(self.buffer[y][x].data for x in cells) for y in range(self.lines)]

    def draw(self, data: str) -> None:
        super().draw("".join(filter(_is_drawn, data)))


def _is_drawn(character: str) -> bool:
    return wcwidth(character) != 0 or unicodedata.combining(character) != 0


def _sit_down() -> None:
    """Take the terminal, and its signals as a login gives them: a background job ignores some."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


class PtyTerminal:
    """A program and the screen it draws; leave the `with` block and the program is gone."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        term: str = "xterm-256color",
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.raw = bytearray()
        self._screen = _Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._tail = b""
        self._master, slave = pty.openpty()
        self._set_size(columns, rows)
        self._process = subprocess.Popen(
            argv,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=_environment(term, env or {}),
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=_sit_down,
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self.hang_up()

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(self._screen.display)

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and line of the terminal's cursor."""
        return self._screen.cursor.x, self._screen.cursor.y

    def line(self, containing: str) -> str:
        """Return the first line of the screen that contains a text."""
        return next(line for line in self._screen.display if containing in line)

    def is_reversed(self, text: str) -> bool:
        """Tell whether the first place that shows the text is drawn in reverse."""
        for y, line in enumerate(self._screen.display):
            if (x := line.find(text)) >= 0:
                return all(self._screen.buffer[y][x + n].reverse for n in range(len(text)))
        raise AssertionError(f"{text!r} is not on the screen:\n{self.text}")

    def press(self, keys: bytes | str, *, pause: float = 0.0) -> None:
        """Send keys; with a pause, one character at a time and that many seconds apart."""
        data = keys.encode() if isinstance(keys, str) else keys
        if not pause:
            self._send(data)
            return
        for character in re.findall(
            rb"\x1b\[[0-9;]*[A-Za-z~]|\x1bO.|[\x80-\xff]+|.", data, re.DOTALL
        ):
            self._send(character)
            sleep(pause)

    def wait_for(self, want: Want, timeout: float = 30.0) -> str:
        """Read until the screen shows a text (or a predicate holds); return the screen."""
        shows = want if callable(want) else (lambda screen: want in screen)
        end = monotonic() + timeout
        while not shows(self.text):
            if not self._read(end - monotonic()):
                raise AssertionError(f"never showed {want!r}; the screen was:\n{self.text}")
        return self.text

    def wait_for_bytes(self, want: bytes, timeout: float = 30.0) -> None:
        """Read until the program has sent some bytes; the screen is not drawn (to time it)."""
        end = monotonic() + timeout
        while want not in self.raw:
            if not select.select([self._master], [], [], max(0.0, end - monotonic()))[0]:
                raise AssertionError(f"never sent {want!r}")
            self.raw += os.read(self._master, 1 << 16)

    def waits_to_be_read(self, timeout: float) -> bool:
        """Tell whether the program sends something within so many seconds; nothing is read."""
        return bool(select.select([self._master], [], [], timeout)[0])

    def take(self) -> None:
        """Read what is there, and draw nothing: for who measures time."""
        self.raw += os.read(self._master, 1 << 16)

    def settle(self, quiet: float = 0.3) -> int:
        """Read until the program has been silent for `quiet` seconds; return the bytes read."""
        before = len(self.raw)
        while self._read(quiet):
            pass
        return len(self.raw) - before

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the terminal, as dragging its window does."""
        self._screen.resize(rows, columns)
        self._set_size(columns, rows)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        self._process.send_signal(number)

    def hang_up(self) -> None:
        """Drop the line: the terminal is gone for the program."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def exit_status(self, timeout: float = 15.0) -> int:
        """Read what is left until the program ends; return its status."""
        end = monotonic() + timeout
        while self._process.poll() is None and monotonic() < end:
            self._read(0.05)
        self.settle(0.05)
        return self._process.wait(0.1)

    def _send(self, data: bytes) -> None:
        while data:
            if select.select([self._master], [self._master], [])[0]:
                self._read(0)
            data = data[os.write(self._master, data[:1024]) :]

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _read(self, timeout: float) -> bool:
        """Read one chunk; False on silence and at the end of the program."""
        if self._master < 0:
            sleep(timeout)
            return False
        if not select.select([self._master], [], [], max(0.0, timeout))[0]:
            return False
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:
            return False
        self.raw += data
        data = self._tail + data
        unfinished = _UNFINISHED.search(data)
        cut = unfinished.start() if unfinished else len(data)
        self._tail = data[cut:]
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", data[:cut]))
        return bool(data)


def run_python(script: Path, *args: str, **options: object) -> PtyTerminal:
    """Run a Python file in a terminal of its own."""
    return PtyTerminal([sys.executable, str(script), *args], **options)  # type: ignore[arg-type]


def _environment(term: str, more: Mapping[str, str]) -> dict[str, str]:
    kept = ("PATH", "HOME", "TMPDIR", "VIRTUAL_ENV", "LANG")
    given = {name: os.environ[name] for name in kept if name in os.environ}
    return {**given, "TERM": term, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **more}
