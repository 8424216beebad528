"""The store tests begin with: the demonstration's offices, people in every post, a clock to set."""

import random as chance
import shutil
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pg_server
import psycopg
from argon2 import PasswordHasher
from sqlalchemy.engine import URL

from data.catalogues.offices import read_demo_offices
from data.database import Store
from data.setup import create_store
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.vocabulary import Role
from dopcrm_tui.services.accounts import Accounts

START = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
"""Ten in the morning in India."""

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Hashes at once: no test waits for what makes guessing slow."""

PASSWORD = "counter seven opens early"

STAFF = {
    "administrator": ("10000001", "Asha Menon", Role.ADMINISTRATOR, "IN"),
    "operator": ("10000002", "Biju Thomas", Role.OPERATOR, "682001001"),
    "colleague": ("10000003", "Celine Joseph", Role.OPERATOR, "682001001"),
    "other_operator": ("10000004", "Deepa Varma", Role.OPERATOR, "682024001"),
    "far_operator": ("10000012", "Lata Rao", Role.OPERATOR, "560005001"),
    "office_supervisor": ("10000005", "Eapen Varghese", Role.SUPERVISOR, "682001001"),
    "division_supervisor": ("10000006", "Fathima Beevi", Role.SUPERVISOR, "KL-D18"),
    "region_supervisor": ("10000007", "Gopal Nair", Role.SUPERVISOR, "KL-R2"),
    "circle_supervisor": ("10000008", "Hari Pillai", Role.SUPERVISOR, "KL"),
    "directorate_supervisor": ("10000009", "Indira Das", Role.SUPERVISOR, "IN"),
    "call_centre": ("10000010", "Jaya Kumar", Role.CALL_CENTRE, "IN"),
    "auditor": ("10000011", "Kiran Shah", Role.AUDITOR, "IN"),
}
"""Who works here: employee ID, name, role, office. Kochi H.O is of Ernakulam Division."""


class SettableClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> datetime:
        """Move on by days, hours, minutes …"""
        self.now += timedelta(**by)
        return self.now


@dataclass(frozen=True)
class Template:
    """A store made once, the people in it, and how a test gets a copy of its own."""

    staff: Mapping[str, Actor]
    copy: Callable[[Path], Store]
    new: Callable[[Path], str]
    """The address of a store that nobody has made yet."""
    drop: Callable[[Store], None] = Store.close
    """Let go of a copy, and of what it takes elsewhere than in its folder."""
    close: Callable[[], None] = lambda: None


def _sqlite_template(folder: Path) -> Template:
    file = folder / "template.db"
    staff = fill(f"sqlite:///{file}")

    def copy(into: Path) -> Store:
        shutil.copyfile(file, into / "store.db")
        return Store.open(f"sqlite:///{into / 'store.db'}")

    def new(into: Path) -> str:
        return f"sqlite:///{into / 'new.db'}"

    return Template(staff, copy, new)


def _postgresql_template(_folder: Path) -> Template:
    server = pg_server.address()
    asked = server.render_as_string(hide_password=False).replace(
        "postgresql+psycopg:", "postgresql:"
    )
    host = psycopg.connect(asked, dbname="postgres", autocommit=True)
    made: set[str] = set()

    def create(how: str = "") -> str:
        name = f"t{uuid.uuid4().hex[:20]}"
        host.execute(f"CREATE DATABASE {name} {how}")
        made.add(name)
        return name

    def remove(name: str) -> None:
        host.execute(f"DROP DATABASE {name} WITH (FORCE)")
        made.remove(name)

    source = create()
    staff = fill(_at(server, source))

    def copy(_into: Path) -> Store:
        return Store.open(_at(server, create(f"TEMPLATE {source} STRATEGY file_copy")))

    def drop(store: Store) -> None:
        store.close()
        remove(store.engine.url.database)

    def close() -> None:
        for name in list(made):
            remove(name)
        host.close()

    return Template(staff, copy, lambda _into: _at(server, create()), drop, close)


def _at(server: URL, database: str) -> str:
    return server.set(database=database).render_as_string(hide_password=False)


KINDS = {"sqlite": _sqlite_template, "postgresql": _postgresql_template}
"""The kinds of store every test runs on."""


def fill(url: str, application_role: str | None = None) -> dict[str, Actor]:
    """Make a store with offices and staff, a day before the tests begin."""
    yesterday, seeded = SettableClock(START - timedelta(days=1)), chance.Random(1)
    store = create_store(
        url,
        read_demo_offices(),
        now=yesterday(),
        random=seeded,
        demo=True,
        application_role=application_role,
    )
    accounts = Accounts(store, yesterday, seeded, QUICK)
    employee_id, name, _, _ = STAFF["administrator"]
    accounts.first_administrator(employee_id, PASSWORD, name)
    staff = {"administrator": accounts.log_in(employee_id, PASSWORD).actor}
    for post, (employee_id, name, role, office) in list(STAFF.items())[1:]:
        secret = accounts.add(
            staff["administrator"],
            employee_id=employee_id,
            name=name,
            role=role,
            office_code=office,
        )
        staff[post] = accounts.change_password(employee_id, secret, PASSWORD).actor
    store.close()
    # their sessions do not end: they work at any time of any test
    return {post: replace(actor, session="") for post, actor in staff.items()}
