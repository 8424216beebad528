"""The hash of a row is the same wherever the row is kept."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from data.copying.row_hash import row_hash
from data.models.sweeping import SweeperBeat
from dopcrm_tui.rules.vocabulary import Action

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
TIMES = st.integers(0, 4 * 10**15).map(lambda us: BEGINNING + timedelta(microseconds=us))


@given(st.dictionaries(TEXT, DOCUMENTS, max_size=4), TIMES, TEXT)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_read_back_has_the_hash_of_what_was_written(store, document, at, name):
    row = {"name": name, "started_at": at, "seen_at": at, "passes": 3, "last_pass": document}
    with store.writing() as session:
        for old in session.exec(select(SweeperBeat)):
            session.delete(old)
        session.flush()
        session.add(SweeperBeat(**row))
    with store.reading() as session:
        (read,) = session.execute(select(SweeperBeat.__table__)).mappings()
    assert row_hash(dict(read)) == row_hash(row)


INDIA = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 1, 5, 30, tzinfo=INDIA)),
        ({"a": 1, "b": [2.0]}, {"b": [2], "a": 1.0}),
        (Action.REGISTER, "register"),
        (b"abc", memoryview(b"abc")),
        (2, 2.0),
    ],
)
def test_what_says_the_same_has_the_same_hash(one, other):
    assert row_hash({"x": one}) == row_hash({"x": other})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (None, ""),
        (0, False),
        (1, "1"),
        (date(2026, 11, 1), "2026-11-01"),
        (b"abc", "abc"),
        ({"a": None}, {}),
        ([1, 2], [2, 1]),
        ("é", "e\u0301"),
    ],
)
def test_what_says_something_else_has_another(one, other):
    assert row_hash({"x": one}) != row_hash({"x": other})
