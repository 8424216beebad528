"""A due date as an account: what started, stopped and reset each clock, and where it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from dopcrm_tui.rules import clocks
from dopcrm_tui.rules.complaint import Complaint, Deadline
from dopcrm_tui.rules.dates import show_spell, show_time
from dopcrm_tui.rules.due_lines import Line, LineWriter, NameOf, SourceOf, left
from dopcrm_tui.rules.due_words import WHOSE
from dopcrm_tui.rules.replay import Step
from dopcrm_tui.rules.vocabulary import TASK_LABELS, DeadlineKind, State


@dataclass(frozen=True, slots=True)
class DueAccount:
    """Why a complaint is due when it is.

    `due_at` is the result, None where no time runs that counts. `stands` says what is running now,
    one sentence for each alarm; `agrees` is false where the store has kept another result.
    """

    number: str
    state: State
    lines: tuple[Line, ...]
    alarms: Mapping[DeadlineKind, Deadline]
    due_at: datetime | None
    stands: tuple[str, ...]
    agrees: bool = True

    def table(self) -> tuple[tuple[str, str, str, str], ...]:
        """The lines as people read them, a cell for each of `HEADINGS`."""
        return tuple(
            (
                show_time(line.at),
                line.words,
                _counted(line),
                show_time(line.due_at) if line.due_at else NO_TIME,
            )
            for line in self.lines
        )

    def remarks(self) -> tuple[str, ...]:
        """What is to be read below the lines."""
        return self.stands if self.agrees else (*self.stands, DISAGREES)


HEADINGS = ("At", "What", "Counts", "Due")
NO_TIME = "-"
"""What stands under `Due` where the alarm rings at no time."""

DISAGREES = (
    "The store has kept something else than this history gives. Please tell an auditor; "
    "this command shows where: dopcrm audit verify"
)


def account_of(steps: Iterable[Step], name_of: NameOf, source_of: SourceOf) -> DueAccount:
    """Return the account of a history. Raises ValueError where there is no entry."""
    writer = LineWriter(name_of, source_of)
    lines: list[Line] = []
    end: Complaint | None = None
    for step in steps:
        lines += writer.lines(step)
        end = step.after
    if end is None:
        raise ValueError("a complaint has a history")
    due_at = clocks.due_at(end.state, end.deadlines)
    return DueAccount(end.number, end.state, tuple(lines), end.deadlines, due_at, _stands(end))


def _counted(line: Line) -> str:
    """Write what a line adds so that the column adds up in the minutes that are shown."""
    if line.change is None or line.due_at is None:
        return ""
    base = line.due_at - line.change
    return f"+{show_spell(_minute(line.due_at) - _minute(base))}"


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _stands(complaint: Complaint) -> tuple[str, ...]:
    if complaint.state is State.CLOSED:
        return ("Closed: nothing is due any more.",)
    alarms = [(kind, complaint.deadlines.get(kind)) for kind in DeadlineKind]
    sentences = [_sentence(kind, alarm) for kind, alarm in alarms if alarm]
    if complaint.task is not None:
        sentences.append(f"{TASK_LABELS[complaint.task]}.")
    elif clocks.due_at(complaint.state, complaint.deadlines) is None:
        sentences.append("The customer's time has not begun: no notice is known to have arrived.")
    return tuple(sentences)


def _sentence(kind: DeadlineKind, alarm: Deadline) -> str:
    whose = WHOSE[kind][0].upper() + WHOSE[kind][1:]
    if alarm.due_at is None:
        return f"{whose} stands still, {left(alarm)}."
    return f"{whose} runs until {show_time(alarm.due_at)}."
