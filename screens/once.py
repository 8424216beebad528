"""Work that is begun once, whoever asks for what it gives."""

from __future__ import annotations

from asyncio import Future, ensure_future, shield, to_thread
from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Once(Generic[P, R]):
    """Work in a thread; where it has failed it is done anew for who asks next."""

    def __init__(self, work: Callable[P, R]) -> None:
        """Begin nothing yet."""
        self._work = work
        self._begun: Future[R] | None = None

    async def done(self, *args: P.args, **named: P.kwargs) -> R:
        """Return what the work gives, or raise what it raises."""
        begun = self._begun
        if begun is None or (begun.done() and begun.exception()):
            begun = self._begun = ensure_future(to_thread(self._work, *args, **named))
        return await shield(begun)
