"""Checking the whole store: every history hashed and told again, and held against what is kept."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sqlmodel import Session

from data.queries import checking, marks
from data.queries.checking import Kept
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.refusals import NotPermitted
from dopcrm_tui.rules.replay import Step
from dopcrm_tui.rules.sealing import Head
from dopcrm_tui.rules.vocabulary import Role
from dopcrm_tui.services import measuring
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.history_check import Finding, Retell, first_fault
from dopcrm_tui.services.retelling import Retelling
from dopcrm_tui.services.seal_check import broken_seals, contradicted
from dopcrm_tui.services.sealing import Sealing
from dopcrm_tui.services.sum_check import missummed

__all__ = ["Audit", "Finding", "Verified"]

AUDITORS = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
LISTED = 100
"""Findings that are listed; more are counted."""

MarkRows = list[dict[str, Any]]

Progress = Callable[[int, int], None]
"""Is told how many complaints are done, and of how many."""


@dataclass(slots=True)
class Verified:
    """What was checked, and what is not as written: `findings` of them, the first ones listed."""

    complaints: int = 0
    entries: int = 0
    findings: int = 0
    listed: list[Finding] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether all is as written."""
        return not self.findings

    def add(self, finding: Finding) -> None:
        """Count a finding, and list it if it is one of the first."""
        self.findings += 1
        if len(self.listed) < LISTED:
            self.listed.append(finding)


@dataclass(frozen=True, slots=True)
class Audit:
    """Checks for auditors and administrators; no customer's word is in what they find."""

    ground: Ground
    page_size: int = checking.PAGE

    @unit_of_work
    def verify(
        self, actor: Actor, on_progress: Progress | None = None, heads: Sequence[Head] = ()
    ) -> Verified:
        """Check every complaint against its history, as of one moment, and all against the seals.

        `heads` were kept elsewhere: the record has to go on from each. Raises `NotPermitted`.
        """
        _check_auditor(actor)
        found = Verified()
        with self.ground.store.reading(unhurried=True) as session:
            retell = Retelling(session, self.ground.policy).steps
            total = checking.how_many(session)
            for after, until, ids in checking.spans(session, self.page_size):
                _check(session, after, until, ids, retell, found)
                if on_progress:
                    on_progress(found.complaints, total)
            for finding in chain(
                _miscounted(session),
                missummed(session),
                broken_seals(session),
                contradicted(session, heads),
            ):
                found.add(finding)
        return found

    def head(self, actor: Actor) -> Head:
        """Seal all that has happened and return the head of the record. Raises `NotPermitted`."""
        _check_auditor(actor)
        return Sealing(self.ground).seal()


def _check_auditor(actor: Actor) -> None:
    if actor.role not in AUDITORS:
        raise NotPermitted("Only an auditor or an administrator may do this.")


def _check(
    session: Session, after: int, until: int, ids: list[int], retell: Retell, found: Verified
) -> None:
    found.complaints += len(ids)
    try:
        page = checking.page(session, after, until)
    except checking.UNREADABLE:
        for finding in _one_by_one(session, ids, retell, found):
            found.add(finding)
        return
    left = _marks(session, after, until)
    for complaint_id, kept in page.items():
        found.entries += len(kept.events)
        if fault := _fault(kept, retell, left(complaint_id)):
            found.add(fault)


def _marks(session: Session, after: int, until: int) -> Callable[[int], MarkRows | None]:
    """Return what gives the marks of a complaint; None while not every history has its own."""
    if not marks.are_filled(session):
        return lambda _: None
    found = marks.of_span(session, after, until)
    return lambda complaint_id: found.get(complaint_id, [])


def _fault(kept: Kept, retell: Retell, left: MarkRows | None) -> Finding | None:
    """Return what is wrong with a complaint first: its history, how it stands, or its marks."""
    told: list[Step] = []
    if (fault := first_fault(kept, retell, told)) or left is None:
        return fault
    wanted = measuring.rows_of(kept.row, told)
    difference = measuring.contrast(wanted, left)
    number = kept.row.number if kept.row else None
    return Finding(number, None, difference) if difference else None


def _one_by_one(
    session: Session, ids: list[int], retell: Retell, found: Verified
) -> Iterator[Finding]:
    """Check a page of which something cannot be read: yield what is wrong with each complaint."""
    for complaint_id in ids:
        try:
            page = checking.page(session, complaint_id - 1, complaint_id)
        except checking.UNREADABLE:
            number = checking.number_of(session, complaint_id)
            sequence = checking.unreadable_entry(session, complaint_id)
            what = "entry" if sequence else "complaint or one of its alarms"
            yield Finding(number, sequence, f"The {what} holds what nobody can have written.")
            continue
        left = _marks(session, complaint_id - 1, complaint_id)
        for kept in page.values():
            found.entries += len(kept.events)
            if fault := _fault(kept, retell, left(complaint_id)):
                yield fault


def _miscounted(session: Session) -> Iterator[Finding]:
    """Yield every counter that does not stand where counting complaints one by one leads."""
    counted, kept = checking.counted(session), checking.counters(session)
    for key in sorted(counted.keys() | kept.keys()):
        if counted[key] != kept[key]:
            unit, grain, queue, confined = key
            hidden = ", confined" if confined else ""
            yield Finding(
                None,
                None,
                f"The counter of {grain} {unit}, queue {queue}{hidden}, stands at {kept[key]};"
                f" there are {counted[key]} complaints.",
            )
