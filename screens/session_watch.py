"""Watching a session from its screens: locked at rest, and when the store has ended it."""

from __future__ import annotations

from asyncio import Event, sleep
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dopcrm_tui.rules.refusals import NotLoggedIn, Refusal
from screens.while_away import beside

if TYPE_CHECKING:
    from dopcrm_tui.app import DopCrm
    from dopcrm_tui.desk import Desk
    from dopcrm_tui.services.accounts import Login

LOOK = 0.5
"""Seconds between two looks at the clock."""

ASK = 3.0
"""Seconds between two questions to the store whether the session still counts, while keys come."""

REST = 300.0
"""Seconds of rest that are allowed while the store has not told how many."""


@dataclass(slots=True)
class SessionWatch:
    """The watch over one login."""

    app: DopCrm
    desk: Desk
    login: Login
    leave: Callable[[str], Awaitable[None]]
    """Leaves every screen of the session with a sentence."""
    _asked_ago: float = 0.0

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        limit = REST
        with suppress(Refusal):
            limit = await beside(self.desk, self._limit)
        while True:
            await sleep(LOOK)
            self._asked_ago += LOOK
            if self.app.idle_for() >= limit:
                await self._lock()
            elif self._asked_ago >= ASK and self.app.idle_for() < self._asked_ago:
                await self._ask()

    def _limit(self) -> float:
        return self.desk.accounts.idle_limit(self.login.actor).total_seconds()

    async def _ask(self) -> None:
        """Ask the store: somebody works here. A session that it has ended is locked."""
        self._asked_ago = 0.0
        try:
            await beside(self.desk, self.desk.accounts.actor, self.login.token)
        except NotLoggedIn as ended:
            await self._lock(str(ended))
        except Refusal:
            return

    async def _lock(self, said: str = "") -> None:
        from screens.lock import LockScreen

        answered: Event = Event()
        went_on: list[bool | None] = []

        def answer(result: bool | None) -> None:
            went_on.append(result)
            answered.set()

        with self.app.nothing_shown():
            self.app.push_screen(LockScreen(self.desk, self.login, said), answer)
            await answered.wait()
        self._asked_ago = 0.0
        if not went_on[0]:
            await self.leave("You are logged out.")
