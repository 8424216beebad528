"""What the host has loaded, counted no more: sessions that only read it leave it as it is.

Python counts in each object how many refer to it. A session that reads what the host has loaded
writes these counts, and has a copy of that memory of its own from then on. CPython 3.12 and newer
know objects that nobody counts (PEP 683), `None` among them: their count stands where counting
stops. All that is loaded gets such a count, and lives as long as its process.

How Python keeps counts is found out by looking, never guessed: where it does otherwise, all is left
as it is.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable
from ctypes import c_uint32
from types import CodeType, FrameType

HIGHEST = (1 << 32) - 1
_TRIES = 7


def count_no_more() -> int:
    """Let nobody count what is loaded; return how many objects that are, 0 where all is counted.

    One thread runs, and whoever calls goes on to freeze what is loaded (`gc.freeze`).
    """
    if not _is_counted(object()) or _is_counted(None):
        return 0
    uncounted, tried = _uncounted(), object()
    _count(tried).value = uncounted
    if _is_counted(tried):
        return 0
    loaded = _loaded()
    for each in loaded:
        _count(each).value = uncounted
    return len(loaded)


def _uncounted() -> int:
    """Return a count in the middle of those that nobody changes.

    That of `None` is the lowest of them, or the only one. Parts in C built for an older Python
    count all the same: from the middle they come to neither end.
    """
    lowest = _count(None).value
    return lowest + (HIGHEST - lowest) // 2


def _count(of: object) -> c_uint32:
    """Return the place of an object's count: its first bytes, the lower half of 64 bits."""
    return c_uint32.from_address(id(of))


def _is_counted(something: object) -> bool:
    """Whether the count is where it is looked for, and goes up with those who refer to it."""
    before = _count(something).value
    held = [something] * _TRIES
    return _count(something).value == before + len(held)


def _loaded() -> list[object]:
    """Return all that can be reached, without what is at work now."""
    gc.unfreeze()  # what is frozen is not told
    known: dict[int, object] = {}
    found = gc.get_objects()
    passed_over = {id(known), id(found)}
    while found:
        each = found.pop()
        if id(each) in known or id(each) in passed_over or type(each) is FrameType:
            continue
        known[id(each)] = each
        found.extend(_referred_to(each))
    return list(known.values())


def _referred_to(by: object) -> Iterable[object]:
    """Return what an object refers to; what code refers to is not told to the garbage collector."""
    if type(by) is not CodeType:
        return gc.get_referents(by)
    kept = (by.co_consts, by.co_names, by.co_filename, by.co_name, by.co_qualname)
    tables = (by.co_linetable, by.co_exceptiontable)
    return (*kept, *tables, *by.co_varnames, *by.co_freevars, *by.co_cellvars)
