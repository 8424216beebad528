"""Whether a password is the right one, and whether a new one will do."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlmodel import select

from data.catalogues.common_passwords import common_passwords
from data.database import Store
from data.models.operator import Operator
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.contact import parse_employee_id
from dopcrm_tui.rules.passwords import LONGEST, Demand, check_new_password
from dopcrm_tui.rules.refusals import InvalidInput, NotLoggedIn
from dopcrm_tui.services.administration import record
from dopcrm_tui.services.clock import Clock
from dopcrm_tui.services.guesses import Guesses

WRONG = "This employee ID and password do not belong together."
DISABLED = "This account is closed. Please ask your administrator."
EXPIRED = "The one-time secret is no longer valid. Please ask your administrator for a new one."


@dataclass(frozen=True, slots=True)
class Passwords:
    """Checking passwords; hashing is done outside of any transaction."""

    store: Store
    clock: Clock
    random: Random
    hasher: PasswordHasher
    guesses: Guesses

    def verify(self, employee_id: str, password: str) -> Operator:
        """Return the account the password belongs to.

        Unknown IDs get the same sentence after the same work. The try counts as a wrong one until
        who asked takes it back: `Guesses.forgive`. Raises NotLoggedIn.
        """
        known = _employee_id(employee_id)
        self._begin(known)
        operator = self._operator(known)
        if not self._matches(operator, password) or operator is None:
            raise self._refused(known, operator, WRONG)
        if not operator.active:
            raise self._refused(known, operator, DISABLED)
        if operator.secret_valid_until and operator.secret_valid_until <= self.clock():
            raise self._refused(known, operator, EXPIRED)
        return operator

    def _begin(self, known: str) -> None:
        try:
            self.guesses.begin(known)
        except NotLoggedIn as refused:
            self._refused(known, None, str(refused), {"why": refused.rule})
            raise

    @unit_of_work
    def _operator(self, employee_id: str) -> Operator | None:
        wanted = select(Operator).where(Operator.employee_id == employee_id)
        with self.store.reading() as session:
            return session.exec(wanted).one_or_none()

    def _matches(self, operator: Operator | None, password: str) -> bool:
        plain = password[: LONGEST + 1].encode(errors="surrogatepass")
        if operator is None:
            self.hasher.hash(plain)
            return False
        try:
            return self.hasher.verify(operator.password_hash, plain)
        except VerifyMismatchError:
            return False

    @unit_of_work
    def _refused(
        self,
        known: str,
        operator: Operator | None,
        sentence: str,
        told: dict[str, str] | None = None,
    ) -> NotLoggedIn:
        """Keep that somebody was refused; what is no employee ID may be a password: not kept."""
        if known:
            by = operator.id if operator else None
            with self.store.writing() as session:
                record(session, self.random, self.clock(), "login_refused", known, by, told)
        return NotLoggedIn(sentence)


def accepted(password: str, context: Iterable[str], demand: Demand, *, field: str) -> str:
    """Return a new password that will do. Raises InvalidInput for `field`."""
    try:
        check_new_password(password, context=context, demand=demand, common=common_passwords())
    except ValueError as problem:
        raise InvalidInput({field: str(problem)}) from None
    return password


def _employee_id(typed: str) -> str:
    try:
        return parse_employee_id(typed)
    except ValueError:
        return ""
