"""A clock that is behind what was written with it: nothing more is written, all can be read."""

from datetime import datetime

from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.refusals import Conflict
from dopcrm_tui.services.moment import Moment


def check(moment: Moment, last_at: datetime | None) -> None:
    """Accept a moment that is not before the last entry, but for policy's `clock_slack`.

    Histories run forward, and what is due is counted by them. Raises `Conflict`.
    """
    if last_at is None or moment.now + moment.policy.clock_slack >= last_at:
        return
    raise Conflict(
        f"The clock of this machine says {show_time(moment.now)}, but the last entry was made at "
        f"{show_time(last_at)}. Nothing was saved; please have the clock set.",
        rule="clock",
    )
