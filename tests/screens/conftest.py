"""A desk for the screens."""

import pytest

from dopcrm_tui.desk import Desk


@pytest.fixture
def desk(store, clock, random) -> Desk:
    """A desk over the test's own store."""
    return Desk.over(store, clock=clock, chance=random)
