"""The way in: the store and the accounts, open before the rest of the desk is loaded."""

from __future__ import annotations

import random
from dataclasses import dataclass
from secrets import SystemRandom

from data.database import Store
from dopcrm_tui.rules.refusals import StoreUnavailable
from dopcrm_tui.services.accounts import Accounts
from dopcrm_tui.services.clock import Clock, utc_now
from dopcrm_tui.services.hashing import hasher_of


@dataclass(frozen=True, slots=True)
class Entrance:
    """What a login stands on. `Desk.behind` is the rest."""

    store: Store
    accounts: Accounts
    clock: Clock
    chance: random.Random

    @classmethod
    def open(
        cls,
        store_url: str,
        *,
        clock: Clock = utc_now,
        chance: random.Random | None = None,
        read_only: bool = False,
        place: str = "",
        employee_id: str = "",
    ) -> Entrance:
        """Open a store and accept it.

        `place` is where tries at logging in come from, `employee_id` who alone may log in.
        Raises `StoreUnavailable` with what is wrong with it.
        """
        store = Store.open(store_url, read_only=read_only)
        try:
            told = store.check()
            store.trust_server(clock())
        except StoreUnavailable:
            store.close()
            raise
        chance = chance or SystemRandom()
        accounts = Accounts(store, clock, chance, hasher_of(told), place, employee_id)
        return Entrance(store, accounts, clock, chance)
