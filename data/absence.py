"""Since when a store is missed: it was not there when asked, and has not been since."""

import time
from dataclasses import dataclass


@dataclass(slots=True)
class Absence:
    """Begins with the first work that the store was not there for, ends with the next it does."""

    since: float | None = None
    """Seconds of the monotonic clock."""

    def begin(self) -> None:
        """Note that it was not there."""
        if self.since is None:
            self.since = time.monotonic()

    def end(self) -> None:
        """Note that it has answered."""
        self.since = None

    def seconds(self) -> float:
        """Return for how long it has been away; 0 where it is there, as far as is known."""
        since = self.since
        return 0.0 if since is None else time.monotonic() - since
