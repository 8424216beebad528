"""Where an article's way breaks off, by what the offices on it say."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dopcrm_tui.rules.enquiry import (
    CAME,
    Disposal,
    Enquiry,
    Gap,
    Posting,
    gap_of,
    opened,
    posted,
    posting_kept,
    posting_told,
    posting_words,
    wrong_posting,
    wrong_route,
)

NOW = datetime(2026, 11, 2, 6, 30, tzinfo=UTC)
ROUTE = ("A", "B", "C", "D")
SENT, CAME_NOT, CAME_ON = Disposal.DISPATCHED, Disposal.NOT_RECEIVED, Disposal.RECEIVED
NOTHING = Disposal.NO_RECORD


def asked(**said) -> Enquiry:
    """An enquiry on A to D in which some have answered: a disposal, or item and bag."""
    enquiry = opened(ROUTE, NOW, timedelta(days=30))
    for office, each in said.items():
        item, bag = each if isinstance(each, tuple) else (each, None)
        enquiry = posted(enquiry, Posting(office=office, item=item, bag=bag))
    return enquiry


@pytest.mark.parametrize(
    ("said", "gap"),
    [
        ({}, None),
        ({"A": SENT}, None),
        ({"A": SENT, "B": CAME_NOT}, Gap("A", "B", is_bag=False)),
        ({"B": CAME_NOT, "A": SENT}, Gap("A", "B", is_bag=False)),
        ({"A": SENT, "B": SENT, "C": CAME_NOT}, Gap("B", "C", is_bag=False)),
        ({"A": SENT, "C": CAME_NOT}, Gap("A", "C", is_bag=False, between=("B",))),
        ({"A": SENT, "B": NOTHING, "C": CAME_NOT}, Gap("A", "C", is_bag=False, between=("B",))),
        ({"A": SENT, "B": (NOTHING, CAME_NOT)}, Gap("A", "B", is_bag=True)),
        ({"A": SENT, "B": CAME_NOT, "C": CAME_NOT}, Gap("A", "B", is_bag=False)),
        ({"A": CAME_ON, "B": CAME_NOT}, None),
        ({"B": CAME_NOT}, None),
        ({"A": SENT, "B": CAME_ON, "C": CAME_NOT}, Gap("A", "C", is_bag=False, between=("B",))),
    ],
)
def test_the_way_breaks_off_at_the_first_not_received_after_a_dispatch(said, gap):
    assert gap_of(asked(**said)) == gap


def test_an_office_that_says_otherwise_later_is_taken_at_its_last_word():
    enquiry = asked(A=SENT, B=CAME_NOT)
    assert gap_of(posted(enquiry, Posting(office="B", item=SENT))) is None


def test_those_that_have_not_answered_are_known():
    assert asked(B=SENT).unanswered == ("A", "C", "D")


@given(st.permutations(list(product("ABCD", Disposal))[:12]))
def test_the_order_of_the_answers_does_not_matter(said):
    last = dict(said)
    assert gap_of(asked(**dict(said))) == gap_of(asked(**dict(sorted(last.items()))))


@pytest.mark.parametrize(
    ("route", "wrong"),
    [((), "at least two"), (("A",), "at least two"), (("A", "B", "A"), "once"), (("A", "B"), "")],
)
def test_a_route_has_two_offices_each_once(route, wrong):
    assert wrong in wrong_route(route)
    assert bool(wrong_route(route)) is bool(wrong)


@pytest.mark.parametrize("item", Disposal)
def test_nothing_comes_in_a_bag_that_did_not(item):
    posting = Posting(office="A", item=item, bag=CAME_NOT)
    assert bool(wrong_posting(posting)) is (item in CAME)


postings = st.builds(
    Posting,
    office=st.sampled_from(ROUTE),
    item=st.sampled_from(Disposal),
    bag=st.none() | st.sampled_from(Disposal),
    bag_number=st.sampled_from(["", "B 14"]),
    on=st.none() | st.dates(),
)


@given(postings)
def test_a_posting_comes_back_from_the_history_as_it_was(posting):
    assert posting_kept(posting_told(posting)) == posting


def test_a_posting_is_told_in_words():
    day = date(2026, 11, 1)
    full = Posting(office="A", item=SENT, bag=SENT, bag_number="B 14", on=day)
    assert posting_words(full) == "item dispatched, bag B 14 dispatched on 01-11-2026"
    assert posting_words(Posting(office="A", item=CAME_NOT)) == "item not received"
