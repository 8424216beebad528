"""Getting in: a password, a token where one is demanded, and the session that begins then."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from random import Random

from argon2 import PasswordHasher
from sqlmodel import Session, col, delete

from data.database import Store
from data.models.office import Office
from data.models.operator import Operator, OperatorSession
from data.queries.offices import path_of
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.passwords import Demand, is_too_old
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.refusals import Conflict, InvalidInput, NotLoggedIn
from dopcrm_tui.services import account_changes, authentication_tokens
from dopcrm_tui.services.account_changes import Overtaken
from dopcrm_tui.services.administration import record
from dopcrm_tui.services.authentication_tokens import DrawnToken
from dopcrm_tui.services.clock import Clock
from dopcrm_tui.services.guesses import Guesses
from dopcrm_tui.services.passwords import Passwords, accepted
from dopcrm_tui.services.policy_book import PolicyBook
from dopcrm_tui.services.sessions import token_hash

WRONG_CODE = (
    "That is not the code your token shows now, or it was used already. Please type the next one."
)

ONE_TIME = "This was a one-time secret. Please choose a password of your own:"
TOO_OLD = "Your password is too old. Please choose a new one:"


class Needs(StrEnum):
    """What is still needed of somebody whose password is right."""

    NOTHING = ""
    NEW_PASSWORD = "new_password"
    TOKEN = "token"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Login:
    """Who has logged in. While something is still needed there is no session token yet."""

    actor: Actor
    token: str
    needs: Needs = Needs.NOTHING
    has_token: bool = False
    """Whether the account has an authentication token."""
    advice: str = ""
    """What to say to somebody who is to choose a new password."""

    @property
    def must_change(self) -> bool:
        """Whether a new password comes first."""
        return self.needs is Needs.NEW_PASSWORD


class _WrongCode(NotLoggedIn):
    """The password was right and the code of the token was not."""


@dataclass(frozen=True, slots=True)
class LoggingIn:
    """One try after the other, each counted until it proves right; `source` is where from."""

    store: Store
    clock: Clock
    random: Random
    hasher: PasswordHasher
    source: str

    def log_in(
        self, employee_id: str, password: str, code: str | None, token: str | None = None
    ) -> Login:
        """Begin a session, or say what is still needed; see `Accounts.log_in`, `unlock`."""
        try:
            return self._log_in(employee_id, password, code, token)
        except Overtaken:  # somebody logged in with it at the same moment, and hashed it anew
            return self._log_in(employee_id, password, code, token)

    def change_password(self, employee_id: str, old: str, new: str, code: str | None) -> Login:
        """Replace a password; see `Accounts.change_password`."""
        operator = self._passwords.verify(employee_id, old)
        try:
            password_hash = self._new_hash(operator, old, new)
        except InvalidInput:
            self._take_back(operator)
            raise
        try:
            return self._replace(operator, password_hash, code)
        except _WrongCode:
            raise self._refused_code(operator) from None

    def drawn_token(self, employee_id: str, password: str) -> DrawnToken:
        """Draw a token for an account that has none; see `Accounts.drawn_token`."""
        operator = self._passwords.verify(employee_id, password)
        self._take_back(operator)
        self._check_may_enrol(operator)
        return authentication_tokens.draw(self.random, operator.employee_id)

    def enrol(self, employee_id: str, password: str, secret: str, code: str) -> Login:
        """Give an account its token and begin a session; see `Accounts.enrol`."""
        operator = self._passwords.verify(employee_id, password)
        try:
            return self._enrol(operator, secret, code)
        except InvalidInput:
            self._take_back(operator)
            raise

    def _log_in(
        self, employee_id: str, password: str, code: str | None, token: str | None
    ) -> Login:
        operator = self._passwords.verify(employee_id, password)
        outdated = self.hasher.check_needs_rehash(operator.password_hash)
        fresh = self.hasher.hash(password) if outdated else operator.password_hash
        try:
            return self._admit(operator, fresh, code, token)
        except _WrongCode:
            raise self._refused_code(operator) from None

    @unit_of_work
    def _admit(self, operator: Operator, fresh: str, code: str | None, token: str | None) -> Login:
        now = self.clock()
        with self.store.writing() as session:
            row = account_changes.unchanged(session, operator)
            policy = self._policy(session, now)
            needs, has_token = self._needs(session, row, code, now, policy)
            if needs is Needs.NOTHING or not has_token:
                self._guesses.forgive(session, row.employee_id)
            if needs is not Needs.NOTHING:
                return self._sent_on(session, row, needs, has_token, policy)
            row.password_hash = fresh
            kind = "unlock" if token else "login"
            record(session, self.random, now, kind, row.employee_id, row.id)
            return self._begin(session, row, now, token)

    def _sent_on(
        self, session: Session, row: Operator, needs: Needs, has_token: bool, policy: Policy
    ) -> Login:
        """Say what comes first, and begin no session."""
        advice = ""
        if needs is Needs.NEW_PASSWORD:
            now, whose = self.clock(), row.employee_id
            record(session, self.random, now, "login_to_change", whose, row.id)
            demanded = authentication_tokens.is_demanded(session, policy, row.role)
            why = ONE_TIME if row.must_change else TOO_OLD
            advice = f"{why} {Demand(policy.password_profile, demanded).advice}"
        return Login(actor_of(session, row), "", needs, has_token, advice)

    def _needs(
        self, session: Session, row: Operator, code: str | None, now: datetime, policy: Policy
    ) -> tuple[Needs, bool]:
        """Return what is still needed, and whether there is a token; a right code is used up."""
        demanded = authentication_tokens.is_demanded(session, policy, row.role)
        has_token = demanded and authentication_tokens.held(session, row.id)
        if row.must_change or is_too_old(row.password_set_at, now, policy):
            return Needs.NEW_PASSWORD, has_token
        if not demanded:
            return Needs.NOTHING, False
        if not has_token:
            return Needs.TOKEN, False
        if code is None:
            return Needs.CODE, True
        if not authentication_tokens.use_code(session, row.id, code, now):
            raise _WrongCode(WRONG_CODE)
        return Needs.NOTHING, True

    @unit_of_work
    def _new_hash(self, operator: Operator, old: str, new: str) -> str:
        with self.store.reading() as session:
            office = session.get_one(Office, operator.office_id).name
            policy = self._policy(session, self.clock())
            has_token = authentication_tokens.is_demanded(session, policy, operator.role)
        if new == old:
            raise InvalidInput({"new_password": "The new password is the old one again."})
        context = (operator.employee_id, operator.name, office)
        demand = Demand(policy.password_profile, has_token)
        return self.hasher.hash(accepted(new, context, demand, field="new_password"))

    @unit_of_work
    def _replace(self, operator: Operator, password_hash: str, code: str | None) -> Login:
        now = self.clock()
        with self.store.writing() as session:
            row = account_changes.unchanged(session, operator)
            demanded = self._is_demanded(session, row, now)
            has_token = demanded and authentication_tokens.held(session, row.id)
            if has_token and code is None:
                return Login(actor_of(session, row), "", Needs.CODE, has_token=True)
            if has_token and not authentication_tokens.use_code(session, row.id, code or "", now):
                raise _WrongCode(WRONG_CODE)
            self._guesses.forgive(session, row.employee_id)
            row.password_hash, row.password_set_at = password_hash, now
            row.must_change, row.secret_valid_until = False, None
            account_changes.end_sessions(session, row.id)
            record(session, self.random, now, "password_changed", row.employee_id, row.id)
            if demanded and not has_token:
                return Login(actor_of(session, row), "", Needs.TOKEN)
            return self._begin(session, row, now)

    @unit_of_work
    def _check_may_enrol(self, operator: Operator) -> None:
        now = self.clock()
        with self.store.reading() as session:
            policy = self._policy(session, now)
            if operator.must_change or is_too_old(operator.password_set_at, now, policy):
                raise Conflict("A new password of your own comes first, the token after.")
            if not authentication_tokens.is_demanded(session, policy, operator.role):
                raise Conflict("No token is asked of you here.")
            if authentication_tokens.held(session, operator.id):
                raise Conflict(
                    "This account has a token. If it is lost, an administrator takes it away."
                )

    @unit_of_work
    def _enrol(self, operator: Operator, secret: str, code: str) -> Login:
        self._check_may_enrol(operator)
        now = self.clock()
        with self.store.writing() as session:
            row = account_changes.unchanged(session, operator)
            if not authentication_tokens.enrol(session, row.id, secret, code, now):
                raise Conflict("This account was given a token at the same moment.")
            self._guesses.forgive(session, row.employee_id)
            record(session, self.random, now, "token_enrolled", row.employee_id, row.id)
            return self._begin(session, row, now)

    def _is_demanded(self, session: Session, row: Operator, now: datetime) -> bool:
        return authentication_tokens.is_demanded(session, self._policy(session, now), row.role)

    def _policy(self, session: Session, now: datetime) -> Policy:
        return PolicyBook(self.store, self.clock).at(session, now)

    def _begin(
        self, session: Session, row: Operator, now: datetime, token: str | None = None
    ) -> Login:
        """Begin a session, or the one of `token` anew; only the token's hash is kept.

        Sessions that have ended are swept away.
        """
        token = token or self.random.randbytes(32).hex()
        hashed = token_hash(token)
        policy = self._policy(session, now)
        session.exec(delete(OperatorSession).where(col(OperatorSession.valid_until) <= now))
        session.merge(
            OperatorSession(
                token_hash=hashed,
                operator_id=row.id,
                created_at=now,
                last_seen_at=now,
                valid_until=now + policy.session_max,
            )
        )
        return Login(actor_of(session, row, hashed), token)

    @unit_of_work
    def _take_back(self, operator: Operator) -> None:
        with self.store.writing() as session:
            self._guesses.take_back(session, operator.employee_id)

    @unit_of_work
    def _refused_code(self, operator: Operator) -> NotLoggedIn:
        """Keep that a code was refused; the try stays counted."""
        with self.store.writing() as session:
            told = {"why": "token"}
            at, whose = self.clock(), operator.employee_id
            record(session, self.random, at, "login_refused", whose, operator.id, told)
        return NotLoggedIn(WRONG_CODE, rule="token")

    @property
    def _guesses(self) -> Guesses:
        return Guesses(self.store, self.clock, self.source)

    @property
    def _passwords(self) -> Passwords:
        return Passwords(self.store, self.clock, self.random, self.hasher, self._guesses)


def actor_of(session: Session, operator: Operator, hashed: str = "") -> Actor:
    """Return who acts with an account, in the session whose token has this hash."""
    office = session.get_one(Office, operator.office_id)
    path, known = path_of(office), (operator.employee_id, operator.name)
    return Actor(operator.id, operator.role, path, *known, session=hashed)
