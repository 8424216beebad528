"""Ways out and in that do as they are told: for what a real server cannot be made to do at will."""

from collections import deque
from collections.abc import Iterator, Sequence

from dopcrm_tui.gateways.channel import Arrived, DoorShut, Fate, Outgoing, Sent


class PlannedChannel:
    """Answers each notice with what was planned for it; accepts all else."""

    def __init__(self, *plan: Sent) -> None:
        self.plan = deque(plan)
        self.received: list[Outgoing] = []

    def send(self, notices: Sequence[Outgoing]) -> Iterator[Sent]:
        for notice in notices:
            self.received.append(notice)
            yield self.plan.popleft() if self.plan else Sent(Fate.ACCEPTED)


class PlannedDoor:
    """Gives what has come, or is shut."""

    def __init__(self, name: str = "imap post@example.in", *arrived: Arrived) -> None:
        self.name = name
        self.arrived = list(arrived)
        self.shut = ""

    def read(self, cursor: str | None) -> Iterator[Arrived]:
        if self.shut:
            raise DoorShut(self.shut)
        behind = 0 if cursor is None else int(cursor)
        yield from (one for one in self.arrived if int(one.cursor) > behind)
