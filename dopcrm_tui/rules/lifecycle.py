"""The lifecycle as a table: who may do what, from where, to where (design, section 3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from dopcrm_tui.rules.vocabulary import OPEN, Action, State


class Who(StrEnum):
    """Who an action belongs to; the guards of these words stand in `guards`."""

    HANDLER = "the handler's people"
    DIRECTED = "the handler's people, or the holder's on a direction"
    JURISDICTION = "anyone with jurisdiction"
    ASSIGNEE = "the one who took it, or their supervisor"
    COMPLAINANT = "the complainant"
    SWEEPER = "the sweeper"
    HANDLER_OR_SWEEPER = "the handler's people, or the sweeper at the deadline"
    LEVEL_SUPERVISOR = "the supervisor at the escalated level"
    SUPERIOR = "a supervisor of an office above the holder"
    REOPENER = "a supervisor of the division or above"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table. `to` is None where the state stays; `needs` names fields of `Act`."""

    action: Action
    who: Who
    sources: frozenset[State]
    to: State | None = None
    needs: tuple[str, ...] = ()
    rises: bool = False


_P = frozenset({State.PENDING})
_I = frozenset({State.INFO_SOUGHT})
_E = frozenset({State.EXTERNAL})
_Q = frozenset({State.CONFIRMATION_SOUGHT})
_C = frozenset({State.CLOSED})

A, W = Action, Who
RULES: tuple[Rule, ...] = (
    Rule(A.TAKE, W.DIRECTED, _P),
    Rule(A.RELEASE, W.ASSIGNEE, _P),
    Rule(A.REMARK, W.JURISDICTION, OPEN, needs=("text",)),
    Rule(A.ATTACH, W.JURISDICTION, OPEN),
    Rule(A.CORRECT_CONTACT, W.JURISDICTION, OPEN, needs=("reason",)),
    Rule(A.INTERIM_REPLY, W.DIRECTED, _P | _E, needs=("reason", "expected_by")),
    Rule(A.TRANSFER, W.HANDLER, _P, State.PENDING, needs=("target", "reason")),
    Rule(A.REFER_EXTERNAL, W.DIRECTED, _P, State.EXTERNAL, needs=("authority", "reference")),
    Rule(A.EXTERNAL_UPDATE, W.DIRECTED, _E, needs=("text",)),
    Rule(A.EXTERNAL_RETURN, W.DIRECTED, _E, State.PENDING, needs=("text",)),
    Rule(A.SEEK_INFORMATION, W.DIRECTED, _P, State.INFO_SOUGHT, needs=("text", "on_silence")),
    Rule(A.GIVE_INFORMATION, W.COMPLAINANT, _I, State.PENDING, needs=("proof", "text")),
    Rule(A.INFORMATION_LAPSES_CLOSED, W.SWEEPER, _I, State.CLOSED),
    Rule(A.INFORMATION_LAPSES_ESCALATED, W.SWEEPER, _I, State.PENDING, rises=True),
    Rule(A.SEEK_CONFIRMATION, W.HANDLER, _P, State.CONFIRMATION_SOUGHT, needs=("text",)),
    Rule(A.NOTICE_DELIVERED, W.SWEEPER, _I | _Q),
    Rule(A.NOTICE_UNDELIVERABLE, W.SWEEPER, _I | _Q),
    Rule(A.INTERIM_DRAFTED, W.SWEEPER, _P | _E, needs=("reason", "expected_by")),
    Rule(A.EXTERNAL_REMINDER, W.SWEEPER, _E),
    Rule(A.ACCEPT, W.COMPLAINANT, _Q, State.CLOSED, needs=("proof",)),
    Rule(A.REJECT, W.COMPLAINANT, _Q, State.PENDING, needs=("proof", "reason"), rises=True),
    Rule(A.ASK_CLARIFICATION, W.COMPLAINANT, _Q, State.PENDING, needs=("proof", "reason")),
    Rule(A.CONFIRMATION_LAPSES, W.SWEEPER, _Q, State.CLOSED),
    Rule(A.RATE, W.COMPLAINANT, _C, needs=("proof", "rating")),
    Rule(A.ESCALATE, W.HANDLER_OR_SWEEPER, _P | _E, needs=("reason",), rises=True),
    Rule(A.DIRECT, W.LEVEL_SUPERVISOR, _P, needs=("text",)),
    Rule(A.CLOSE_BY_DIRECTION, W.SUPERIOR, OPEN, State.CLOSED, needs=("reference", "reason")),
    Rule(A.WITHDRAW, W.COMPLAINANT, OPEN, State.CLOSED, needs=("proof",)),
    Rule(A.REOPEN, W.REOPENER, _C, State.PENDING, needs=("reason",)),
    Rule(A.REVIEW, W.SUPERIOR, OPEN | _C, needs=("text",)),
    Rule(A.OPEN_ENQUIRY, W.JURISDICTION, OPEN | _C, needs=("route", "reason")),
    Rule(A.POST_DISPOSAL, W.JURISDICTION, OPEN | _C, needs=("posting",)),
    Rule(A.CLOSE_ENQUIRY, W.JURISDICTION, OPEN | _C, needs=("text",)),
    Rule(A.CLAIM_COMPENSATION, W.JURISDICTION, OPEN | _C, needs=("claim",)),
    Rule(A.SANCTION_COMPENSATION, W.SUPERIOR, OPEN | _C, needs=("reference",)),
    Rule(A.REFUSE_COMPENSATION, W.SUPERIOR, OPEN | _C, needs=("reason",)),
    Rule(A.PAY_COMPENSATION, W.JURISDICTION, OPEN | _C, needs=("reference",)),
    Rule(A.JOIN_INCIDENT, W.JURISDICTION, OPEN, needs=("reference",)),
    Rule(A.LEAVE_INCIDENT, W.JURISDICTION, OPEN, needs=("reason",)),
)

LIFECYCLE: dict[Action, Rule] = {rule.action: rule for rule in RULES}
"""One rule an action; `Action.REGISTER` leaves no state and stands in `registration`."""


def rule_for(state: State, action: Action) -> Rule | None:
    """Return the rule by which `action` leaves `state`, None where there is none."""
    rule = LIFECYCLE.get(action)
    return rule if rule is not None and state in rule.sources else None


def target_state(state: State, rule: Rule) -> State:
    """Return where a rule leads from `state`."""
    return rule.to or state


def moves() -> Iterable[tuple[State, Action, State]]:
    """Yield every change of state of the table, in its order."""
    for rule in RULES:
        for source in State:
            if source in rule.sources and rule.to is not None:
                yield source, rule.action, rule.to


def mermaid() -> str:
    """Return the table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.PENDING}: {Action.REGISTER}"]
    lines += [f"    {source} --> {to}: {action}" for source, action, to in moves()]
    return "\n".join(lines)
