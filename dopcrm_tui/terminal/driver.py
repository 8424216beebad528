"""Textual's terminal driver, with the keyboard put in order and a lost terminal survived."""

from __future__ import annotations

import os
import selectors
from codecs import getincrementaldecoder
from queue import Full
from typing import Any

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from dopcrm_tui.terminal.keyboard import Keyboard

TICKS = 5
"""How often the parser is asked, after a key, whether what it has is a whole one."""


class TerminalDriver(LinuxDriver):
    """Read keys through `Keyboard`; leave when the terminal is gone instead of waiting for it.

    Nothing is done while no key comes: hundreds of sessions on one machine rest most of the time.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Textual's own
        super().__init__(*args, **kwargs)
        self._stopped, self._stop = os.pipe()

    def disable_input(self) -> None:
        """Stop reading keys; the thread that waits for one is told."""
        os.write(self._stop, b"s")
        super().disable_input()

    def run_input_thread(self) -> None:
        """Read keys until the driver is told to stop (as LinuxDriver does, with `Keyboard`)."""
        parser, keyboard = XTermParser(self._debug), Keyboard()
        decode = getincrementaldecoder("utf-8")("replace").decode
        escape_pending, ticks = False, 0
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._stopped, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                timeout = 0.02 if escape_pending else 0.1 if ticks else None
                ready = {key.fd for key, _ in selector.select(timeout)}
                ticks = TICKS if ready else max(0, ticks - 1)
                if self.fileno in ready:
                    if not (data := self._received()):
                        self._app.call_later(self._app.exit)
                        return
                    read = keyboard.read(decode(data), escape_pending=escape_pending)
                    for message in parser.feed(read) if read else ():
                        self.process_message(message)
                    escape_pending = read.endswith("\x1b")
                for message in parser.tick():
                    escape_pending = False
                    self.process_message(message)

    def _received(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""

    def write(self, data: str) -> None:
        """Queue data for the terminal; drop it once the terminal is gone."""
        writer = self._writer_thread
        while writer is not None and writer.is_alive():
            try:
                return writer._queue.put(data, timeout=0.5)
            except Full:
                continue

    @property
    def is_behind(self) -> bool:
        """Whether the terminal has not taken yet what was written to it before."""
        writer = self._writer_thread
        return writer is not None and not writer._queue.empty()

    def close(self) -> None:
        """End the writer, unless the lost terminal ended it already."""
        if self._writer_thread is not None and self._writer_thread.is_alive():
            super().close()
