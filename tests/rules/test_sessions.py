"""A session ends after so long at rest, and after so long in all."""

from datetime import UTC, datetime, timedelta

import pytest

from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.sessions import idle_limit, is_alive
from dopcrm_tui.rules.vocabulary import ACCOUNT_ROLES, Role

NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
FIVE = timedelta(minutes=5)


@pytest.mark.parametrize("role", ACCOUNT_ROLES)
def test_who_sits_at_a_counter_rests_five_minutes_all_others_fifteen(role):
    at_a_counter = role in {Role.OPERATOR, Role.CALL_CENTRE}
    assert idle_limit(role, Policy()) == timedelta(minutes=5 if at_a_counter else 15)


@pytest.mark.parametrize(
    ("later", "left", "alive"),
    [
        (timedelta(0), timedelta(hours=1), True),
        (FIVE - timedelta(seconds=1), timedelta(hours=1), True),
        (FIVE, timedelta(hours=1), False),
        (timedelta(0), timedelta(0), False),
        (timedelta(0), timedelta(seconds=1), True),
        (timedelta(hours=-1), timedelta(hours=1), True),
    ],
)
def test_it_ends_to_the_second(later, left, alive):
    now = NOON + later
    assert is_alive(now + left, NOON, now, FIVE) is alive
