"""What the tests of the complaint services share: a desk, and somebody who works at it."""

import pytest
from casebook import Casebook

from data.models.settings import StoreInfo
from dopcrm_tui.desk import Desk


@pytest.fixture
def desk(store, clock, random) -> Desk:
    """A desk over the test's own store."""
    return Desk.over(store, clock=clock, chance=random)


@pytest.fixture
def book(desk, staff, clock) -> Casebook:
    """Complaints made and moved through the services."""
    return Casebook(desk, staff, clock)


@pytest.fixture
def real(store):
    """The store is said to be no demonstration."""
    with store.writing() as session:
        session.get_one(StoreInfo, "demo").value = "no"
