"""Telling the others that a complaint is open on this screen, without anybody waiting for it."""

from __future__ import annotations

from asyncio import get_running_loop, sleep, to_thread
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.services.viewings import RENEWED

if TYPE_CHECKING:
    from data.queries.viewings import Lease


class OpenComplaint:
    """The lease of one screen. A store that is busy or away costs the lease and nothing else."""

    def __init__(self, desk: Desk, actor: Actor, number: str) -> None:
        self._desk, self._actor, self._number = desk, actor, number
        self._lease: Lease | None = None
        self._over = False
        self._one_at_a_time = Lock()

    async def keep(self) -> None:
        """Hold it until cancelled; then it is given back behind the back of who goes on."""
        try:
            while True:
                await to_thread(self._hold)
                await sleep(RENEWED.total_seconds())
        finally:
            self._over = True
            get_running_loop().run_in_executor(None, self._end)

    def _hold(self) -> None:
        with self._one_at_a_time, suppress(Refusal):
            if self._over:
                return
            if self._lease is None:
                self._lease = self._desk.viewings.begin(self._actor, self._number)
            else:
                self._desk.viewings.renew(self._lease)

    def _end(self) -> None:
        with self._one_at_a_time, suppress(Refusal):
            if self._lease is not None:
                self._desk.viewings.end(self._lease)
