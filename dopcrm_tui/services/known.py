"""What the checks of a form ask the store: offices, PINs, complaints, persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import bindparam
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from data.models.complaint import Complaint
from data.models.office import Office
from data.models.operator import Operator
from data.queries.tables import OFFICE
from dopcrm_tui.rules.plain_code import plain_code
from dopcrm_tui.rules.vocabulary import OfficeKind

_BY_CODE = select(Office).where(Office.code == bindparam("code"))
_CODE = sql_select(OFFICE.c.id).where(OFFICE.c.code == bindparam("code"))
_PIN = sql_select(OFFICE.c.id).where(OFFICE.c.pin == bindparam("pin")).limit(1)


class Known(Protocol):
    """Whom a check asks."""

    def office(self, code: str) -> Office | None:
        """Return the active office of a code, None where there is none."""

    def has_office(self, code: str) -> bool:
        """Whether there is an office with that code."""

    def has_pin(self, pin: str) -> bool:
        """Whether an office has that PIN."""

    def has_complaint(self, number: str) -> bool:
        """Whether there is a complaint with that number."""

    def accounts(self, employee_ids: Sequence[str]) -> tuple[int, ...]:
        """Return the accounts of persons; who has none cannot look anyway."""


@dataclass(frozen=True, slots=True)
class InStore:
    """Asks the store."""

    session: Session

    def office(self, code: str) -> Office | None:
        """Return the active office of a code."""
        found = self.session.exec(_BY_CODE, params={"code": code}).one_or_none()
        return found if found is not None and found.active else None

    def has_office(self, code: str) -> bool:
        """Look for an office."""
        return self.session.execute(_CODE, {"code": code}).first() is not None

    def has_pin(self, pin: str) -> bool:
        """Look for a PIN."""
        return self.session.execute(_PIN, {"pin": pin}).first() is not None

    def has_complaint(self, number: str) -> bool:
        """Look for a complaint, whoever may see it."""
        wanted = select(Complaint.id).where(Complaint.number == plain_code(number))
        return self.session.exec(wanted).first() is not None

    def accounts(self, employee_ids: Sequence[str]) -> tuple[int, ...]:
        """Look for accounts."""
        wanted = select(Operator.id).where(col(Operator.employee_id).in_(employee_ids))
        return tuple(self.session.exec(wanted))


class Unasked:
    """Believes what is typed while the store is away; it is asked when it is back."""

    def office(self, code: str) -> Office | None:
        """Return an office that stands for the one meant."""
        return Office(id=0, code=code, name=code, kind=OfficeKind.SUB_OFFICE)

    def has_office(self, code: str) -> bool:  # noqa: ARG002
        """Believe it."""
        return True

    def has_pin(self, pin: str) -> bool:  # noqa: ARG002
        """Believe it."""
        return True

    def has_complaint(self, number: str) -> bool:  # noqa: ARG002
        """Believe it."""
        return True

    def accounts(self, employee_ids: Sequence[str]) -> tuple[int, ...]:  # noqa: ARG002
        """Name nobody."""
        return ()
