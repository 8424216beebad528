"""What every test may ask for: a store, a clock, chance, and the people of the store."""

import random as chance
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from post_office import KINDS, QUICK, SettableClock, Template

from data.database import Store
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.services.accounts import Accounts


@pytest.fixture(scope="session", params=KINDS)
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The store all others are copied from."""
    return KINDS[request.param](tmp_path_factory.mktemp(request.param))


@pytest.fixture
def store(template: Template, tmp_path: Path) -> Iterator[Store]:
    """A store of the test's own: demonstration offices, the staff, no complaints."""
    copied = template.copy(tmp_path)
    yield copied
    copied.close()


@pytest.fixture
def clock() -> SettableClock:
    """A clock at ten in the morning in India on 23 November 2026."""
    return SettableClock()


@pytest.fixture
def random() -> chance.Random:
    """Chance that is the same in every run."""
    return chance.Random(20261123)


@pytest.fixture
def accounts(store: Store, clock: SettableClock, random: chance.Random) -> Accounts:
    """The accounts, with hashes that cost nothing."""
    return Accounts(store, clock, random, QUICK)


@pytest.fixture
def staff(template: Template) -> Mapping[str, Actor]:
    """The people of the store by their post; every password is PASSWORD."""
    return template.staff


@pytest.fixture
def administrator(staff: Mapping[str, Actor]) -> Actor:
    return staff["administrator"]


@pytest.fixture
def operator(staff: Mapping[str, Actor]) -> Actor:
    """An operator of Kochi H.O."""
    return staff["operator"]
