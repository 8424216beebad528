"""What the rules know of a complaint, of an actor and of what is to be done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from dopcrm_tui.rules.compensation import Claim, Compensation
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.contact import Contact
from dopcrm_tui.rules.enquiry import Enquiry, Posting
from dopcrm_tui.rules.offices import OfficePath, handler_of
from dopcrm_tui.rules.refusals import NotPermitted
from dopcrm_tui.rules.vocabulary import (
    QUEUE_OF_STATE,
    Action,
    Authority,
    ClosureReason,
    DeadlineKind,
    Level,
    OnSilence,
    Proof,
    Queue,
    Role,
    State,
    Task,
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One alarm: running towards `due_at`, or paused with the time that was `remaining`."""

    due_at: datetime | None
    remaining: timedelta | None = None

    @property
    def paused(self) -> bool:
        """Whether the clock stands still."""
        return self.due_at is None


@dataclass(frozen=True, slots=True)
class Closure:
    """How a complaint came to be closed, and by whose word."""

    at: datetime
    reason: ClosureReason
    agreed: Proof
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """All that the rules look at; the rest of a complaint is for people."""

    id: int
    number: str
    state: State
    holder: OfficePath
    registered_office_id: int
    registered_at: datetime
    version: int = 1
    escalation_level: Level = Level.NONE
    confined: bool = False
    named: frozenset[int] = frozenset()
    assignee_id: int | None = None
    directed: bool = False
    clarify: bool = False
    task: Task | None = None
    on_silence: OnSilence | None = None
    deadlines: Mapping[DeadlineKind, Deadline] = field(default_factory=dict)
    transfers: tuple[tuple[int, int], ...] = ()
    closure: Closure | None = None
    rating: int | None = None
    feedback: str = ""
    enquiry: Enquiry | None = None
    compensation: Compensation | None = None
    incident: str = ""
    """The number of the complaint by which the incident is called that it belongs to."""

    @property
    def shown(self) -> str:
        """The number as people read it."""
        return show_number(self.number)

    @property
    def handler_id(self) -> int:
        """The office whose people may act."""
        return handler_of(self.holder, self.escalation_level)

    @property
    def queue(self) -> Queue:
        """The list it is worked from; a customer nobody can reach waits for the department."""
        if self.task is Task.PHONE_CUSTOMER:
            return Queue.PENDING
        return QUEUE_OF_STATE[self.state]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an operator at an office, the customer, or the sweeper."""

    id: int | None
    role: Role
    office: OfficePath | None = None
    employee_id: str = ""
    name: str = ""
    session: str = field(default="", compare=False, repr=False)
    """The hash of the session's token by which the store knows it; the program itself has none."""

    @property
    def account(self) -> int:
        """The id of the account. Raises `NotPermitted` where the actor is no person with one."""
        if self.id is None:
            raise NotPermitted("Only a person with an account can do this.", rule="account")
        return self.id


SWEEPER = Actor(id=None, role=Role.SWEEPER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What an actor wants to do. Which fields an action needs stands in the lifecycle table.

    `said_at` is when the customer said it, where that was before it is recorded: an answer counts
    by that moment. `mobile` and `email` are what a correction puts in the place of what `stands`;
    left empty, it stays. `route` are the codes of offices; `amount` is in paise, None for all that
    is claimed.
    """

    action: Action
    text: str = ""
    reason: str = ""
    reference: str = ""
    target: OfficePath | None = None
    authority: Authority | None = None
    postal_inquiry: bool = False
    expected_by: date | None = None
    on_silence: OnSilence | None = None
    proof: Proof | None = None
    rating: int | None = None
    feedback: str = ""
    said_at: datetime | None = None
    mobile: str = ""
    email: str = ""
    stands: Contact | None = None
    route: tuple[str, ...] = ()
    posting: Posting | None = None
    claim: Claim | None = None
    amount: int | None = None
