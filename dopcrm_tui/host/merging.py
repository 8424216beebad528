"""What is equal in the memory of many sessions, kept once by the kernel (KSM)."""

from __future__ import annotations

from collections.abc import Callable
from ctypes import CDLL
from pathlib import Path

MERGE = 67
"""PR_SET_MEMORY_MERGE of prctl(2): for this process and all it forks; Linux 6.4."""

SWITCH = Path("/sys/kernel/mm/ksm/run")

CANNOT = "Equal memory is not kept once: this kernel cannot, Linux 6.4 could."
IS_OFF = f"Equal memory is not kept once until an administrator writes 1 to {SWITCH}."


def _prctl(option: int, value: int) -> int:
    return int(CDLL(None).prctl(option, value, 0, 0, 0))


def keep_equal_once(prctl: Callable[[int, int], int] = _prctl, switch: Path = SWITCH) -> str | None:
    """Ask the kernel to keep equal pages of sessions once; return what that still needs.

    A count of references, written back and forth, makes a page a session's own for ever, though in
    the end it is as it was: no other way gives it back.
    """
    if prctl(MERGE, 1):
        return CANNOT
    try:
        runs = switch.read_text().strip() == "1"
    except OSError:
        return CANNOT
    return None if runs else IS_OFF
