"""The small tree of offices in a store, with people of every role in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from post_office import START
from small_tree import KIND, PARENT, PATHS
from sqlmodel import Session

from data.database import Store
from data.models.office import Office
from data.models.operator import Operator
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.vocabulary import Role

PEOPLE = {
    "operator home": (Role.OPERATOR, "home"),
    "operator sibling": (Role.OPERATOR, "sibling"),
    "operator far_sub": (Role.OPERATOR, "far_sub"),
    "supervisor home": (Role.SUPERVISOR, "home"),
    "supervisor head": (Role.SUPERVISOR, "head"),
    "supervisor division": (Role.SUPERVISOR, "division"),
    "supervisor region": (Role.SUPERVISOR, "region"),
    "supervisor circle": (Role.SUPERVISOR, "circle"),
    "supervisor directorate": (Role.SUPERVISOR, "directorate"),
    "supervisor next_division": (Role.SUPERVISOR, "next_division"),
    "call_centre far_circle": (Role.CALL_CENTRE, "far_circle"),
    "auditor circle": (Role.AUDITOR, "circle"),
    "administrator directorate": (Role.ADMINISTRATOR, "directorate"),
}
"""Who tries everything: clerks of the holder, of its neighbour, of the registering office …"""

MOVERS = {
    "registrar": (Role.OPERATOR, "far_sub"),
    "colleague": (Role.OPERATOR, "home"),
    "chief": (Role.SUPERVISOR, "directorate"),
    "division chief": (Role.SUPERVISOR, "division"),
}
"""Who brings complaints into the state that is tried."""


def code_of(office: str) -> str:
    return f"S-{office.upper()}"


def settle(store: Store) -> dict[str, Actor]:
    """Put offices and people into a store; return the people by what they are called here."""
    with store.writing() as session:
        for name, path in PATHS.items():
            if name != "directorate":
                session.add(_office(name, path))
        session.flush()
        everybody = PEOPLE | MOVERS
        return {
            name: _hire(session, place, name, *everybody[name])
            for place, name in enumerate(everybody, start=1)
        }


def _office(name, path) -> Office:
    return Office(
        id=path.id,
        code=code_of(name),
        name=name,
        kind=KIND[name],
        parent_id=PATHS[PARENT[name]].id,
        head_office_id=path.head_office_id,
        division_id=path.division_id,
        region_id=path.region_id,
        circle_id=path.circle_id,
    )


def _hire(session: Session, place: int, name: str, role: Role, office: str) -> Actor:
    employee_id = f"{20_000_000 + place}"
    session.add(
        Operator(
            id=place,
            employee_id=employee_id,
            name=name,
            role=role,
            office_id=PATHS[office].id,
            password_hash="",
            password_set_at=START,
            created_at=START,
        )
    )
    return Actor(place, role, PATHS[office], employee_id, name)


class Rehearsal(Store):
    """A store in which everything is done and nothing is kept."""

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with super().writing() as session:
            yield session
            session.flush()
            session.rollback()
