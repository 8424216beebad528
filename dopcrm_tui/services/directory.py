"""The tree of offices: finding one, what is below it, and what an administrator changes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random, SystemRandom

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from data.database import Store
from data.models.office import Office
from data.queries import offices
from data.queries.offices import path_of
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.contact import parse_pin
from dopcrm_tui.rules.jurisdiction import subtree
from dopcrm_tui.rules.offices import OfficePath
from dopcrm_tui.rules.refusals import InvalidInput, NotFound
from dopcrm_tui.rules.vocabulary import OfficeKind
from dopcrm_tui.services import office_changes
from dopcrm_tui.services.clock import Clock
from dopcrm_tui.services.office_changes import NewOffice

_SUFFIXES = {
    OfficeKind.HEAD_OFFICE: " H.O",
    OfficeKind.SUB_OFFICE: " S.O",
    OfficeKind.BRANCH_OFFICE: " B.O",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeView:
    """An office as a line of a list; `division`, `region` and `circle` are names."""

    id: int
    code: str
    name: str
    kind: OfficeKind
    pin: str | None
    delivery: bool
    district: str
    state: str
    active: bool
    parent_code: str | None
    division: str | None
    region: str | None
    circle: str | None
    path: OfficePath

    @property
    def label(self) -> str:
        """The office in one line: Kochi H.O · 682001 · Ernakulam Division."""
        over = (self.division, self.region, self.circle)
        above = next((name for name in over if name not in {None, self.name}), None)
        parts = (f"{self.name}{_SUFFIXES.get(self.kind, '')}", self.pin, above)
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Directory:
    """The offices of a store."""

    store: Store
    clock: Clock
    random: Random = field(default_factory=SystemRandom)

    def by_code(self, code: str) -> OfficeView:
        """Return the office of a code, in whatever case it is typed. Raises NotFound."""
        found = self._views(offices.OFFICE.c.code == code.strip().upper())
        if not found:
            raise NotFound(f"There is no office with the code {code.strip()}.")
        return found[0]

    def by_id(self, office_id: int) -> OfficeView:
        """Return the office of an id, as an actor's path holds it. Raises NotFound."""
        found = self._views(offices.OFFICE.c.id == office_id)
        if not found:
            raise NotFound("There is no such office.")
        return found[0]

    def at_pin(self, pin: str) -> tuple[OfficeView, ...]:
        """Return the active delivery offices of a PIN, head and sub offices first.

        Where none delivers, all active ones. Raises InvalidInput for `pin`.
        """
        try:
            wanted = parse_pin(pin)
        except ValueError as problem:
            raise InvalidInput({"pin": str(problem)}) from None
        found = self._views(offices.OFFICE.c.pin == wanted, offices.OFFICE.c.active)
        return tuple(office for office in found if office.delivery) or found

    @unit_of_work
    def find(self, text: str, limit: int = 8) -> tuple[OfficeView, ...]:
        """Return active offices by the beginnings of words, PIN or code, best first."""
        with self.store.reading() as session:
            return tuple(_view(line) for line in offices.find(session, text, limit))

    def under(self, code: str) -> tuple[OfficeView, ...]:
        """Return the active offices below an office, itself included. Raises NotFound."""
        scope = subtree(self.by_code(code).path)
        return self._views(offices.inside(scope), offices.OFFICE.c.active)

    def children(self, code: str) -> tuple[OfficeView, ...]:
        """Return the active offices that report to an office directly. Raises NotFound."""
        parent = self.by_code(code)
        return self._views(offices.OFFICE.c.parent_id == parent.id, offices.OFFICE.c.active)

    def path(self, session: Session, office_id: int) -> OfficePath:
        """Return where an office stands in the tree. Raises NotFound."""
        office = session.get(Office, office_id)
        if office is None:
            raise NotFound("There is no such office.")
        return path_of(office)

    @unit_of_work
    def path_of(self, office_id: int) -> OfficePath:
        """Return where an office stands in the tree, in a look of its own. Raises NotFound."""
        with self.store.reading() as session:
            return self.path(session, office_id)

    def account_office(self, session: Session, office_id: int) -> OfficePath:
        """Return the office that keeps a branch office's accounts; any other keeps its own.

        Raises NotFound.
        """
        parent = select(Office.parent_id).where(
            col(Office.id) == office_id, col(Office.kind) == OfficeKind.BRANCH_OFFICE
        )
        return self.path(session, session.exec(parent).first() or office_id)

    def add(self, by: Actor, office: NewOffice) -> OfficeView:
        """Add an office below an existing one; administrators only.

        Raises NotPermitted, InvalidInput with a sentence for every wrong field.
        """
        self.add_all(by, [office])
        return self.by_code(office.code)

    def add_all(self, by: Actor, new: Iterable[NewOffice]) -> int:
        """Add offices, parents before children, all or none, and return how many.

        Raises NotPermitted, and InvalidInput with fields such as `row 2 pin`.
        """
        return office_changes.add_all(self.store, self.clock(), self.random, by, tuple(new))

    def import_csv(self, by: Actor, lines: Iterable[str]) -> int:
        """Add the offices of a CSV file: code, name, kind, parent, pin, delivery, district, state.

        Raises NotPermitted, InvalidInput as `add_all` does.
        """
        return self.add_all(by, office_changes.read_csv(lines))

    def retire(self, by: Actor, code: str) -> None:
        """Take an office out of use; administrators only.

        Raises NotPermitted, NotFound, Conflict while offices, people or complaints depend on it.
        """
        office_changes.retire(self.store, self.clock(), self.random, by, self.by_code(code).id)

    @unit_of_work
    def _views(self, *conditions: ColumnElement[bool]) -> tuple[OfficeView, ...]:
        with self.store.reading() as session:
            return tuple(_view(line) for line in offices.lines(session, *conditions))


def _view(line: offices.OfficeLine) -> OfficeView:
    return OfficeView(
        id=line.id,
        code=line.code,
        name=line.name,
        kind=line.kind,
        pin=line.pin,
        delivery=line.delivery,
        district=line.district,
        state=line.state,
        active=line.active,
        parent_code=line.parent_code,
        division=line.division,
        region=line.region,
        circle=line.circle,
        path=OfficePath(
            line.id,
            line.kind,
            line.head_office_id,
            line.division_id,
            line.region_id,
            line.circle_id,
        ),
    )
