"""The ladder of escalation over offices of every kind, and who stands over two of them."""

from itertools import product

import pytest
from casework import at_level, complaint_in
from small_tree import IDS, KIND, NAMES, PATHS, RUNG, climb, superior_of

from dopcrm_tui.rules.offices import common_superior, handler_of, next_level
from dopcrm_tui.rules.vocabulary import Level, State

LADDERS = {
    "home": ("division", "region", "circle", "directorate"),
    "branch": ("division", "region", "circle", "directorate"),
    "head": ("division", "region", "circle", "directorate"),
    "far_sub": ("far_division", "far_circle", "directorate"),
    "mail": ("circle", "directorate"),
    "division": ("region", "circle", "directorate"),
    "far_division": ("far_circle", "directorate"),
    "region": ("circle", "directorate"),
    "circle": ("directorate",),
    "directorate": (),
}


@pytest.mark.parametrize("holder", LADDERS)
def test_a_complaint_rises_rung_by_rung_to_the_directorate(holder):
    met, level = [], Level.NONE
    while (level := next_level(PATHS[holder], level)) is not None:
        met.append(NAMES[handler_of(PATHS[holder], level)])
    assert tuple(met) == LADDERS[holder]


@pytest.mark.parametrize(
    ("holder", "level", "rises_to"),
    [
        ("home", Level.DIVISION, Level.REGION),
        ("far_sub", Level.DIVISION, Level.CIRCLE),
        ("mail", Level.NONE, Level.CIRCLE),
        ("division", Level.NONE, Level.REGION),
        ("division", Level.DIVISION, Level.REGION),
        ("far_division", Level.NONE, Level.CIRCLE),
        ("circle", Level.NONE, Level.DIRECTORATE),
        ("circle", Level.DIVISION, Level.DIRECTORATE),
        ("far_sub", Level.REGION, Level.DIRECTORATE),  # the far circle has it already
        ("mail", Level.DIVISION, Level.DIRECTORATE),
        ("directorate", Level.NONE, None),
        ("home", Level.DIRECTORATE, None),
    ],
)
def test_the_next_level_skips_what_is_not_there(holder, level, rises_to):
    assert next_level(PATHS[holder], level) == rises_to


@pytest.mark.parametrize("office", IDS)
def test_at_no_level_the_holder_handles(office):
    assert handler_of(PATHS[office], Level.NONE) == IDS[office]


@pytest.mark.parametrize(
    ("holder", "level", "handler"),
    [
        ("division", 1, "division"),
        ("division", 2, "region"),
        ("region", 1, "region"),
        ("circle", 1, "circle"),
        ("circle", 2, "circle"),
        ("directorate", 3, "directorate"),
        ("far_sub", 2, "far_circle"),
        ("mail", 1, "circle"),
        ("next_sub", 1, "next_division"),
    ],
)
def test_after_a_transfer_the_handler_is_the_nearest_office_of_the_level(holder, level, handler):
    complaint = complaint_in(State.PENDING, holder, **at_level(level))
    assert NAMES[complaint.handler_id] == handler


@pytest.mark.parametrize("holder", LADDERS)
def test_rising_always_moves_the_handler_up(holder):
    for level in Level:
        above = next_level(PATHS[holder], level)
        if above is not None:
            lower = NAMES[handler_of(PATHS[holder], level)]
            higher = NAMES[handler_of(PATHS[holder], above)]
            assert higher in climb(lower)[1:]


@pytest.mark.parametrize(
    ("one", "other", "superior"),
    [
        ("home", "sibling", "division"),
        ("home", "head", "division"),
        ("home", "branch", "division"),
        ("home", "next_sub", "region"),
        ("home", "mail", "circle"),
        ("home", "far_sub", "directorate"),
        ("far_sub", "far_head", "far_division"),
        ("home", "division", "division"),
        ("division", "region", "region"),
        ("circle", "home", "circle"),
        ("division", "next_division", "region"),
        ("circle", "far_circle", "directorate"),
        ("directorate", "mail", "directorate"),
    ],
)
def test_the_lowest_administrative_office_over_both_settles_it(one, other, superior):
    assert NAMES[common_superior(PATHS[one], PATHS[other])] == superior
    assert NAMES[common_superior(PATHS[other], PATHS[one])] == superior


def test_over_any_two_offices_the_columns_and_the_tree_agree():
    for one, other in product(IDS, IDS):
        assert NAMES[common_superior(PATHS[one], PATHS[other])] == superior_of(one, other)


def test_an_office_contains_itself_and_what_reports_to_it():
    for office, other in product(IDS, IDS):
        if office == "home" and other == "branch":
            continue  # a branch office's path names no sub office: its cases sit with it
        assert PATHS[office].contains(PATHS[other]) == (office in climb(other)), (office, other)


def test_every_office_knows_its_rung():
    assert {name: PATHS[name].level for name in KIND} == RUNG
