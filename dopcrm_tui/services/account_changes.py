"""What an administrator does to accounts; each act is recorded."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from argon2 import PasswordHasher
from sqlmodel import Session, col, delete, select

from data.catalogues.offices import DIRECTORATE_CODE
from data.database import Store
from data.identity import new_id
from data.models.office import Office
from data.models.operator import AuthenticationToken, Operator, OperatorSession
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.passwords import Demand, new_secret
from dopcrm_tui.rules.plain_code import plain_code
from dopcrm_tui.rules.refusals import Conflict, NotFound, NotLoggedIn
from dopcrm_tui.rules.vocabulary import Role
from dopcrm_tui.services.administration import record, require_administrator
from dopcrm_tui.services.clock import Clock
from dopcrm_tui.services.new_operators import NewOperator, check_all, office_of, row_of
from dopcrm_tui.services.passwords import WRONG, accepted
from dopcrm_tui.services.policy_book import PolicyBook


class Overtaken(NotLoggedIn):
    """The password was hashed anew, or changed, since it was found right."""


@dataclass(frozen=True, slots=True)
class FirstSecret:
    """The secret a new account begins with, told once."""

    employee_id: str
    name: str
    secret: str


@dataclass(frozen=True, slots=True)
class AccountChanges:
    """Adding, resetting, closing and moving accounts; administrators only."""

    store: Store
    clock: Clock
    random: Random
    hasher: PasswordHasher

    @unit_of_work
    def add_all(self, by: Actor, new: tuple[NewOperator, ...]) -> tuple[FirstSecret, ...]:
        """Add accounts, all or none; see `Accounts.add` and `Accounts.import_csv`."""
        require_administrator(by)
        with self.store.reading() as session:
            check_all(session, new)
        drawn = [
            FirstSecret(plain_code(one.employee_id), one.name.strip(), new_secret(self.random))
            for one in new
        ]
        hashes = [self.hasher.hash(first.secret) for first in drawn]
        now = self.clock()
        with self.store.writing() as session:
            check_all(session, new)
            valid_until = self._valid_until(session, now)
            for typed, password_hash in zip(new, hashes, strict=True):
                row = row_of(session, typed, new_id(now, self.random), password_hash, now)
                row.secret_valid_until = valid_until
                session.add(row)
                told = {"role": row.role.value, "office": typed.office.strip().upper()}
                self._record(session, "account_added", row, by, told)
        return tuple(drawn)

    @unit_of_work
    def reset(self, by: Actor, employee_id: str) -> str:
        """Replace a password by a one-time secret; see `Accounts.reset`."""
        require_administrator(by)
        secret = new_secret(self.random)
        password_hash = self.hasher.hash(secret)
        now = self.clock()
        with self.store.writing() as session:
            row = _operator(session, employee_id)
            row.password_hash, row.password_set_at, row.must_change = password_hash, now, True
            row.secret_valid_until = self._valid_until(session, now)
            end_sessions(session, row.id)
            self._record(session, "account_reset", row, by)
        return secret

    @unit_of_work
    def take_token(self, by: Actor, employee_id: str) -> None:
        """Take a token away; see `Accounts.take_token`."""
        require_administrator(by)
        with self.store.writing() as session:
            row = _operator(session, employee_id)
            token = session.get(AuthenticationToken, row.id)
            if token is None:
                raise Conflict(f"{row.employee_id} has no token.")
            session.delete(token)
            end_sessions(session, row.id)
            self._record(session, "token_taken", row, by)

    @unit_of_work
    def disable(self, by: Actor, employee_id: str) -> None:
        """Close an account; see `Accounts.disable`."""
        require_administrator(by)
        with self.store.writing() as session:
            row = _operator(session, employee_id)
            if row.role is Role.ADMINISTRATOR and _administrators(session) == {row.id}:
                raise Conflict("This is the last administrator; add another one first.")
            row.active = False
            end_sessions(session, row.id)
            self._record(session, "account_disabled", row, by)

    @unit_of_work
    def enable(self, by: Actor, employee_id: str) -> None:
        """Open a closed account; see `Accounts.enable`."""
        require_administrator(by)
        with self.store.writing() as session:
            row = _operator(session, employee_id)
            row.active = True
            self._record(session, "account_enabled", row, by)

    @unit_of_work
    def move(self, by: Actor, employee_id: str, office_code: str) -> None:
        """Give an account another office; see `Accounts.move`."""
        require_administrator(by)
        with self.store.writing() as session:
            row = _operator(session, employee_id)
            office = office_of(session, office_code)
            if office is None:
                raise NotFound(f"There is no office with the code {office_code.strip()}.")
            before = session.get_one(Office, row.office_id)
            row.office_id = office.id
            told = {"from_office": before.code, "office": office.code}
            self._record(session, "account_moved", row, by, told)

    def _valid_until(self, session: Session, now: datetime) -> datetime:
        return now + PolicyBook(self.store, self.clock).at(session, now).first_secret_valid

    def _record(
        self,
        session: Session,
        kind: str,
        row: Operator,
        by: Actor,
        told: dict[str, str] | None = None,
    ) -> None:
        record(session, self.random, self.clock(), kind, row.employee_id, by.id, told)


@unit_of_work
def first_administrator(
    store: Store,
    now: datetime,
    random: Random,
    hasher: PasswordHasher,
    employee_id: str,
    password: str,
    name: str,
) -> None:
    """Make the first administrator; see `Accounts.first_administrator`."""
    typed = NewOperator(
        employee_id=employee_id, name=name, role=Role.ADMINISTRATOR, office=DIRECTORATE_CODE
    )
    with store.reading() as session:
        _check_first(session, typed)
    password_hash = hasher.hash(accepted(password, (employee_id, name), Demand(), field="password"))
    with store.writing() as session:
        _check_first(session, typed)
        row = row_of(session, typed, new_id(now, random), password_hash, now)
        row.must_change = False
        session.add(row)
        record(session, random, now, "first_administrator", row.employee_id)


def _check_first(session: Session, typed: NewOperator) -> None:
    if _administrators(session):
        raise Conflict("There is an administrator already, who can add others.")
    check_all(session, (typed,))


def unchanged(session: Session, verified: Operator) -> Operator:
    """Return the row of an account as it was when its password was verified, and keep it so.

    Locked: two who both found the old hash would each write another, and overtake a third
    who has found the first of them.

    Raises NotLoggedIn where it was closed in between, `Overtaken` where its hash is another.
    """
    row = session.get_one(Operator, verified.id, with_for_update=True)
    if not row.active:
        raise NotLoggedIn(WRONG)
    if row.password_hash != verified.password_hash:
        raise Overtaken(WRONG)
    return row


def end_sessions(session: Session, operator_id: int) -> None:
    """End whatever sessions an account has."""
    session.exec(delete(OperatorSession).where(col(OperatorSession.operator_id) == operator_id))


def _operator(session: Session, employee_id: str) -> Operator:
    wanted = select(Operator).where(Operator.employee_id == plain_code(employee_id))
    row = session.exec(wanted).one_or_none()
    if row is None:
        raise NotFound(f"There is no account with the employee ID {employee_id.strip()}.")
    return row


def _administrators(session: Session) -> set[int]:
    wanted = select(Operator.id).where(Operator.role == Role.ADMINISTRATOR, col(Operator.active))
    return set(session.exec(wanted))
