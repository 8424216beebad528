"""The department's numbers: which hold at a moment, and how an administrator changes one."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from random import Random, SystemRandom
from typing import Any, get_type_hints

from sqlalchemy import bindparam
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from data.catalogues.policy import duration, policy_entries
from data.database import Store
from data.models.settings import PolicyValue
from data.queries.account_tables import POLICY
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.dates import show_day, today
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.roles import NOBODY, Roles
from dopcrm_tui.rules.vocabulary import ACCOUNT_ROLES
from dopcrm_tui.services.administration import record, require_administrator
from dopcrm_tui.services.clock import Clock

_KINDS: dict[str, type] = {
    **{entry.key: type(entry.value) for entry in policy_entries()},
    **get_type_hints(Policy),
}
_MEANINGS = {entry.key: entry.meaning for entry in policy_entries()}
_BY_DAY = (
    sql_select(POLICY.c.key, POLICY.c.value)
    .where(POLICY.c.valid_from <= bindparam("day"))
    .order_by(POLICY.c.valid_from)
)


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """One dated value as it is listed; `value` as it is typed, `in_force` today."""

    key: str
    value: str
    valid_from: date
    in_force: bool
    source: str
    meaning: str


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """The dated values of a store."""

    store: Store
    clock: Clock
    random: Random = field(default_factory=SystemRandom)

    def at(self, session: Session, moment: datetime) -> Policy:
        """Return the policy of a moment; a number the store does not hold is the rules' own."""
        rows = session.execute(_BY_DAY, {"day": today(moment)})
        return _policy(tuple((key, value) for key, value in rows))

    @unit_of_work
    def show(self) -> tuple[PolicyLine, ...]:
        """Return what is in force today and what will be, by key and date."""
        day = today(self.clock())
        with self.store.reading() as session:
            order = (col(PolicyValue.key), col(PolicyValue.valid_from))
            rows = session.exec(select(PolicyValue).order_by(*order)).all()
        in_force = {row.key: row.valid_from for row in rows if row.valid_from <= day}
        return tuple(
            PolicyLine(
                row.key,
                row.value,
                row.valid_from,
                row.valid_from == in_force.get(row.key),
                row.source,
                _MEANINGS.get(row.key, ""),
            )
            for row in rows
            if row.valid_from >= in_force.get(row.key, date.min)
        )

    @unit_of_work
    def set(self, by: Actor, key: str, value: str, valid_from: date | None = None) -> None:
        """Give a key a value from a day on, today where none is named; administrators only.

        Durations as P21D or PT48H. Raises NotPermitted, InvalidInput (`key`, `value`, `from`).
        """
        require_administrator(by)
        now = self.clock()
        first_day = valid_from or today(now)
        _check(key, value.strip(), first_day, today(now))
        row = PolicyValue(
            key=key,
            value=value.strip(),
            valid_from=first_day,
            source=f"set by {by.employee_id}",
            set_by=by.id,
            set_at=now,
        )
        told = {"key": key, "value": row.value, "valid_from": first_day.isoformat()}
        with self.store.writing() as session:
            session.merge(row)
            record(session, self.random, now, "policy_set", by.employee_id, by.id, told)


@lru_cache(maxsize=16)
def _policy(rows: tuple[tuple[str, str], ...]) -> Policy:
    """Read every number once for as long as none of them changes."""
    known = asdict(Policy())
    known.update((key, _read(key, value)) for key, value in rows if key in known)
    return Policy(**known)


def _read(key: str, written: str) -> Any:  # noqa: ANN401  # as many kinds as the policy has
    """Return a written value as its key's kind. Raises ValueError."""
    kind = _KINDS[key]
    return duration(written) if kind is timedelta else kind(written)


def _check(key: str, written: str, first_day: date, day: date) -> None:
    problems = {}
    if key not in _KINDS:
        problems["key"] = f"There is no policy {key}; `dopcrm policy show` lists them."
    elif not _fits(key, written):
        problems["value"] = f"{key} is {_expected(_KINDS[key])}."
    if first_day < day:
        problems["from"] = (
            f"A policy cannot change what is past; it can hold from {show_day(day)} on."
        )
    if problems:
        raise InvalidInput(problems)


def read_value(key: str, written: str) -> Any:  # noqa: ANN401  # as many kinds as the policy has
    """Return a typed value as its key's kind. Raises InvalidInput (`value`)."""
    if not _fits(key, written.strip()):
        raise InvalidInput({"value": f"{key} is {_expected(_KINDS[key])}."})
    return _read(key, written.strip())


def _fits(key: str, written: str) -> bool:
    try:
        value = _read(key, written)
    except (ValueError, OverflowError):
        return False
    if isinstance(value, timedelta):
        return timedelta(0) < value <= timedelta(days=3_650)
    return not isinstance(value, int) or 0 < value < 1_000_000_000


def _expected(kind: type) -> str:
    if kind is timedelta:
        return "a duration of at most ten years, such as P21D or PT48H"
    if kind is int:
        return "a whole number above 0"
    if kind is Roles:
        return f"{NOBODY}, or roles with spaces between: {', '.join(ACCOUNT_ROLES)}"
    if issubclass(kind, StrEnum):
        return " or ".join(kind)
    return "text"
