"""Why a complaint is due when it is: its history told again, and held against what is stored."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from data.models.office import Office
from data.models.settings import PolicyValue
from data.queries import histories
from data.queries.cases import Case
from dopcrm_tui.rules.dates import read_duration, today
from dopcrm_tui.rules.due_account import DueAccount, account_of
from dopcrm_tui.rules.refusals import Conflict
from dopcrm_tui.rules.replay import OutOfRule
from dopcrm_tui.services.policy_book import PolicyBook
from dopcrm_tui.services.retelling import Retelling

_SETTING = "setting"
"""The source of a number for which the catalogue knows no published figure."""


def account(session: Session, book: PolicyBook, case: Case) -> DueAccount:
    """Return the account of a complaint. Raises `Conflict` where its history makes no sense."""
    events = histories.entries(session, case.row.id)

    def source_of(key: str, value: timedelta, at: datetime) -> str:
        return _source(session, key, value, at)

    def name_of(office_id: int) -> str:
        office = session.get_one(Office, office_id)
        return f"{office.name} ({office.code})"

    try:
        steps = Retelling(session, book).steps(case.facts, events)
        found = account_of(steps, name_of, source_of)
    except OutOfRule as problem:
        raise Conflict(
            f"The history of {case.facts.shown} is not as it was written. "
            "Please tell an auditor; this command shows where: dopcrm audit verify"
        ) from problem
    return replace(found, agrees=_agrees(found, case))


def _agrees(found: DueAccount, case: Case) -> bool:
    same_due = found.due_at is None or found.due_at == case.row.due_at
    return same_due and dict(found.alarms) == dict(case.facts.deadlines)


def _source(session: Session, key: str, value: timedelta, at: datetime) -> str:
    """Return where a number was from when it was used, empty where the store does not know."""
    held = (PolicyValue.key == key, col(PolicyValue.valid_from) <= today(at))
    wanted = select(PolicyValue).where(*held).order_by(col(PolicyValue.valid_from).desc())
    rows = [row for row in session.exec(wanted) if read_duration(row.value) == value]
    # A number that an administrator has set since cannot be where an older entry had it from.
    known = [row for row in rows if row.set_at <= at] or rows
    source = known[0].source if known else ""
    return "the desk's own setting" if source == _SETTING else source
