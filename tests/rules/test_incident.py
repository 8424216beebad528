"""Which open complaints are proposed as one incident."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dopcrm_tui.rules.incident import ALIKE_ROUTES, SPAN, Trait, proposals

DAY = date(2026, 11, 10)


def traits(*days, origin="A", destination="B", **more):
    """Complaints of one route, booked so many days after the tenth."""
    return [
        Trait(f"{place:011}", origin, destination, DAY + timedelta(days=day), **more)
        for place, day in enumerate(days)
    ]


def together(*found):
    return [each.numbers for each in proposals([trait for some in found for trait in some])]


@pytest.mark.parametrize(
    ("days", "sizes"),
    [
        ((0, 0), []),
        ((0, 0, 0), [3]),
        ((0, 2, 4), [3]),
        ((0, 3, 6), []),
        ((0, 1, 2, 9, 10, 11), [3, 3]),
        ((0, 2, 4, 6, 8), [4]),
    ],
)
def test_those_of_one_route_booked_one_soon_after_the_other(days, sizes):
    assert [len(numbers) for numbers in together(traits(*days))] == sizes


def test_another_route_is_another_matter():
    there, elsewhere = traits(0, 0), traits(0, origin="C")
    assert together(there, [replace(elsewhere[0], number="7")]) == []
    assert together(traits(0, 0, 0, origin="B")) == [], "an article that stays has no route"


def test_two_that_shared_a_bag_are_enough_whatever_their_route():
    one, other = traits(0, 9, bags=frozenset({"B 14"}))
    [found] = proposals([one, replace(other, origin="C", destination="D")])
    assert (found.numbers, found.bag) == ((one.number, other.number), "B 14")


def test_who_is_in_a_bag_is_in_no_route_besides():
    bag = traits(0, 0, bags=frozenset({"B 14"}))
    route = [replace(each, number=f"9{each.number[1:]}") for each in traits(0, 0, 0)]
    assert together(bag, route) == [
        tuple(each.number for each in route),
        tuple(each.number for each in bag),
    ]


def test_more_of_an_incident_are_proposed_to_it():
    first, second, third = traits(0, 0, 0)
    known = "26120000017"
    [found] = proposals([replace(first, incident=known), second, third])
    assert (found.numbers, found.incident) == ((second.number, third.number), known)
    assert proposals([replace(each, incident=known) for each in (first, second, third)]) == []
    two = [replace(first, incident=known), replace(second, incident="26120000025"), third]
    assert proposals(two) == [], "which of the two it is only people can tell"


@st.composite
def many(draw):
    places = st.sampled_from("ABC")
    return [
        Trait(
            f"{place:011}",
            draw(places),
            draw(places),
            DAY + timedelta(days=draw(st.integers(0, 20))),
            frozenset(draw(st.sets(st.sampled_from(["B 1", "B 2"]), max_size=1))),
            draw(st.sampled_from(["", "", "26120000017"])),
        )
        for place in range(draw(st.integers(0, 25)))
    ]


@given(many(), st.randoms())
def test_whatever_is_open_nobody_is_in_two_and_all_share_what_is_said(traits, chance):
    found = proposals(traits)
    by_number = {trait.number: trait for trait in traits}
    for one, other in combinations(found, 2):
        assert not set(one.numbers) & set(other.numbers)
    for each in found:
        members = [by_number[number] for number in each.numbers]
        assert not any(trait.incident for trait in members)
        if each.bag:
            assert all(each.bag in trait.bags for trait in members)
            continue
        assert {(trait.origin, trait.destination) for trait in members} == {
            (each.origin, each.destination)
        }
        assert each.last - each.first <= SPAN
        assert len(members) >= ALIKE_ROUTES or each.incident
    chance.shuffle(traits)
    assert proposals(traits) == found
