"""A store in which every text is an attack, and the shells of those who work on it."""

from collections.abc import Callable, Iterator
from random import Random

import pytest
from command_line import Shell
from hostile import Besieged, besiege
from post_office import PASSWORD, SettableClock, Template

from dopcrm_tui.desk import Desk

At = Callable[[str], Shell]


@pytest.fixture(scope="module")
def besieged(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Besieged]:
    """One store for a module; its tests only add to it."""
    store = template.copy(tmp_path_factory.mktemp("besieged"))
    desk = Desk.over(store, clock=SettableClock(), chance=Random(7))
    yield besiege(desk, template.staff["administrator"])
    store.close()


@pytest.fixture(scope="module")
def at(besieged: Besieged, tmp_path_factory: pytest.TempPathFactory) -> At:
    """The shell at which somebody is logged in."""
    shells: dict[str, Shell] = {}

    def at(employee_id: str) -> Shell:
        if employee_id not in shells:
            shells[employee_id] = Shell(besieged.url, tmp_path_factory.mktemp(employee_id))
            shells[employee_id].log_in(employee_id, PASSWORD)
        return shells[employee_id]

    return at
