"""Which office a new complaint comes to."""

import pytest
from small_tree import IDS, NAMES, PATHS

from dopcrm_tui.rules.routing import Picked, route


def routed(office, *, account=None, against_staff=False, confined=False):
    picked = Picked(PATHS[office], IDS[account] if account else None)
    return NAMES[route(picked, against_staff=against_staff, confined=confined)]


@pytest.mark.parametrize("office", sorted(set(IDS) - {"branch"}))
def test_a_complaint_comes_to_the_office_picked(office):
    assert routed(office) == office


@pytest.mark.parametrize("account", ["home", "head"])
def test_a_branch_office_s_complaint_sits_with_its_account_office(account):
    assert routed("branch", account=account) == account


def test_only_branch_offices_have_an_account_office_to_stand_in():
    assert routed("home", account="head") == "home"


@pytest.mark.parametrize(
    ("office", "holder"),
    [
        ("branch", "division"),
        ("home", "division"),
        ("head", "division"),
        ("far_sub", "far_division"),
        ("mail", "circle"),
        ("division", "region"),
        ("far_division", "far_circle"),
        ("region", "circle"),
        ("circle", "directorate"),
        ("directorate", "directorate"),
    ],
)
def test_a_complaint_against_staff_goes_one_level_up(office, holder):
    assert routed(office, account="home", against_staff=True) == holder
    assert routed(office, account="home", against_staff=True, confined=True) == holder


@pytest.mark.parametrize(
    ("office", "holder"),
    [
        ("branch", "division"),
        ("home", "division"),
        ("head", "division"),
        ("far_sub", "far_division"),
        ("mail", "circle"),
    ],
)
def test_a_confined_complaint_comes_to_the_division_or_what_stands_for_it(office, holder):
    assert routed(office, account="home", confined=True) == holder
