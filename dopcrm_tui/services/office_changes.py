"""What an administrator changes in the tree of offices."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from random import Random

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from data.catalogues.offices import office_id, words_of
from data.database import Store
from data.identity import new_id
from data.models.complaint import Complaint
from data.models.office import Office, OfficeWord
from data.models.operator import Operator
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.contact import parse_pin
from dopcrm_tui.rules.customer_text import clean_line
from dopcrm_tui.rules.refusals import Conflict, InvalidInput
from dopcrm_tui.rules.vocabulary import OfficeKind
from dopcrm_tui.services.administration import record, require_administrator

_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{1,14}[A-Z0-9])")
_RANK = {
    OfficeKind.REGION: 2,
    OfficeKind.DIVISION: 3,
    OfficeKind.HEAD_OFFICE: 4,
    OfficeKind.SUB_OFFICE: 5,
    OfficeKind.BRANCH_OFFICE: 6,
    OfficeKind.MAIL_OFFICE: 6,
}
"""The kinds that can be added; a circle needs a number and comes with the catalogue."""

_POST_OFFICES = {OfficeKind.HEAD_OFFICE, OfficeKind.SUB_OFFICE, OfficeKind.BRANCH_OFFICE}
_OWN_LEVEL = {
    OfficeKind.HEAD_OFFICE: "head_office_id",
    OfficeKind.DIVISION: "division_id",
    OfficeKind.REGION: "region_id",
}
_YES = {"1", "y", "yes", "true"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOffice:
    """An office as typed; `parent` is the code of the office it reports to."""

    code: str
    name: str
    kind: str
    parent: str
    pin: str = ""
    delivery: str = ""
    district: str = ""
    state: str = ""


def read_csv(lines: Iterable[str]) -> list[NewOffice]:
    """Return the offices of a CSV file with a header. Raises InvalidInput for `header`."""
    reader = csv.DictReader(lines)
    known = [one.name for one in fields(NewOffice)]
    given = reader.fieldnames or []
    if missing := {"code", "name", "kind", "parent"} - set(given):
        raise InvalidInput({"header": f"The file has no column {', '.join(sorted(missing))}."})
    return [
        NewOffice(**{name: row.get(name) or "" for name in known if name in given})
        for row in reader
    ]


@unit_of_work
def add_all(
    store: Store, now: datetime, random: Random, by: Actor, new: tuple[NewOffice, ...]
) -> int:
    """Add offices, all or none; see `Directory.add_all`."""
    require_administrator(by)
    problems: dict[str, str] = {}
    with store.writing() as session:
        for number, typed in enumerate(new, start=1):
            before = f"row {number} " if len(new) > 1 else ""
            found = _problems(session, typed)
            problems.update({f"{before}{name}": sentence for name, sentence in found.items()})
            if not found:
                _add(session, typed, new_id(now, random))
                told = {"office": typed.code.strip().upper()}
                record(session, random, now, "office_added", by.employee_id, by.id, told)
        if problems:
            raise InvalidInput(problems)
    return len(new)


def _problems(session: Session, typed: NewOffice) -> dict[str, str]:
    problems = {}
    code = typed.code.strip().upper()
    if not _CODE.fullmatch(code):
        problems["code"] = "A code has 3 to 16 letters A-Z, digits and dashes."
    elif _office(session, code):
        problems["code"] = f"There is an office with the code {code} already."
    try:
        clean_line(typed.name, "Name", 120)
    except ValueError as problem:
        problems["name"] = str(problem)
    kind = typed.kind.strip().lower()
    if kind not in _RANK:
        problems["kind"] = f"The kind is one of: {', '.join(_RANK)}."
    parent = _office(session, typed.parent.strip().upper())
    if parent is None or not parent.active:
        problems["parent"] = f"There is no office with the code {typed.parent.strip()}."
    elif kind in _RANK and _RANK.get(parent.kind, 0) >= _RANK[OfficeKind(kind)]:
        problems["parent"] = f"{parent.name} cannot have an office of this kind below it."
    if typed.pin.strip() or kind in _POST_OFFICES:
        try:
            parse_pin(typed.pin)
        except ValueError as problem:
            problems["pin"] = str(problem)
    return problems


def _add(session: Session, typed: NewOffice, fresh_id: int) -> None:
    code, kind = typed.code.strip().upper(), OfficeKind(typed.kind.strip().lower())
    parent = session.exec(select(Office).where(Office.code == typed.parent.strip().upper())).one()
    office = Office(
        id=_id_of(session, code, fresh_id),
        code=code,
        name=clean_line(typed.name, "Name", 120),
        kind=kind,
        pin=parse_pin(typed.pin) if typed.pin.strip() else None,
        delivery=typed.delivery.strip().lower() in _YES,
        district=typed.district.strip()[:80],
        state=typed.state.strip()[:80],
        parent_id=parent.id,
        head_office_id=parent.head_office_id,
        division_id=parent.division_id,
        region_id=parent.region_id,
        circle_id=parent.circle_id,
        circle_number=parent.circle_number,
    )
    if kind in _OWN_LEVEL:
        setattr(office, _OWN_LEVEL[kind], office.id)
    session.add(office)
    session.flush()
    words = words_of(office.name, office.pin, code, office.district)
    session.add_all(OfficeWord(word=word, office_id=office.id) for word in words)


def _id_of(session: Session, code: str, otherwise: int) -> int:
    """Return the id the catalogue would give, so that a later catalogue knows the office again."""
    try:
        wanted = office_id(code) if "-" in code or len(code) == 9 else otherwise
    except (KeyError, ValueError):
        return otherwise
    return otherwise if session.get(Office, wanted) else wanted


@unit_of_work
def retire(store: Store, now: datetime, random: Random, by: Actor, office_id: int) -> None:
    """Take an office out of use; see `Directory.retire`."""
    require_administrator(by)
    with store.writing() as session:
        office = session.get_one(Office, office_id)
        for table, condition, what in (
            (Office, (col(Office.parent_id) == office.id) & col(Office.active), "offices below it"),
            (Operator, (col(Operator.office_id) == office.id) & col(Operator.active), "accounts"),
            (Complaint, _open_at(office), "open complaints"),
        ):
            number = session.scalar(select(func.count()).select_from(table).where(condition))
            if number:
                raise Conflict(f"{office.name} still has {what} ({number}); move them first.")
        office.active = False
        session.add(office)
        told = {"office": office.code}
        record(session, random, now, "office_retired", by.employee_id, by.id, told)


def _open_at(office: Office) -> ColumnElement[bool]:
    return (col(Complaint.office_id) == office.id) & col(Complaint.closed_at).is_(None)


def _office(session: Session, code: str) -> Office | None:
    return session.exec(select(Office).where(Office.code == code)).one_or_none()
