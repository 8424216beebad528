"""Work that the store let go of is done again, whole: nothing of the first try was kept."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from threading import Event
from typing import ParamSpec, TypeVar

from dopcrm_tui.rules.refusals import Interrupted

PATIENCE = 60.0
"""Seconds after which work that was let go of again and again is given up."""

_FIRST_WAIT, _LONGEST_WAIT = 0.02, 1.0

_within: ContextVar[bool] = ContextVar("within a unit of work", default=False)

_patience: ContextVar[float | None] = ContextVar("seconds of patience", default=None)

_leaving = Event()
"""Set when the program ends: nothing is tried again any more."""

P = ParamSpec("P")
R = TypeVar("R")


def unit_of_work(work: Callable[P, R]) -> Callable[P, R]:
    """Let `work` be done again when it is `Interrupted`, until it is kept or patience ends.

    `work` holds one transaction, or several each of which may be repeated, and changes nothing
    outside the store that a second run would not put right. Inside other such work it is run once:
    the outer one begins anew. Raises the last `Interrupted`.
    """

    @wraps(work)
    def until_kept(*args: P.args, **kwargs: P.kwargs) -> R:
        if _within.get():
            return work(*args, **kwargs)
        within = _within.set(True)
        try:
            return _patiently(lambda: work(*args, **kwargs))
        finally:
            _within.reset(within)

    return until_kept


def _patiently(work: Callable[[], R]) -> R:
    patience = _patience.get()
    for wait in _waits(time.monotonic() + (PATIENCE if patience is None else patience)):
        try:
            return work()
        except Interrupted:
            if _leaving.wait(wait):
                raise
    return work()


@contextmanager
def hurried(seconds: float) -> Iterator[None]:
    """Give up after so many seconds what is interrupted inside: somebody goes on without it."""
    before = _patience.set(seconds)
    try:
        yield
    finally:
        _patience.reset(before)


def leave() -> None:
    """Let the program end: what waits for the store gives up."""
    _leaving.set()


def _waits(until: float) -> Iterator[float]:
    """Give growing waits, none as long as another's: those who met once do not meet again."""
    wait = _FIRST_WAIT
    while time.monotonic() + wait < until:
        yield wait * random.uniform(0.5, 1.0)
        wait = min(wait * 2, _LONGEST_WAIT)
