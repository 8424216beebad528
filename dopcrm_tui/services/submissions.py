"""Forms are sent with a key: sent twice, they act once."""

import hashlib
import json
from datetime import datetime

from sqlmodel import Session

from data.models import Complaint, Submission
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.refusals import Conflict, InvalidInput


def body_hash(body: object) -> str:
    """Return the hash by which a form is known again; `body` is made of JSON's own values."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()


def earlier(session: Session, once: str | None, actor: Actor, body: object) -> Complaint | None:
    """Return the complaint that a form sent before with this key acted on.

    Raises `Conflict` where the same key came with another form or from another operator.
    """
    if once is None:
        return None
    if not 1 <= len(once) <= 80:
        raise InvalidInput({"idempotency_key": "The key of a form has 1 to 80 characters."})
    sent = session.get(Submission, once)
    if sent is None:
        return None
    if sent.operator_id != actor.account or sent.body_hash != body_hash(body):
        raise Conflict("This key was used for another form; use a new one.", rule="submit once")
    return session.get_one(Complaint, sent.complaint_id)


def keep(
    session: Session, once: str | None, actor: Actor, body: object, complaint_id: int, at: datetime
) -> None:
    """Remember what a form acted on."""
    if once is not None:
        session.add(
            Submission(
                once=once,
                operator_id=actor.account,
                body_hash=body_hash(body),
                complaint_id=complaint_id,
                at=at,
            )
        )
