"""What others did to a complaint since a version of it: field by field, and in their words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from data.models.history import Event
from data.models.office import Office
from data.models.operator import Operator
from data.queries import histories
from data.queries.cases import Case
from dopcrm_tui.rules import clocks
from dopcrm_tui.rules.complaint import Complaint
from dopcrm_tui.rules.dates import show_hour, show_time
from dopcrm_tui.rules.jurisdiction import sees
from dopcrm_tui.rules.replay import OutOfRule, Step
from dopcrm_tui.rules.vocabulary import STATE_LABELS, TASK_LABELS
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.retelling import Retelling

_LONGEST = 120
"""Characters told of what somebody said; the history has the rest."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A field before the first and after the last of its changes, and whose the last was."""

    before: str
    after: str
    by: str

    def __str__(self) -> str:
        return f"{self.before} → {self.after}, {self.by}"


def changes(moment: Moment, case: Case, version: int) -> dict[str, str]:
    """Return each field that others changed after `version`: before, after, by whom and when.

    Their words are told to who may see the complaint now.
    """
    session = moment.session
    events = histories.entries(session, case.facts.id)
    try:
        steps = list(Retelling(session, moment.ground.policy).steps(case.facts, events))
    except OutOfRule:  # an auditor is told of it, not who only wants to save
        return {}
    news = list(zip(steps, events, strict=True))[version:]
    told = {name: str(change) for name, change in _fields(moment, news)}
    if news and sees(moment.actor, news[-1][0].after) and (said := _words(moment, news)):
        told["words"] = said
    return told


def who_and_when(moment: Moment, event: Event) -> str:
    """Return by whom something was done, and when."""
    return f"by {who(moment.session, event)} at {show_hour(event.at, moment.now)}"


def who(session: Session, event: Event) -> str:
    """Return who did something; what no person did the desk did."""
    actor = session.get(Operator, event.actor_id) if event.actor_id else None
    return actor.employee_id if actor else "the desk"


def _fields(moment: Moment, news: Sequence[tuple[Step, Event]]) -> Iterator[tuple[str, _Change]]:
    found: dict[str, _Change] = {}
    for step, event in news:
        for name, before, after in _differences(moment.session, step, event):
            first = found[name].before if name in found else before
            found[name] = _Change(first, after, who_and_when(moment, event))
    return ((name, change) for name, change in found.items() if change.before != change.after)


def _differences(session: Session, step: Step, event: Event) -> Iterator[tuple[str, str, str]]:
    if step.before is None:
        return
    before, after = _standing(session, step.before), _standing(session, step.after)
    for name, value in before.items():
        if value != after[name]:
            yield name, value, after[name]
    for name in ("mobile", "email"):
        if new := event.data.get(f"to_{name}"):
            yield name, event.data.get(f"from_{name}") or "none", new


def _standing(session: Session, of: Complaint) -> dict[str, str]:
    """Return what an act can change of a complaint, as people read it."""
    taken = session.get(Operator, of.assignee_id) if of.assignee_id else None
    holder = session.get_one(Office, of.holder.id)
    due_at = clocks.due_at(of.state, of.deadlines)
    return {
        "state": STATE_LABELS[of.state],
        "office": f"{holder.name} ({holder.code})",
        "assignee": taken.employee_id if taken else "nobody",
        "escalation_level": of.escalation_level.name.lower(),
        "due_at": show_time(due_at) if due_at else "not running",
        "task": TASK_LABELS[of.task] if of.task else "nothing",
        "closure": of.closure.reason.replace("_", " ") if of.closure else "open",
        "rating": str(of.rating or "none"),
    }


def _words(moment: Moment, news: Sequence[tuple[Step, Event]]) -> str:
    said = [
        (str(event.data.get("text") or event.data.get("reason") or ""), event) for _, event in news
    ]
    return "; ".join(
        f"“{_cut(words)}”, {who_and_when(moment, event)}" for words, event in said if words
    )


def _cut(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
