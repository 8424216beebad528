"""Accounts as an administrator types them, checked before any is made."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from data.models.office import Office
from data.models.operator import Operator
from dopcrm_tui.rules.contact import parse_employee_id
from dopcrm_tui.rules.customer_text import clean_line
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.vocabulary import ACCOUNT_ROLES, Role

COLUMNS = ("employee_id", "name", "role", "office")
NAME_LENGTH = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOperator:
    """An account as typed; `office` is a code."""

    employee_id: str
    name: str
    role: str
    office: str


def read_csv(lines: Iterable[str]) -> tuple[NewOperator, ...]:
    """Return the accounts of a CSV file with a header. Raises InvalidInput for `header`."""
    reader = csv.DictReader(lines)
    if missing := set(COLUMNS) - set(reader.fieldnames or []):
        raise InvalidInput({"header": f"The file has no column {', '.join(sorted(missing))}."})
    return tuple(NewOperator(**{name: row.get(name) or "" for name in COLUMNS}) for row in reader)


def check_all(session: Session, new: tuple[NewOperator, ...]) -> None:
    """Accept accounts that can all be made.

    Raises InvalidInput with every wrong field, after `row 2 ` where there are several rows.
    """
    problems: dict[str, str] = {}
    seen: set[str] = set()
    for number, typed in enumerate(new, start=1):
        before = f"row {number} " if len(new) > 1 else ""
        for name, sentence in _problems(session, typed, seen).items():
            problems[f"{before}{name}"] = sentence
    if problems:
        raise InvalidInput(problems)


def row_of(
    session: Session, typed: NewOperator, key: int, password_hash: str, now: datetime
) -> Operator:
    """Return the row of a checked account, which must change its secret first."""
    office = office_of(session, typed.office)
    assert office is not None
    return Operator(
        id=key,
        employee_id=parse_employee_id(typed.employee_id),
        name=clean_line(typed.name, "Name", NAME_LENGTH),
        role=_role(typed.role),
        office_id=office.id,
        password_hash=password_hash,
        password_set_at=now,
        must_change=True,
        created_at=now,
    )


def office_of(session: Session, code: str) -> Office | None:
    """Return the active office of a typed code."""
    wanted = select(Office).where(Office.code == code.strip().upper())
    office = session.exec(wanted).one_or_none()
    return office if office and office.active else None


def _problems(session: Session, typed: NewOperator, seen: set[str]) -> dict[str, str]:
    problems = {}
    try:
        employee_id = parse_employee_id(typed.employee_id)
        if employee_id in seen or _exists(session, employee_id):
            problems["employee_id"] = f"{employee_id} has an account already."
        seen.add(employee_id)
    except ValueError as problem:
        problems["employee_id"] = str(problem)
    try:
        clean_line(typed.name, "Name", NAME_LENGTH)
    except ValueError as problem:
        problems["name"] = str(problem)
    try:
        _role(typed.role)
    except ValueError as problem:
        problems["role"] = str(problem)
    if office_of(session, typed.office) is None:
        problems["office"] = f"There is no office with the code {typed.office.strip()}."
    return problems


def _exists(session: Session, employee_id: str) -> bool:
    wanted = select(Operator.id).where(Operator.employee_id == employee_id)
    return session.exec(wanted).first() is not None


def _role(typed: str) -> Role:
    word = typed.strip().lower()
    if word not in ACCOUNT_ROLES:
        raise ValueError(f"The role is one of: {', '.join(ACCOUNT_ROLES)}.")
    return Role(word)
