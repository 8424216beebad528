"""Who is logged in, with which password, and who may be."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from argon2 import PasswordHasher

from data.database import Store
from data.models.operator import Operator, OperatorSession
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.refusals import NotLoggedIn
from dopcrm_tui.rules.sessions import idle_limit
from dopcrm_tui.rules.vocabulary import Role
from dopcrm_tui.services import account_changes, operator_list, sessions
from dopcrm_tui.services.account_changes import AccountChanges, FirstSecret
from dopcrm_tui.services.administration import record
from dopcrm_tui.services.authentication_tokens import DrawnToken
from dopcrm_tui.services.clock import Clock
from dopcrm_tui.services.hashing import FLOOR
from dopcrm_tui.services.logging_in import LoggingIn, Login, Needs, actor_of
from dopcrm_tui.services.new_operators import NewOperator, read_csv
from dopcrm_tui.services.operator_list import OperatorView
from dopcrm_tui.services.policy_book import PolicyBook
from dopcrm_tui.services.sessions import token_hash

__all__ = ["Accounts", "DrawnToken", "FirstSecret", "Login", "Needs", "OperatorView"]


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of a store. `random` draws secrets and tokens: SystemRandom outside tests."""

    store: Store
    clock: Clock
    random: Random
    hasher: PasswordHasher = field(default=FLOOR)
    source: str = ""
    """Where the tries at logging in come from: a machine, an address."""
    bound_to: str = ""
    """The employee ID of the one person who may come by this line; anybody where it is empty."""

    def log_in(self, employee_id: str, password: str, code: str | None = None) -> Login:
        """Begin a session, or say what is still needed: a new password, a token, its code.

        Raises NotLoggedIn, with one sentence for all that may be wrong with ID and password.
        """
        return self._logging_in(employee_id).log_in(employee_id, password, code)

    def change_password(
        self, employee_id: str, old: str, new: str, code: str | None = None
    ) -> Login:
        """Replace a password or a one-time secret, end all sessions and begin a new one.

        Who has a token shows a code of it, and without one nothing is changed; who is still to get
        a token gets it next. Raises NotLoggedIn for the old one and the code, InvalidInput
        (`new_password`) for the new one.
        """
        return self._logging_in(employee_id).change_password(employee_id, old, new, code)

    def drawn_token(self, employee_id: str, password: str) -> DrawnToken:
        """Draw an authentication token for an account that is to have one; nothing is kept yet.

        Raises NotLoggedIn, Conflict where there is one, or none is asked for.
        """
        return self._logging_in(employee_id).drawn_token(employee_id, password)

    def enrol(self, employee_id: str, password: str, secret: str, code: str) -> Login:
        """Keep the token that was drawn, once it shows the right code, and begin a session.

        Raises NotLoggedIn, Conflict as `drawn_token`, InvalidInput (`secret`, `code`).
        """
        return self._logging_in(employee_id).enrol(employee_id, password, secret, code)

    def unlock(self, login: Login, password: str, code: str | None = None) -> Login:
        """Let whoever holds a session go on with it, also where it has ended by the clock.

        Raises NotLoggedIn as `log_in`.
        """
        whose = login.actor.employee_id
        return self._logging_in(whose).log_in(whose, password, code, login.token)

    @unit_of_work
    def actor(self, token: str) -> Actor:
        """Return who holds a session, which is used by that. Raises NotLoggedIn."""
        now, hashed = self.clock(), token_hash(token)
        with self.store.reading() as session:
            policy = PolicyBook(self.store, self.clock).at(session, now)
            operator, held = sessions.holder(session, hashed, policy, now)
            actor = actor_of(session, operator, hashed)
            seen = now - held.last_seen_at < sessions.SEEN_EVERY
        if not seen:
            self._see(hashed, now)
        return actor

    def _see(self, hashed: str, now: datetime) -> None:
        """Write down that a session is used."""
        with self.store.writing() as session:
            held = session.get(OperatorSession, hashed)
            if held is not None:
                held.last_seen_at = max(held.last_seen_at, now)

    @unit_of_work
    def idle_limit(self, actor: Actor) -> timedelta:
        """Return after how long at rest the actor's session ends."""
        with self.store.reading() as session:
            return idle_limit(
                actor.role, PolicyBook(self.store, self.clock).at(session, self.clock())
            )

    @unit_of_work
    def log_out(self, token: str) -> None:
        """End a session; one that has ended already stays ended."""
        now = self.clock()
        with self.store.writing() as session:
            held = session.get(OperatorSession, token_hash(token))
            if held is None:
                return
            operator = session.get_one(Operator, held.operator_id)
            session.delete(held)
            record(session, self.random, now, "logout", operator.employee_id, operator.id)

    def first_administrator(
        self, employee_id: str, password: str, name: str = "Administrator"
    ) -> None:
        """Make the first administrator, at the directorate, with a password of their own choice.

        Raises Conflict where there is an administrator, InvalidInput (`employee_id`, `password`).
        """
        account_changes.first_administrator(
            self.store, self.clock(), self.random, self.hasher, employee_id, password, name
        )

    def add(
        self, by: Actor, *, employee_id: str, name: str, role: Role | str, office_code: str
    ) -> str:
        """Add an account and return its one-time secret, which is kept nowhere.

        Raises NotPermitted, InvalidInput (`employee_id`, `name`, `role`, `office`).
        """
        new = NewOperator(employee_id=employee_id, name=name, role=role, office=office_code)
        return self._changes().add_all(by, (new,))[0].secret

    def import_csv(self, by: Actor, lines: Iterable[str]) -> tuple[FirstSecret, ...]:
        """Add the accounts of a CSV file (employee_id, name, role, office), all or none.

        Raises NotPermitted, InvalidInput with fields such as `row 2 office`.
        """
        return self._changes().add_all(by, read_csv(lines))

    def reset(self, by: Actor, employee_id: str) -> str:
        """Replace a password by a one-time secret, end all sessions and return the secret.

        Raises NotPermitted, NotFound.
        """
        return self._changes().reset(by, employee_id)

    def take_token(self, by: Actor, employee_id: str) -> None:
        """Take a lost token away and end all sessions; the next login enrols another.

        Raises NotPermitted, NotFound, Conflict where there is none.
        """
        self._changes().take_token(by, employee_id)

    def disable(self, by: Actor, employee_id: str) -> None:
        """Close an account and end its sessions.

        Raises NotPermitted, NotFound, Conflict for the last administrator.
        """
        self._changes().disable(by, employee_id)

    def enable(self, by: Actor, employee_id: str) -> None:
        """Open a closed account again. Raises NotPermitted, NotFound."""
        self._changes().enable(by, employee_id)

    def move(self, by: Actor, employee_id: str, office_code: str) -> None:
        """Give an account another office, at once. Raises NotPermitted, NotFound."""
        self._changes().move(by, employee_id, office_code)

    @unit_of_work
    def operators(self, by: Actor, under: str | None = None) -> tuple[OperatorView, ...]:
        """Return the accounts of an office and all below it, at most those `by` may see.

        Administrators and auditors see all, supervisors their own. Raises NotPermitted, NotFound.
        """
        with self.store.reading() as session:
            return operator_list.read(session, by, under)

    def _logging_in(self, employee_id: str) -> LoggingIn:
        if self.bound_to and employee_id != self.bound_to:
            raise NotLoggedIn(f"This line is for employee ID {self.bound_to} alone.")
        return LoggingIn(self.store, self.clock, self.random, self.hasher, self.source)

    def _changes(self) -> AccountChanges:
        return AccountChanges(self.store, self.clock, self.random, self.hasher)
