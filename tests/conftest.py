"""What every test may ask for: a store, a clock, chance, and the people of the store."""

import logging
import random as chance
from collections.abc import Iterator, Mapping
from pathlib import Path

import canaries
import pg_server
import pytest
from post_office import KINDS, QUICK, SettableClock, Template

from data.database import Store
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.services.accounts import Accounts

BOTH = ("data", "services", "races")
"""The folders whose tests run on every kind of store; the others' run on SQLite."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--stores",
        default="",
        help="run only the tests with a store, on these kinds (commas between them)",
    )


def pytest_configure(config: pytest.Config) -> None:
    if (folder := pg_server.begin()) is not None:
        config.add_cleanup(lambda: pg_server.end(folder))


@pytest.fixture(autouse=True, scope="session")
def _nothing_left_behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Look through what all tests have left for names that were planted."""
    yield
    assert list(canaries.left_behind(tmp_path_factory.getbasetemp())) == []


@pytest.fixture(autouse=True)
def _nothing_told_to_logs() -> Iterator[None]:
    """Fail a test that has had a customer's name or number written to a log."""
    listener = canaries.Listener()
    root = logging.getLogger()
    root.addHandler(listener)
    yield
    root.removeHandler(listener)
    assert listener.heard == []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "template" not in metafunc.fixturenames:
        return
    only = metafunc.definition.get_closest_marker("only_on")
    folder = metafunc.definition.path.relative_to(Path(__file__).parent).parts[0]
    everywhere = folder in BOTH or metafunc.config.getoption("--stores")
    kinds = only.args if only else KINDS if everywhere else ("sqlite",)
    metafunc.parametrize("template", kinds, indirect=True, scope="session")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Function]) -> None:
    """Leave out the tests on stores that were not asked for, and every test without a store."""
    if asked := config.getoption("--stores"):
        kept = [item for item in items if _kind(item) in asked.split(",")]
        config.hook.pytest_deselected(items=list(set(items) - set(kept)))
        items[:] = kept


def _kind(item: pytest.Function) -> str | None:
    return item.callspec.params.get("template") if hasattr(item, "callspec") else None


@pytest.fixture(scope="session")
def template(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Template]:
    """The store all others are copied from."""
    made = KINDS[request.param](tmp_path_factory.mktemp(request.param))
    yield made
    made.close()


@pytest.fixture
def store(template: Template, tmp_path: Path) -> Iterator[Store]:
    """A store of the test's own: demonstration offices, the staff, no complaints."""
    copied = template.copy(tmp_path)
    yield copied
    template.drop(copied)


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
