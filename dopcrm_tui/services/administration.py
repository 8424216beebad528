"""What every act on accounts, offices and policy needs: an administrator, and a record."""

from collections.abc import Mapping
from datetime import datetime
from random import Random

from sqlmodel import Session

from data.identity import new_id
from data.models.operator import AccountEvent
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.refusals import NotPermitted
from dopcrm_tui.rules.vocabulary import Role


def require_administrator(by: Actor) -> None:
    """Let administrators pass. Raises NotPermitted for all others."""
    if by.role is not Role.ADMINISTRATOR:
        raise NotPermitted("Only an administrator may do this.")


def record(
    session: Session,
    random: Random,
    at: datetime,
    kind: str,
    employee_id: str,
    by_operator_id: int | None = None,
    data: Mapping[str, object] | None = None,
) -> None:
    """Add to the account events: `kind` was done to `employee_id`; never a secret in `data`."""
    session.add(
        AccountEvent(
            id=new_id(at, random),
            at=at,
            kind=kind,
            employee_id=employee_id,
            by_operator_id=by_operator_id,
            data=dict(data or {}),
        )
    )
