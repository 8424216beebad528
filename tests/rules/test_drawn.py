"""Who is drawn by lot to be looked at."""

from hypothesis import given
from hypothesis import strategies as st

from dopcrm_tui.rules.reporting.figures import drawn

marks = st.sets(st.tuples(st.integers(1, 10**9), st.integers(1, 99)), max_size=60)


@given(marks, st.integers(0, 20), st.sampled_from(["2026-11", "2026-12"]))
def test_so_many_at_most_are_drawn_and_always_the_same(found, most, lot):
    chosen = drawn(found, most, lot)
    assert len(chosen) == min(most, len(found))
    assert chosen <= found
    assert drawn(sorted(found), most, lot) == chosen


@given(marks, st.tuples(st.integers(1, 10**9), st.integers(1, 99)))
def test_one_more_pushes_out_one_at_most(found, more):
    """Nobody gets out of the sample because others came, but by the lot."""
    before, after = drawn(found, 5, "lot"), drawn(found | {more}, 5, "lot")
    assert len(before - after) <= 1
    assert after <= before | {more}


def test_another_month_draws_others():
    found = {(number, 1) for number in range(100)}
    assert drawn(found, 10, "2026-11") != drawn(found, 10, "2026-12")


def test_everybody_can_be_drawn():
    found = {(number, 1) for number in range(50)}
    ever = set().union(*(drawn(found, 10, str(lot)) for lot in range(200)))
    assert ever == found
