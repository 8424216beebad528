"""Signals: a lost line and a stopped service end the app in order; ^C and ^Z do nothing."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable


def attend(leave: Callable[[int], None], hint: Callable[[], None]) -> None:
    """Call `leave` with the exit status on SIGHUP and SIGTERM, `hint` on SIGINT.

    Call it in the running loop once Textual's driver stands: the driver takes SIGTSTP itself.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGHUP, signal.SIGTERM):
        loop.add_signal_handler(number, leave, 128 + number)
    loop.add_signal_handler(signal.SIGINT, hint)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)


def release() -> None:
    """Give the signals back to the process."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
        loop.remove_signal_handler(number)
    signal.signal(signal.SIGTSTP, signal.SIG_DFL)
