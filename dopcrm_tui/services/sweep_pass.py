"""One pass of the sweeper: answers first, then alarms, then notices."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from dopcrm_tui.services.beats import Beats
from dopcrm_tui.services.digests import Digests
from dopcrm_tui.services.listening import Listening
from dopcrm_tui.services.sealing import Sealing
from dopcrm_tui.services.sending import Sending
from dopcrm_tui.services.summing import Summing
from dopcrm_tui.services.sweeper import FULL_SPEED, Pace, Sweeper, never


class Reader(Protocol):
    """Works the messages that were kept."""

    def process(self, *, stop: Callable[[], bool] = never) -> int:
        """Work every fresh message, the oldest first; return how many were."""
        ...

    def waiting_since(self) -> datetime | None:
        """Return when the oldest message came that nobody could work, None where all were."""
        ...


@dataclass(frozen=True, slots=True)
class SweepPass:
    """All that is done in a pass, in the order of doing.

    An answer that has come in counts before any silence does, and what a pass decides is told in
    the same pass.
    """

    name: str
    beats: Beats
    listening: Listening
    reader: Reader
    sweeper: Sweeper
    sending: Sending
    digests: Digests
    sealing: Sealing
    summing: Summing
    pace: Pace = FULL_SPEED

    def once(self, *, stop: Callable[[], bool] = never) -> dict[str, Any]:
        """Do one pass, and return what was done in it. Raises `StoreUnavailable`."""
        self.beats.beat(self.name)
        new = self.listening.listen(stop=stop)
        worked = self.reader.process(stop=stop)
        heard = self.listening.heard()
        believed = min(heard, self.reader.waiting_since() or heard)
        rung = self.sweeper.ring(heard=believed, stop=stop, pace=self.pace)
        self.sealing.seal_when_due()
        self.summing.sum_when_due(stop=stop)
        posted = (
            self.sending.send(stop=stop).states + self.digests.send(self.sending, stop=stop).states
        )
        done = {
            "messages": new,
            "worked": worked,
            "acts": {action.value: n for action, n in sorted(rung.done.items())},
            "failed": len(rung.failed),
            "unheard": rung.unheard,
            "notices": dict(sorted(posted.items())),
            "shut": {way.channel.value: str(way) for way in self.beats.shut_ways()},
        }
        self.beats.beat(self.name, done)
        self.sweeper.tidy()
        return done
