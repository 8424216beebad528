"""One transaction of one actor: what every act is done in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Self

from sqlmodel import Session

from data.identity import new_id
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.services import sessions
from dopcrm_tui.services.ground import Ground


@dataclass(frozen=True, slots=True)
class Moment:
    """Who acts, now, under which policy; the transaction is the session's."""

    session: Session
    ground: Ground
    actor: Actor
    now: datetime
    policy: Policy
    ids: Iterator[int]
    """Keys of the transaction: one after the other, so that no two of its rows share one."""

    @classmethod
    def of(cls, session: Session, ground: Ground, actor: Actor) -> Self:
        """Look at clock, policy and the actor's session once, for all that happens.

        Raises NotLoggedIn.
        """
        now = ground.clock()
        policy = ground.policy.at(session, now)
        sessions.check(session, actor, policy, now)
        ids = count(new_id(now, ground.random))
        return cls(session, ground, actor, now, policy, ids)

    def new_id(self) -> int:
        """Return a key for a new row, higher than those of the transaction before it."""
        return next(self.ids)
