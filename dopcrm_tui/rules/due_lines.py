"""The lines of a due date's account: what each entry of a history did to each alarm."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dopcrm_tui.rules.complaint import Deadline
from dopcrm_tui.rules.dates import show_spell
from dopcrm_tui.rules.due_words import ARMED, ENDED, NEW_LIMIT, PAUSED, RESUMED, what_happened
from dopcrm_tui.rules.lifecycle import LIFECYCLE
from dopcrm_tui.rules.policy_used import LIMIT_KEYS
from dopcrm_tui.rules.replay import Entry, Step
from dopcrm_tui.rules.vocabulary import Action, DeadlineKind, State

RESOLVE = DeadlineKind.RESOLVE

NameOf = Callable[[int], str]
"""Names an office by its id."""
SourceOf = Callable[[str, timedelta, datetime], str]
"""Tells where a number comes from: its key, its value, and when it was used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What an entry did to an alarm.

    `change` is what is counted: a limit from `at` on, or a pause that is added to what was due.
    `due_at` is when the alarm rings after it, None while it stands still or is gone. `rule` is the
    limit rule of the taxonomy, `key` the policy's name of the limit, `source` where that has it
    from.
    """

    at: datetime
    alarm: DeadlineKind
    what: str
    change: timedelta | None = None
    due_at: datetime | None = None
    rule: str = ""
    key: str = ""
    source: str = ""

    @property
    def words(self) -> str:
        """What happened, and for a limit by which rule and from which source."""
        named = ", ".join(part for part in (self.rule and f"rule {self.rule}", self.source) if part)
        return f"{self.what} ({named})" if named else self.what


class LineWriter:
    """Writes the lines of one history; remembers since when each clock stands still."""

    def __init__(self, name_of: NameOf, source_of: SourceOf) -> None:
        self._name_of, self._source_of = name_of, source_of
        self._stopped: dict[DeadlineKind, datetime] = {}

    def lines(self, step: Step) -> Iterator[Line]:
        """Yield what a step did to each alarm."""
        if step.after.state is State.CLOSED:
            if step.before and step.before.state is not State.CLOSED:
                yield self._line(step, RESOLVE, ENDED[RESOLVE])
            return
        for kind in DeadlineKind:
            if line := self._of_alarm(step, kind):
                yield line

    def _of_alarm(self, step: Step, kind: DeadlineKind) -> Line | None:
        was = step.before.deadlines.get(kind) if step.before else None
        now = step.after.deadlines.get(kind)
        if now and now.due_at and _sets_anew(step.entry.action, kind):
            return self._armed(step, kind, now.due_at)
        if now == was:
            goes_on = kind is RESOLVE and step.entry.action is Action.TRANSFER
            return self._line(step, kind, "the clock goes on") if goes_on else None
        if now is None:
            return self._line(step, kind, ENDED[kind])
        if now.due_at is None:
            return self._paused(step, kind, now)
        if was and was.paused:
            return self._resumed(step, kind)
        return self._armed(step, kind, now.due_at)

    def _paused(self, step: Step, kind: DeadlineKind, now: Deadline) -> Line:
        self._stopped[kind] = step.entry.at
        return self._line(step, kind, f"{PAUSED[kind]}, {left(now)}")

    def _resumed(self, step: Step, kind: DeadlineKind) -> Line:
        stood = step.entry.at - self._stopped.pop(kind)
        return self._line(step, kind, RESUMED[kind], stood)

    def _armed(self, step: Step, kind: DeadlineKind, due_at: datetime) -> Line:
        limit = due_at - step.entry.at
        rule, key = _rule_and_key(step.entry, kind)
        source = self._source_of(key, limit, step.entry.at) if key else ""
        words = NEW_LIMIT if kind is RESOLVE and step.before else ARMED[kind]
        line = self._line(step, kind, words.format(spell=show_spell(limit)), limit)
        return replace(line, rule=rule, key=key, source=source)

    def _line(
        self, step: Step, kind: DeadlineKind, effect: str, change: timedelta | None = None
    ) -> Line:
        alarm = step.after.deadlines.get(kind)
        return Line(
            at=step.entry.at,
            alarm=kind,
            what=f"{what_happened(step, self._name_of)}: {effect}",
            change=change,
            due_at=alarm.due_at if alarm else None,
        )


def left(alarm: Deadline) -> str:
    """Say how much time a standing alarm has left, or how late it stopped."""
    spell = alarm.remaining or timedelta(0)
    return f"late by {show_spell(spell)}" if spell < timedelta(0) else f"{show_spell(spell)} left"


def _sets_anew(action: Action, kind: DeadlineKind) -> bool:
    """Whether an action gives the department a new limit, whatever the old one was."""
    rule = LIFECYCLE.get(action)
    return kind is RESOLVE and (rule is None or rule.rises or action is Action.REOPEN)


def _rule_and_key(entry: Entry, kind: DeadlineKind) -> tuple[str, str]:
    """Return the name of the rule that set a limit, and the key of its number; empty: unknown."""
    if entry.action is Action.REGISTER and kind is RESOLVE:
        rule = str(entry.data.get("limit_rule", ""))
        return rule, LIMIT_KEYS.get(rule, "")
    if entry.action is Action.EXTERNAL_REMINDER:
        return "", "external_reminder_step"
    if kind is DeadlineKind.EXTERNAL and entry.data.get("postal_inquiry"):
        return "", "external_window_postal_inquiry"
    return "", _KEYS.get(kind, "")


_KEYS = {
    RESOLVE: "escalation_step",
    DeadlineKind.INFORMATION: "information_window",
    DeadlineKind.CONFIRMATION: "confirmation_window",
    DeadlineKind.EXTERNAL: "external_window",
}
"""The number behind each limit that is not a complaint's first."""
