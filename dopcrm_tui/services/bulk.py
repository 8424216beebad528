"""The same done to many: each succeeds or is refused by itself, and none waits for the others."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from dopcrm_tui.rules.refusals import Refusal

D = TypeVar("D")
N = TypeVar("N")


def one_by_one(names: Iterable[N], act: Callable[[N], D]) -> Iterator[tuple[N, D | Refusal]]:
    """Do `act` to each of `names` in turn; yield at once what came of it, or why it was refused.

    Whoever asks for no more leaves nothing half done: each `act` is a transaction of its own.
    """
    for name in names:
        try:
            outcome: D | Refusal = act(name)
        except Refusal as refusal:
            outcome = refusal
        yield name, outcome


def key_of(key: str, number: str) -> str:
    """Return the key by which a form that is sent for many acts once on one of them."""
    return f"{key}-{number}"
