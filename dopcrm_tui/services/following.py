"""Following what others do, beside all that a session does itself."""

import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain, repeat
from threading import Thread

from data.changes import Changes, Stop, changes_of
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.jurisdiction import reach_of
from dopcrm_tui.services.ground import Ground

APART = 1.0
"""Seconds between two tellings: however many others act, a screen is drawn anew once."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Follower:
    """A thread that tells whenever others have changed something, until it is closed."""

    open: Callable[[], Changes]
    tell: Callable[[], object]
    stop: Stop = field(default_factory=Stop)

    def start(self) -> "Follower":
        """Begin."""
        Thread(target=self._run, name="follower", daemon=True).start()
        return self

    def close(self) -> None:
        """End, at once and without waiting."""
        self.stop.set()

    def _run(self) -> None:
        """Go on whatever is lost, with growing pauses; what was missed meanwhile is told."""
        with closing(self.stop):
            pauses = _pauses()
            while True:
                try:
                    with closing(self.open()) as changes:
                        self.tell()
                        pauses = _pauses()
                        self._follow(changes)
                        return
                except Exception as lost:  # a thread that ends by one writes on the screen
                    log.info("changes are not followed: %s", type(lost).__name__)
                if self.stop.wait(next(pauses)):
                    return

    def _follow(self, changes: Changes) -> None:
        while not self.stop.wait(0.0):
            if changes.wait(self.stop):
                self.tell()
                if self.stop.wait(APART):
                    return


@dataclass(frozen=True, slots=True)
class Following:
    """Being told when others have acted on what an actor may see."""

    ground: Ground

    def follow(self, actor: Actor, tell: Callable[[], object]) -> Follower:
        """Call `tell`, in a thread of its own, whenever something has changed, until closed."""
        reach = reach_of(actor)
        whole = reach is None or reach.scope.column is None
        circle = None if whole or actor.office is None else actor.office.circle_id
        store, clock = self.ground.store, self.ground.clock
        return Follower(lambda: changes_of(store, clock, circle), tell).start()


def _pauses() -> Iterator[float]:
    return chain((1.0, 2.0, 4.0, 8.0, 15.0, 30.0), repeat(60.0))
