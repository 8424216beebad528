"""Which server may keep complaints."""

from datetime import UTC, datetime, timedelta

import pytest

from data.server import Server, refusals

NOW = datetime(2026, 11, 26, 6, 0, tzinfo=UTC)
GOOD = {
    "version": 150_018,
    "time": NOW,
    "encoding": "UTF8",
    "zone": "UTC",
    "user": "desk",
    "copies": False,
}


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({}, None),
        ({"version": 170_010}, None),
        ({"time": NOW + timedelta(minutes=14)}, None),
        ({"version": 140_022}, "PostgreSQL 14.22; dopcrm needs 15 or newer"),
        ({"encoding": "SQL_ASCII"}, "encoded in SQL_ASCII"),
        ({"time": NOW + timedelta(hours=3, minutes=2)}, "3 h 2 min apart"),
        ({"time": NOW - timedelta(days=1)}, "1 d apart"),
    ],
)
def test_a_server_that_will_not_do_is_told_why(wrong, expected):
    sentences = list(refusals(Server(**{**GOOD, **wrong}), NOW))
    assert [expected in one for one in sentences] == ([True] if expected else [])
