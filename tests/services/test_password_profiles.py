"""Passwords by the two profiles, through the services: what is refused, and what is due when."""

import pytest
from post_office import PASSWORD

from data.catalogues.common_passwords import common_passwords
from dopcrm_tui.rules.refusals import InvalidInput, NotLoggedIn
from dopcrm_tui.services.accounts import Needs

ID = "10000002"
NIC = "Kettle-4u"


@pytest.fixture
def nic(desk, administrator):
    desk.policy.set(administrator, "password_profile", "nic")


def refused(accounts, new):
    with pytest.raises(InvalidInput) as refusal:
        accounts.change_password(ID, PASSWORD, new)
    return refusal.value.fields["new_password"]


def test_what_is_tried_first_is_refused_also_with_something_added(accounts, real):
    """Beside a token eight characters do; so the list is what stands between."""
    del real
    tried = [word for word in sorted(common_passwords()) if len(word) >= 8][::40]
    assert len(tried) > 100
    for word in tried:
        assert refused(accounts, word)
        assert refused(accounts, f"{word.capitalize()}1!")


def test_in_the_profile_nic_four_kinds_are_asked_for(accounts, nic):
    del nic
    assert "a capital letter" in refused(accounts, "correct horse battery staple")
    assert accounts.change_password(ID, PASSWORD, NIC).token


def test_in_the_profile_nic_a_new_one_is_due_after_45_days(accounts, clock, nic):
    del nic
    accounts.change_password(ID, PASSWORD, NIC)
    clock.advance(days=44)
    assert accounts.log_in(ID, NIC).token
    clock.advance(days=1)
    login = accounts.log_in(ID, NIC)
    assert (login.needs, login.token) == (Needs.NEW_PASSWORD, "")
    assert login.advice.startswith("Your password is too old.")
    assert accounts.change_password(ID, NIC, "Harbour-9x").token
    with pytest.raises(NotLoggedIn):
        accounts.log_in(ID, NIC)
    assert accounts.log_in(ID, "Harbour-9x").token


def test_in_the_profile_asvs_none_is_due_by_age(accounts, clock):
    clock.advance(days=4_000)
    assert accounts.log_in(ID, PASSWORD).token


@pytest.mark.parametrize(
    ("profile", "token", "least"),
    [("asvs", "nobody", 15), ("asvs", "operator", 8), ("nic", "nobody", 8)],
)
def test_who_is_to_choose_one_is_told_what_is_asked(
    accounts, desk, administrator, real, profile, token, least
):
    del real
    desk.policy.set(administrator, "password_profile", profile)
    desk.policy.set(administrator, "token_demanded_of", token)
    secret = accounts.reset(administrator, ID)
    advice = accounts.log_in(ID, secret).advice
    assert advice.startswith("This was a one-time secret.")
    assert f"at least {least} characters" in advice
