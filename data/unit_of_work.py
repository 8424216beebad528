"""Work that the store let go of is done again, whole: nothing of the first try was kept."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from threading import get_ident
from typing import ParamSpec, TypeVar

from dopcrm_tui.rules.refusals import Interrupted, StoreUnavailable

PATIENCE = 60.0
"""Seconds after which work that was let go of again and again is given up."""

_FIRST_WAIT, _LONGEST_WAIT = 0.02, 1.0

_within: ContextVar[bool] = ContextVar("within a unit of work", default=False)

_patience: ContextVar[float | None] = ContextVar("seconds of patience", default=None)

_waiting: dict[int, float] = {}
"""Since when each thread waits whose work was let go of."""

_missed: list[float] = []
"""Since when the store is missed: work was given up, and none has been done since."""

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
            done = _patiently(lambda: work(*args, **kwargs))
        except StoreUnavailable:
            _missed[:] = _missed[:1] or [_waiting.get(get_ident(), time.monotonic())]
            raise
        else:
            _missed.clear()
            return done
        finally:
            _waiting.pop(get_ident(), None)
            _within.reset(within)

    return until_kept


def _patiently(work: Callable[[], R]) -> R:
    patience = _patience.get()
    for wait in _waits(time.monotonic() + (PATIENCE if patience is None else patience)):
        try:
            return work()
        except Interrupted:
            _waiting.setdefault(get_ident(), time.monotonic())
            time.sleep(wait)
    return work()


@contextmanager
def hurried(seconds: float) -> Iterator[None]:
    """Give up after so many seconds what is interrupted inside: somebody goes on without it."""
    before = _patience.set(seconds)
    try:
        yield
    finally:
        _patience.reset(before)


def waiting_for() -> float:
    """Return for how many seconds this process has waited for its store; 0 where none waits.

    It is counted from the first time that the store let go of work, until some is done again.
    """
    since = min([*_waiting.copy().values(), *_missed], default=None)
    return 0.0 if since is None else time.monotonic() - since


def _waits(until: float) -> Iterator[float]:
    """Give growing waits, none as long as another's: those who met once do not meet again."""
    wait = _FIRST_WAIT
    while time.monotonic() + wait < until:
        yield wait * random.uniform(0.5, 1.0)
        wait = min(wait * 2, _LONGEST_WAIT)
