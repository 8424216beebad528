"""What the tests of the command line may ask for: shells, people logged in at them, a form."""

from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Shell
from post_office import PASSWORD, STAFF, Template

FORM = {
    "grievance": "101",
    "complainant": {
        "name": "Meera Krishnan",
        "mobile": "9847012345",
        "address": "12 M G Road, Kochi",
        "pin": "682001",
        "relation": "sender",
    },
    "subject": {
        "article_number": "EM123456785IN",
        "booking_date": "2026-11-01",
        "booking_office": "682001001",
    },
    "against_office": "682001001",
    "description": "The letter has not come.",
}


@pytest.fixture(scope="module")
def people(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Shell]:
    """Give the shell at which somebody of the staff is logged in, all on one store."""
    store = template.copy(tmp_path_factory.mktemp("store"))
    url = store.engine.url.render_as_string(hide_password=False)
    store.close()
    shells: dict[str, Shell] = {}

    def at(post: str) -> Shell:
        if post not in shells:
            shells[post] = Shell(url, tmp_path_factory.mktemp(post))
            shells[post].log_in(STAFF[post][0], PASSWORD)
        return shells[post]

    return at


@pytest.fixture
def operator(people: Callable[[str], Shell]) -> Shell:
    """The shell of an operator of Kochi H.O."""
    return people("operator")


@pytest.fixture
def stranger(operator: Shell, tmp_path: Path) -> Shell:
    """A shell on the same store at which nobody is logged in."""
    return Shell(operator.store, tmp_path)


@pytest.fixture
def form() -> dict:
    """A form that is in order, to be put out of order."""
    return {**FORM, "complainant": {**FORM["complainant"]}, "subject": {**FORM["subject"]}}
