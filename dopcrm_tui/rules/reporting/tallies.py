"""What one figure counts: complaints that are open now, or what happened in a period."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dopcrm_tui.rules.measures import Measure
from dopcrm_tui.rules.reporting.bands import Band
from dopcrm_tui.rules.vocabulary import Authority, State


class Origin(StrEnum):
    """Where an open complaint was registered and where it lies, seen from one office."""

    OWN = "own"
    INWARD = "inward"
    OUTWARD = "outward"


@dataclass(frozen=True, slots=True)
class Standing:
    """Open complaints of an office and all below it; what is None does not matter.

    `origin` tells those that came from elsewhere, or went there: registered here, held outside.
    """

    origin: Origin | None = None
    state: State | None = None
    band: Band | None = None
    late: bool | None = None
    escalated: bool | None = None
    to_phone: bool | None = None
    category: str | None = None
    grievance: str | None = None
    authority: Authority | None = None
    stay: Band | None = None
    """How long it has been with the authority that has it."""
    taken: bool = False
    assignee_id: int | None = None


class Beside(StrEnum):
    """What goes on beside a complaint, whether it is open or closed."""

    ENQUIRY = "enquiry"
    COMPENSATION = "compensation"


@dataclass(frozen=True, slots=True)
class Owed:
    """Enquiries that are open now, or compensation that is neither paid nor refused."""

    what: Beside
    late: bool | None = None
    category: str | None = None


THERE, BACK = "there", "back"
"""Instead of a key: from the first office of a pair to the second, and the other way."""


@dataclass(frozen=True, slots=True)
class Happened:
    """What was marked in a period; of `key` each part between dots may be `*`, for any."""

    measure: Measure
    key: str = "*"
    category: str | None = None
    month: date | None = None
    """Only what happened in the month that begins on that day."""
    among: frozenset[str] | None = None
    """Only marks with one of these keys."""
    only: frozenset[tuple[int, int]] | None = None
    """Only these marks: complaint and entry of each."""

    def counts(self, key: str) -> bool:
        """Whether a mark with that key is one of them."""
        if self.among is not None and key not in self.among:
            return False
        if self.key == "*":
            return True
        wanted, given = self.key.split("."), key.split(".")
        pairs = zip(wanted, given, strict=False)
        return len(wanted) == len(given) and all(ask in {"*", part} for ask, part in pairs)


Tally = Standing | Happened | Owed
