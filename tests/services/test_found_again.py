"""A complaint is found by what was written in it, whatever script, sign or number of others."""

import random as chance

import pytest
from casebook import Casebook
from hypothesis import given, settings
from hypothesis import strategies as st
from post_office import SettableClock

from data.queries.text_search import words_in
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.refusals import InvalidInput

SIGNS = st.one_of(
    st.sampled_from("🙂🥺₹ßİ'.,- 7a"),
    st.characters(min_codepoint=0x900, max_codepoint=0xD7F),
    st.characters(exclude_categories=("Cs",)),
)


@pytest.fixture(scope="module")
def shared(template, tmp_path_factory):
    """A desk on which every example leaves its complaint."""
    clock, luck = SettableClock(), chance.Random(5)
    store = template.copy(tmp_path_factory.mktemp("found"))
    yield Casebook(Desk.over(store, clock=clock, chance=luck), template.staff, clock)
    store.close()


def found(book, typed, post="auditor"):
    page = book.desk.queues.search(book.staff[post], typed, limit=10_000)
    return [line.number for line in page.lines]


@settings(max_examples=150, deadline=None)
@given(written=st.text(SIGNS, min_size=1, max_size=30))
def test_whatever_was_written_is_found_by_writing_it_again(shared, written):
    if words_in(written):
        shared.clock.advance(seconds=1)
        try:
            number = shared.register(description=written)
        except InvalidInput:
            assert "\0" in written
        else:
            assert number in found(shared, written)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Parcel lost🙂 in Kochi", "lost kochi"),
        ("🥺please help", "please help"),
        ("पार्सल🙏मिला", "पार्सल मिला"),
        ("paid ₹500", "500 paid"),
        ("Herr Weiß", "weiss herr"),
        ("Herr Weiß", "Weiß Herr"),
    ],
)
def test_a_sign_that_touches_a_word_does_not_hide_it(book, written, typed):
    number = book.register(description=written)
    assert found(book, typed) == [number]


def test_the_one_complaint_i_see_is_found_beneath_hundreds_that_i_do_not(book):
    mine = book.register()
    for _ in range(510):
        book.clock.advance(seconds=1)
        book.register("far_operator", against_office="560005001", accept_warnings=True)
    assert found(book, "booked never came", "operator") == [mine]
    assert len(found(book, "booked never came", "far_operator")) == 510
