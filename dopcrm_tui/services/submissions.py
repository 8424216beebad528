"""Forms are sent with a key: sent twice, they act once."""

import hashlib
import json

from sqlmodel import Session

from data.models.complaint import Complaint
from data.models.papers import Submission
from data.queries.once import add_unless_there
from data.queries.tables import SUBMISSION
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.refusals import Conflict, Interrupted, InvalidInput
from dopcrm_tui.services.moment import Moment

LONGEST_KEY = 80


def body_hash(body: object) -> str:
    """Return the hash by which a form is known again; `body` is made of JSON's own values."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def earlier(moment: Moment, once: str | None, body: object) -> Complaint | None:
    """Return the complaint that a form sent before with this key acted on.

    Raises `Conflict` where the same key came with another form or from another operator.
    """
    if once is None:
        return None
    if not 1 <= len(once) <= LONGEST_KEY or not once.isprintable():
        raise InvalidInput(
            {"idempotency_key": f"The key of a form has 1 to {LONGEST_KEY} printable characters."}
        )
    before = moment.session.get(Submission, once)
    if before is None:
        return None
    if before.operator_id != moment.actor.id:
        raise Conflict("This key was used for another form; use a new one.", rule="submit once")
    acted_on = moment.session.get_one(Complaint, before.complaint_id)
    if before.body_hash != body_hash(body):
        raise Conflict(
            f"This form was sent before and is in {show_number(acted_on.number)}; "
            "what was changed since is not. Please begin a new one.",
            rule="submit once",
        )
    return acted_on


def number_of(session: Session, once: str, actor: Actor) -> str | None:
    """Return the number of the complaint that a form of an operator became, if it did."""
    before = session.get(Submission, once)
    if before is None or before.operator_id != actor.account:
        return None
    return session.get_one(Complaint, before.complaint_id).number


def keep(moment: Moment, once: str | None, body: object, complaint_id: int) -> None:
    """Remember what a form acted on.

    Raises `Interrupted` where the same form, sent twice at once, has come first from elsewhere: all
    that was done for this one is dropped, and done again it finds the other.
    """
    if once is None:
        return
    row = {
        "once": once,
        "operator_id": moment.actor.account,
        "body_hash": body_hash(body),
        "complaint_id": complaint_id,
        "at": moment.now,
    }
    if not add_unless_there(moment.session, SUBMISSION, row):
        raise Interrupted("The form was being sent twice. Please send it again.")
