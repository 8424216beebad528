"""Signs that a closure may not be what it seems: reasons to look, no accusation.

Each is a fact of the history at the moment of an act; a reviewer judges.
"""

import re
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from dopcrm_tui.rules.complaint import Complaint
from dopcrm_tui.rules.vocabulary import Action, DeadlineKind, State

LAST_MINUTES = timedelta(hours=1)
"""How short before its time runs out a resolution is one of the last minute."""

STRAIGHT = timedelta(minutes=30)
"""How soon after the customer's answer a new question stops the clock straight away."""

FEWEST_WORDS = 3


class Doubt(StrEnum):
    """Why a complaint is put before a reviewer."""

    LAST_MINUTE = "last_minute"
    NOT_OURS = "not_ours"
    PAUSED_AGAIN = "paused_again"


DOUBT_LABELS = {
    Doubt.LAST_MINUTE: "resolved in the last hour before it would have escalated",
    Doubt.NOT_OURS: "the resolution says that it belongs elsewhere",
    Doubt.PAUSED_AGAIN: "asked again straight after the customer's answer",
}

_NOT_OURS = re.compile(
    r"\bnot\s+(?:of\s+)?(?:ours|our\s+(?:office|division|area|work)|concern\w*|pertain\w*)\b"
    r"|\b(?:does|do)\s+not\s+(?:pertain|belong|relate|concern)\b"
    r"|\b(?:pertains|belongs)\s+to\s+(?:another|other)\b"
    r"|\bwrong\s+(?:office|division)\b"
    r"|संबंधित\s+नहीं|सम्बन्धित\s+नहीं",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\w+")


def doubt_of(
    before: Complaint,
    after: Complaint,
    action: Action,
    text: str,
    *,
    answered_at: datetime | None,
    at: datetime,
) -> Doubt | None:
    """Return the reason to look at an act, the gravest first; None where there is none.

    `answered_at` is when the entry before was made, if that was the customer's answer.
    """
    if action is Action.SEEK_CONFIRMATION:
        if _NOT_OURS.search(text):
            return Doubt.NOT_OURS
        limit = before.deadlines.get(DeadlineKind.RESOLVE)
        if limit and limit.due_at and timedelta(0) <= limit.due_at - at < LAST_MINUTES:
            return Doubt.LAST_MINUTE
    pauses = after.state in {State.INFO_SOUGHT, State.CONFIRMATION_SOUGHT}
    if pauses and answered_at is not None and at - answered_at < STRAIGHT:
        return Doubt.PAUSED_AGAIN
    return None


def wording(text: str) -> str:
    """Return by what a resolution is known again, whatever its spaces, case, stops and numbers.

    Empty for one of fewer than three words: `Done.` says the same of everything.
    """
    words = [word.lower() for word in _WORDS.findall(text) if not word.isdigit()]
    if len(words) < FEWEST_WORDS:
        return ""
    return sha256(" ".join(words).encode()).hexdigest()[:16]
