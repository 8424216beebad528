"""Trusted Authentication Tokens: drawn and enrolled once, then a code of theirs at each login."""

import re
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlmodel import Session

from data.models.operator import AuthenticationToken
from data.queries.account_tables import AUTHENTICATION_TOKEN
from data.queries.once import add_unless_there
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.token_codes import NEVER, STEP, accepted_step
from dopcrm_tui.rules.vocabulary import Role
from dopcrm_tui.services.demonstration import is_demo

ISSUER = "dopcrm"
_SECRET_BYTES = 20
_SECRET = re.compile(r"[A-Z2-7]{32}")


@dataclass(frozen=True, slots=True)
class DrawnToken:
    """What a token is to know: `secret` to be typed into it, `uri` as the QR code of it.

    Nothing is kept of it before a code of it was typed.
    """

    secret: str
    uri: str


def draw(random: Random, employee_id: str) -> DrawnToken:
    """Draw a secret of 160 bits for an account's token."""
    import pyotp

    secret = b32encode(random.randbytes(_SECRET_BYTES)).decode()
    uri = pyotp.TOTP(secret).provisioning_uri(name=employee_id, issuer_name=ISSUER)
    return DrawnToken(secret, uri)


def is_demanded(session: Session, policy: Policy, role: Role) -> bool:
    """Whether a role shows a code at every login; in a demonstration nobody does."""
    return role in policy.token_demanded_of and not is_demo(session)


def held(session: Session, operator_id: int) -> bool:
    """Whether an account has a token."""
    return session.get(AuthenticationToken, operator_id) is not None


def use_code(session: Session, operator_id: int, typed: str, now: datetime) -> bool:
    """Use a code up; False where it is not the one shown now, or was used before.

    Of two who type the same one at once, the second is refused.
    """
    row = session.get(
        AuthenticationToken, operator_id, with_for_update=True, populate_existing=True
    )
    step = _step(row.secret, typed, row.last_step, now) if row else None
    if row is None or step is None:
        return False
    row.last_step = step
    return True


def enrol(session: Session, operator_id: int, secret: str, typed: str, now: datetime) -> bool:
    """Give an account the token that shows the typed code; False where it has one already.

    Raises InvalidInput (`secret`, `code`).
    """
    written = "".join(secret.split()).upper()
    if not _SECRET.fullmatch(written):
        raise InvalidInput({"secret": "This is not the secret that was drawn for the token."})
    step = _step(written, typed, NEVER, now)
    if step is None:
        raise InvalidInput({"code": "The token shows another code now. Is its clock right?"})
    row = {"operator_id": operator_id, "secret": written, "last_step": step, "enrolled_at": now}
    return add_unless_there(session, AUTHENTICATION_TOKEN, row)


def _step(secret: str, typed: str, last_step: int, now: datetime) -> int | None:
    import pyotp

    totp = pyotp.TOTP(secret)
    return accepted_step(typed, lambda step: totp.at(step * STEP), last_step, now)
