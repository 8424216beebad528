"""Complaints, actors and acts that are in order, for tests to put out of order."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from small_tree import IDS, PATHS

from dopcrm_tui.rules.compensation import Carriage, Claim, Harm
from dopcrm_tui.rules.complaint import Act, Actor, Closure, Complaint, Deadline
from dopcrm_tui.rules.contact import Contact
from dopcrm_tui.rules.enquiry import Disposal, Posting
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.vocabulary import (
    Action,
    Authority,
    ClosureReason,
    DeadlineKind,
    Level,
    OnSilence,
    Proof,
    Role,
    State,
)

NOW = datetime(2026, 11, 2, 6, 30, tzinfo=UTC)
POLICY = Policy()
ME, COLLEAGUE = 7001, 7002

_HOUR = timedelta(hours=1)
_STANDING = Deadline(None, remaining=timedelta(days=9))

ALARMS = {
    State.PENDING: {DeadlineKind.RESOLVE: Deadline(NOW + _HOUR)},
    State.EXTERNAL: {
        DeadlineKind.RESOLVE: Deadline(NOW + _HOUR),
        DeadlineKind.EXTERNAL: Deadline(NOW + 2 * _HOUR),
    },
    State.INFO_SOUGHT: {
        DeadlineKind.RESOLVE: _STANDING,
        DeadlineKind.INFORMATION: Deadline(NOW + _HOUR),
    },
    State.CONFIRMATION_SOUGHT: {
        DeadlineKind.RESOLVE: _STANDING,
        DeadlineKind.CONFIRMATION: Deadline(NOW + _HOUR),
    },
    State.CLOSED: {},
}
"""Alarms as they stand in each state while the time still runs."""

CLOSURE = Closure(NOW - timedelta(days=1), ClosureReason.AUTO_CLOSED, Proof.SILENCE)


def complaint_in(state: State, holder: str = "home", **changes) -> Complaint:
    """A complaint of the registering office `far_sub`, in a state that is whole."""
    complaint = Complaint(
        id=1,
        number="26071234564",
        state=state,
        holder=PATHS[holder],
        registered_office_id=IDS["far_sub"],
        registered_at=NOW - timedelta(days=12),
        deadlines=ALARMS[state],
        on_silence=OnSilence.CLOSE if state is State.INFO_SOUGHT else None,
        closure=CLOSURE if state is State.CLOSED else None,
    )
    return replace(complaint, **changes)


def ringing(complaint: Complaint) -> Complaint:
    """The same complaint with every running alarm due this very second."""
    alarms = {
        kind: alarm if alarm.paused else Deadline(NOW)
        for kind, alarm in complaint.deadlines.items()
    }
    return replace(complaint, deadlines=alarms)


def actor(role: Role, office: str | None = None, number: int = ME) -> Actor:
    if office is None:
        return Actor(None, role)
    return Actor(number, role, PATHS[office], "10001234", "A. Clerk")


OPERATOR = actor(Role.OPERATOR, "home")
POSTMASTER = actor(Role.SUPERVISOR, "home")
DIVISION = actor(Role.SUPERVISOR, "division")
CALL_CENTRE = actor(Role.CALL_CENTRE, "far_circle")
CUSTOMER = actor(Role.COMPLAINANT)
SWEEPER = actor(Role.SWEEPER)

ROUTE = ("682001001", "682011001")
"""Kochi H.O and Ernakulam, of the demonstration's offices."""

CLAIM = Claim(
    carriage=Carriage.SPEED_POST,
    harm=Harm.DELAY,
    booked_on=date(2026, 10, 20),
    proof_of_booking=True,
    days_late=2,
    postage=4_130,
    amount=4_130,
)

_SAID = {
    Action.REMARK: {"text": "Asked the beat postman."},
    Action.CORRECT_CONTACT: {
        "mobile": "9123456780",
        "stands": Contact("9876543210"),
        "reason": "Spoke to him on his land line",
    },
    Action.INTERIM_REPLY: {"reason": "Awaiting the hub", "expected_by": date(2099, 12, 31)},
    Action.TRANSFER: {"target": PATHS["sibling"], "reason": "Delivered from there"},
    Action.REFER_EXTERNAL: {"authority": Authority.CUSTOMS, "reference": "FPO/77"},
    Action.EXTERNAL_UPDATE: {"text": "Customs has it."},
    Action.EXTERNAL_RETURN: {"text": "Released on 1 November."},
    Action.SEEK_INFORMATION: {"text": "Which counter?", "on_silence": OnSilence.CLOSE},
    Action.GIVE_INFORMATION: {"text": "Counter 3.", "proof": Proof.CODE},
    Action.SEEK_CONFIRMATION: {"text": "Delivered on 1 November."},
    Action.ACCEPT: {"proof": Proof.CODE},
    Action.REJECT: {"proof": Proof.CODE, "reason": "Never arrived"},
    Action.ASK_CLARIFICATION: {"proof": Proof.CODE, "reason": "To whom?"},
    Action.RATE: {"proof": Proof.CODE, "rating": 4},
    Action.INTERIM_DRAFTED: {"reason": "Awaiting the hub", "expected_by": date(2026, 11, 20)},
    Action.ESCALATE: {"reason": "Needs the region"},
    Action.DIRECT: {"text": "Search bag 14 and reply."},
    Action.CLOSE_BY_DIRECTION: {"reference": "PG/12-3/2026", "reason": "Claim settled"},
    Action.WITHDRAW: {"proof": Proof.CODE},
    Action.REOPEN: {"reason": "Improper closure"},
    Action.REVIEW: {"text": "Looked at the delivery slip."},
    Action.OPEN_ENQUIRY: {"route": ROUTE, "reason": "Booked, and never came"},
    Action.POST_DISPOSAL: {"posting": Posting(office=ROUTE[0], item=Disposal.DISPATCHED)},
    Action.CLOSE_ENQUIRY: {"text": "Lost on the way to Ernakulam."},
    Action.CLAIM_COMPENSATION: {"claim": CLAIM},
    Action.SANCTION_COMPENSATION: {"reference": "CPT/88"},
    Action.REFUSE_COMPENSATION: {"reason": "It was delivered in time"},
    Action.PAY_COMPENSATION: {"reference": "V/1204"},
    Action.JOIN_INCIDENT: {"reference": "26071234564"},
    Action.LEAVE_INCIDENT: {"reason": "It came by another bag."},
}


def act_of(action: Action, **changes) -> Act:
    """The act with all that must be said, or with some of it said otherwise."""
    return Act(action=action, **{**_SAID.get(action, {}), **changes})


def at_level(level: int) -> dict[str, Level]:
    return {"escalation_level": Level(level)}
