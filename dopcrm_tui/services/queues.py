"""The queues an operator works from: pages, badges, and finding a complaint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from data.catalogues.taxonomy import grievance
from data.queries import counts, finding, lines, viewings
from data.queries.lines import Line, Place, Wanted
from data.queries.viewings import Opened
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.jurisdiction import Reach, Scope, reach_of, subtree, work_scope
from dopcrm_tui.rules.masking import mask_mobile
from dopcrm_tui.rules.refusals import NotPermitted
from dopcrm_tui.rules.vocabulary import Queue, Role, State, Task
from dopcrm_tui.services.directory import Directory
from dopcrm_tui.services.ground import Ground


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A complaint as a list shows it: the mobile masked, the office by code and name."""

    number: str
    state: State
    escalation_level: int
    due_at: datetime
    closed_at: datetime | None
    registered_at: datetime
    category: str
    service: str
    grievance_type: str
    complainant_name: str
    mobile: str
    article_number: str | None
    office_code: str
    office_name: str
    assignee_id: int | None
    clarify: bool
    task: Task | None
    version: int
    open_by: str | None = None
    open_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Lines in the queue's order, the place of each, and whether more follow.

    `more` speaks of the direction the page was read in.
    """

    lines: tuple[QueueLine, ...]
    places: tuple[Place, ...]
    more: bool

    @property
    def first(self) -> Place | None:
        """The place of the first line."""
        return self.places[0] if self.places else None

    @property
    def last(self) -> Place | None:
        """The place of the last line."""
        return self.places[-1] if self.places else None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a clerk narrows a queue by; `office_code` must lie inside the clerk's own scope."""

    office_code: str | None = None
    state: State | None = None
    category: str | None = None
    overdue: bool = False
    incident: str | None = None

    def wanted(self, queue: Queue, scope: Scope) -> Wanted:
        """Return the lines it leaves of a queue of a scope."""
        return Wanted(queue, scope, self.state, self.category, self.overdue, self.incident)


@dataclass(frozen=True, slots=True)
class Queues:
    """Reading queues; every list and count goes through one visibility predicate."""

    ground: Ground
    directory: Directory

    @unit_of_work
    def page(
        self,
        actor: Actor,
        queue: Queue,
        *,
        narrowed: Narrowed | None = None,
        after: Place | None = None,
        limit: int = 50,
        backwards: bool = False,
    ) -> QueuePage:
        """Return up to `limit` lines beyond `after`, or before it, `backwards`.

        Raises `NotPermitted`.
        """
        narrowed = narrowed or Narrowed()
        reach = _reach(actor)
        now = self.ground.clock()
        with self.ground.store.reading() as session:
            scope = self._scope(actor, narrowed.office_code)
            wanted = narrowed.wanted(queue, scope)
            found = lines.page(
                session,
                wanted,
                reach,
                limit=limit + 1,
                after=after,
                backwards=backwards,
                now=now,
            )
            opened = _opened(session, found, actor, now)
        return _page(found, opened, limit, backwards, closed=queue is Queue.CLOSED)

    @unit_of_work
    def badges(self, actor: Actor) -> dict[Queue, int]:
        """Return how many complaints each of the actor's queues holds. Raises `NotPermitted`."""
        reach = _reach(actor)
        with self.ground.store.reading() as session:
            return counts.badges(session, _own_scope(actor), reach)

    @unit_of_work
    def count(self, actor: Actor, queue: Queue, narrowed: Narrowed | None = None) -> int:
        """Return how many lines the queue would show in all, narrowed the same way."""
        narrowed = narrowed or Narrowed()
        reach = _reach(actor)
        with self.ground.store.reading() as session:
            scope = self._scope(actor, narrowed.office_code)
            wanted = narrowed.wanted(queue, scope)
            return lines.count(session, wanted, reach, self.ground.clock())

    @unit_of_work
    def search(
        self, actor: Actor, text: str, *, after: int | None = None, limit: int = 50
    ) -> QueuePage:
        """Find complaints by numbers, name or description, or a part of article, mobile or name.

        Newest first; `after` is the id of the last one shown. Raises `InvalidInput` for a complaint
        number whose check digit is wrong.
        """
        reach = _reach(actor)
        with self.ground.store.reading() as session:
            found = finding.find(session, text, reach, after=after, limit=limit + 1)
            opened = _opened(session, found, actor, self.ground.clock())
        return _page(found, opened, limit, backwards=False, closed=False)

    def _scope(self, actor: Actor, office_code: str | None) -> Scope:
        own = _own_scope(actor)
        if office_code is None:
            return own
        office = self.directory.by_code(office_code)
        path = self.directory.path_of(office.id)
        if not own.covers(path):
            raise NotPermitted(f"{office.name} is outside your jurisdiction.", rule="scope")
        return subtree(path)


def _reach(actor: Actor) -> Reach:
    reach = reach_of(actor)
    if reach is None:
        raise NotPermitted("Administrators see no complaints.", rule="sees")
    return reach


def _own_scope(actor: Actor) -> Scope:
    scope = work_scope(actor)
    if scope is not None:
        return scope
    if actor.role is Role.AUDITOR and actor.office is not None:
        return Scope(None, actor.office.id)
    raise NotPermitted("You have no queues: find a complaint by its number.", rule="scope")


def _opened(
    session: Session, found: Sequence[Line], actor: Actor, now: datetime
) -> Mapping[int, Opened]:
    return viewings.others(session, [line.id for line in found], actor.id, now)


def _page(
    found: Sequence[Line],
    opened: Mapping[int, Opened],
    limit: int,
    backwards: bool,
    closed: bool,
) -> QueuePage:
    more = len(found) > limit
    kept = (found[1:] if backwards else found[:-1]) if more else found
    return QueuePage(
        tuple(line_of(line, opened.get(line.id)) for line in kept),
        tuple(_place(line, closed) for line in kept),
        more,
    )


def _place(line: Line, closed: bool) -> Place:
    return Place((line.closed_at if closed else None) or line.due_at, line.id)


def line_of(line: Line, opened: Opened | None = None) -> QueueLine:
    """Return a complaint as a list shows it."""
    kind = grievance(line.grievance)
    return QueueLine(
        number=line.number,
        state=line.state,
        escalation_level=line.escalation_level,
        due_at=line.due_at,
        closed_at=line.closed_at,
        registered_at=line.registered_at,
        category=kind.category,
        service=kind.service,
        grievance_type=kind.grievance_type,
        complainant_name=line.complainant_name,
        mobile=mask_mobile(line.complainant_mobile),
        article_number=line.article_number,
        office_code=line.office_code,
        office_name=line.office_name,
        assignee_id=line.assignee_id,
        clarify=line.clarify,
        task=line.task,
        version=line.version,
        open_by=opened.by if opened else None,
        open_since=opened.since if opened else None,
    )
