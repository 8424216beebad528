"""Going on while the store is away: nothing on a screen waits for it longer than it must."""

from __future__ import annotations

from asyncio import Task, create_task, shield, to_thread, wait_for
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec, TypeVar

from data.unit_of_work import hurried
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.refusals import StoreUnavailable
from dopcrm_tui.services.directory import OfficeView

P = ParamSpec("P")
R = TypeVar("R")

LOOK_UP = 1.0
"""Seconds a look-up waits for the store before it goes on without."""

ASK = 2.0
"""Seconds a screen waits for what it shows beside its work."""

SAVE = 4.0
"""Seconds a registration waits for the store before it is kept on this machine."""

PIN_LENGTH = 6


def is_away(desk: Desk) -> bool:
    """Whether the store was not there at the last look."""
    return desk.store.absence.seconds() > 0


async def within(
    desk: Desk, seconds: float, call: Callable[P, R], /, *args: P.args, **named: P.kwargs
) -> R:
    """Return what a call gives, in a thread; it goes on there where nobody waits for it any more.

    While the store is known to be away it is asked but once. Raises StoreUnavailable where it has
    not answered within so many seconds.
    """
    patience = 0.0 if is_away(desk) else seconds
    return await _asked(seconds, patience, call, *args, **named)


async def soon(desk: Desk, call: Callable[P, R], /, *args: P.args, **named: P.kwargs) -> R:
    """Return what a call gives while a screen waits for it, as far as that can be asked of people.

    Raises StoreUnavailable, at once while the store is known to be away.
    """
    if is_away(desk):
        raise StoreUnavailable("The store does not answer.")
    return await within(desk, ASK, call, *args, **named)


async def beside(desk: Desk, call: Callable[P, R], /, *args: P.args, **named: P.kwargs) -> R:
    """Return what a call gives that nobody waits for, asked but once: tries take time from keys.

    Raises StoreUnavailable, at once while the store is known to be away.
    """
    if is_away(desk):
        raise StoreUnavailable("The store does not answer.")
    return await _asked(ASK, 0.0, call, *args, **named)


async def _asked(
    seconds: float, patience: float, call: Callable[P, R], /, *args: P.args, **named: P.kwargs
) -> R:
    with hurried(patience):
        task = create_task(to_thread(call, *args, **named))
    try:
        return await wait_for(shield(task), seconds)
    except TimeoutError:
        task.add_done_callback(_forget)
        raise StoreUnavailable("The store does not answer.") from None


def _forget(task: Task[Any]) -> None:
    """Ask for the outcome that nobody waits for, so that it is not complained of."""
    if not task.cancelled():
        task.exception()


async def offices_at(desk: Desk, text: str) -> Sequence[OfficeView]:
    """Return the offices that a PIN, or words, name in a field."""
    if text.isdecimal() and len(text) == PIN_LENGTH:
        return await _or_listed(desk, desk.directory.at_pin, "at_pin", text)
    return await offices_by(desk, text)


async def offices_by(desk: Desk, text: str, limit: int = 8) -> Sequence[OfficeView]:
    """Return offices by the beginnings of words, PIN or code."""
    return await _or_listed(desk, desk.directory.find, "find", text, limit)


async def _or_listed(
    desk: Desk, ask: Callable[..., Sequence[OfficeView]], otherwise: str, *args: object
) -> Sequence[OfficeView]:
    """Ask the store; while it is away, look into the list that comes with the program."""
    if not is_away(desk):
        try:
            return await within(desk, LOOK_UP, ask, *args)
        except StoreUnavailable:
            pass
    from dopcrm_tui.services import offices_away

    listed: Sequence[OfficeView] = await to_thread(getattr(offices_away, otherwise), *args)
    return listed
