"""Telling people how far something long has come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much; 0 where nobody knows."""

EVERY = 200
"""Rows between two looks at the bar."""


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """Show on standard error how far it is, where that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    with Bar(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)

        def on_progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total or None)

        yield on_progress


def watched(rows: Iterable[T], on_progress: Progress, total: int = 0) -> Iterator[T]:
    """Hand rows on and tell how many there were."""
    done = 0
    for done, row in enumerate(rows, start=1):
        if done % EVERY == 0:
            on_progress(done, total)
        yield row
    on_progress(done, total)
