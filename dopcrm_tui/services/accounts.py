"""Who is logged in, with which password, and who may be."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from random import Random

from argon2 import PasswordHasher
from sqlmodel import Session, col, delete, select

from data.database import Store
from data.models import Office, Operator, OperatorSession
from data.queries.cases import path_of
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.refusals import InvalidInput, NotLoggedIn
from dopcrm_tui.rules.vocabulary import Role
from dopcrm_tui.services import account_changes, operator_list
from dopcrm_tui.services.account_changes import AccountChanges, FirstSecret, Overtaken
from dopcrm_tui.services.administration import record
from dopcrm_tui.services.clock import Clock
from dopcrm_tui.services.guesses import Guesses
from dopcrm_tui.services.new_operators import NewOperator, read_csv
from dopcrm_tui.services.operator_list import OperatorView
from dopcrm_tui.services.passwords import Passwords, accepted
from dopcrm_tui.services.policy_book import PolicyBook

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""Argon2id with 19 MiB and two passes, the floor OWASP names; 27 ms here, 135 on a weak machine."""


@dataclass(frozen=True, slots=True)
class Login:
    """Who has logged in. With `must_change` there is no token yet: a new password comes first."""

    actor: Actor
    token: str
    must_change: bool


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of a store. `random` draws secrets and tokens: SystemRandom outside tests."""

    store: Store
    clock: Clock
    random: Random
    hasher: PasswordHasher = field(default=HASHER)
    source: str = ""
    """Where the tries at logging in come from: a machine, an address."""

    def log_in(self, employee_id: str, password: str) -> Login:
        """Begin a session. Raises NotLoggedIn, with one sentence for all that may be wrong."""
        try:
            return self._log_in(employee_id, password)
        except Overtaken:  # somebody logged in with it at the same moment, and hashed it anew
            return self._log_in(employee_id, password)

    def _log_in(self, employee_id: str, password: str) -> Login:
        operator = self._passwords().verify(employee_id, password)
        outdated = self.hasher.check_needs_rehash(operator.password_hash)
        fresh = self.hasher.hash(password) if outdated else operator.password_hash
        return self._admit(operator, fresh)

    @unit_of_work
    def _admit(self, operator: Operator, fresh: str) -> Login:
        now = self.clock()
        with self.store.writing() as session:
            row = account_changes.unchanged(session, operator)
            self._guesses().forgive(session, row.employee_id)
            if row.must_change:
                record(session, self.random, now, "login_to_change", row.employee_id, row.id)
                return Login(actor_of(session, row), "", must_change=True)
            row.password_hash = fresh
            record(session, self.random, now, "login", row.employee_id, row.id)
            return self._begin(session, row, now)

    def change_password(self, employee_id: str, old: str, new: str) -> Login:
        """Replace a password or a one-time secret, end all sessions and begin a new one.

        Raises NotLoggedIn for the old one, InvalidInput (`new_password`) for the new one.
        """
        operator = self._passwords().verify(employee_id, old)
        self._forgive(operator)
        if new == old:
            raise InvalidInput({"new_password": "The new password is the old one again."})
        context = (operator.employee_id, operator.name, self._office_name(operator))
        password_hash = self.hasher.hash(accepted(new, context, field="new_password"))
        return self._replace(operator, password_hash)

    @unit_of_work
    def _forgive(self, operator: Operator) -> None:
        with self.store.writing() as session:
            self._guesses().forgive(session, operator.employee_id)

    @unit_of_work
    def _office_name(self, operator: Operator) -> str:
        with self.store.reading() as session:
            return session.get_one(Office, operator.office_id).name

    @unit_of_work
    def _replace(self, operator: Operator, password_hash: str) -> Login:
        now = self.clock()
        with self.store.writing() as session:
            row = account_changes.unchanged(session, operator)
            row.password_hash, row.must_change, row.secret_valid_until = password_hash, False, None
            account_changes.end_sessions(session, row.id)
            record(session, self.random, now, "password_changed", row.employee_id, row.id)
            return self._begin(session, row, now)

    @unit_of_work
    def actor(self, token: str) -> Actor:
        """Return who holds a session. Raises NotLoggedIn; ask again before every act."""
        with self.store.reading() as session:
            found = session.exec(
                select(Operator)
                .join(OperatorSession, col(OperatorSession.operator_id) == col(Operator.id))
                .where(
                    OperatorSession.token_hash == _hash(token),
                    OperatorSession.valid_until > self.clock(),
                    col(Operator.active),
                )
            ).one_or_none()
            if found is None:
                raise NotLoggedIn(
                    "You are not logged in, or your session has ended. Please log in."
                )
            return actor_of(session, found)

    @unit_of_work
    def log_out(self, token: str) -> None:
        """End a session; one that has ended already stays ended."""
        now = self.clock()
        with self.store.writing() as session:
            held = session.get(OperatorSession, _hash(token))
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

    def _passwords(self) -> Passwords:
        return Passwords(self.store, self.clock, self.random, self.hasher, self._guesses())

    def _guesses(self) -> Guesses:
        return Guesses(self.store, self.clock, self.source)

    def _changes(self) -> AccountChanges:
        return AccountChanges(self.store, self.clock, self.random, self.hasher)

    def _begin(self, session: Session, row: Operator, now: datetime) -> Login:
        """Begin a session of which only the token's hash is kept; ended ones are swept away."""
        token = self.random.randbytes(32).hex()
        policy = PolicyBook(self.store, self.clock).at(session, now)
        session.exec(delete(OperatorSession).where(col(OperatorSession.valid_until) <= now))
        session.add(
            OperatorSession(
                token_hash=_hash(token),
                operator_id=row.id,
                created_at=now,
                valid_until=now + policy.session_max,
            )
        )
        return Login(actor_of(session, row), token, must_change=False)


def _hash(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()


def actor_of(session: Session, operator: Operator) -> Actor:
    """Return who acts with an account."""
    office = session.get_one(Office, operator.office_id)
    return Actor(operator.id, operator.role, path_of(office), operator.employee_id, operator.name)
