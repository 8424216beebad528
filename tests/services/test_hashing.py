"""The cost of a hash is found once, where the store is made, and never falls below the floor."""

import pytest
from post_office import PASSWORD
from sqlmodel import select

from data.models.operator import Operator
from data.models.settings import StoreInfo
from dopcrm_tui.desk import Desk
from dopcrm_tui.services.hashing import FLOOR, PASSES, calibrated, hasher, hasher_of


@pytest.mark.parametrize(
    ("seconds", "passes"), [(0.025, 20), (0.05, 10), (0.125, 4), (0.25, 2), (3.0, 2), (0.0001, 40)]
)
def test_a_machine_gets_as_many_passes_as_a_quarter_of_a_second_holds(seconds, passes):
    assert calibrated(lambda floor: seconds * floor.time_cost / FLOOR.time_cost) == passes


def test_this_machine_is_measured():
    assert FLOOR.time_cost <= calibrated() <= 40


@pytest.mark.parametrize("kept", ["0", "1", "-5", "many", ""])
def test_no_store_can_ask_for_less_than_the_floor(store, kept):
    with store.writing() as session:
        session.add(StoreInfo(key=PASSES, value=kept))
    assert hasher_of(store.told()).time_cost == FLOOR.time_cost
    assert hasher_of(store.told()).memory_cost == FLOOR.memory_cost == 19_456


def test_hashes_are_renewed_at_login_with_the_cost_of_the_store(store, clock, random):
    with store.writing() as session:
        session.add(StoreInfo(key=PASSES, value="3"))
    desk = Desk.over(store, clock=clock, chance=random, hasher=hasher_of(store.told()))
    desk.accounts.log_in("10000002", PASSWORD)
    with store.reading() as session:
        wanted = select(Operator.password_hash).where(Operator.employee_id == "10000002")
        assert "m=19456,t=3,p=1" in session.exec(wanted).one()
    assert hasher(3).time_cost == 3
