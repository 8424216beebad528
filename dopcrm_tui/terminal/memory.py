"""Keeping the search for garbage from stopping the keys."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_kept = False


def look_for_no_garbage() -> None:
    """Begin without searches for garbage: what is loaded is kept, and looking at it takes time."""
    gc.disable()


@contextmanager
def then_look_again() -> Iterator[None]:
    """Search again from the end of this work on, however it ends, for what comes after it."""
    try:
        yield
    finally:
        _look_again()


@contextmanager
def or_look_again() -> Iterator[None]:
    """Search again where this work fails: what was to follow it does not come."""
    try:
        yield
    except BaseException:
        _look_again()
        raise


def _look_again() -> None:
    gc.freeze()  # else the first search begins at once, through all of it: 60 ms
    gc.enable()


def keep_what_is_loaded() -> None:
    """Leave what is loaded by now out of every later search for garbage; once in a process.

    With all that the screens and the store stand on, such a search stopped every key for 110 ms.
    """
    global _kept
    if not _kept:
        _kept = True
        gc.freeze()
