"""Policy, limitation periods, compensation, delivery norms: dated, sourced, readable."""

from dataclasses import fields
from datetime import date, timedelta

import pytest

from data.catalogues.limits import compensations, delivery_norms, holds_on, limitations
from data.catalogues.policy import duration, policy_entries, policy_on, policy_value
from dopcrm_tui.rules.policy import Policy

TODAY = date(2026, 1, 1)


def test_every_policy_value_is_sourced_and_explained():
    for entry in policy_entries():
        assert entry.source, entry.key
        assert entry.meaning.endswith("."), entry.key
        assert entry.value == policy_value(int(entry.text) if entry.text.isdigit() else entry.text)


def test_the_rules_find_every_policy_they_use_and_agree_on_its_value():
    today = policy_on(TODAY)
    for field in fields(Policy):
        assert str(today[field.name]) == str(field.default), field.name


def test_the_limit_of_2022_held_until_that_of_2024():
    assert policy_on(date(2024, 8, 22))["resolve_limit"] == timedelta(days=30)
    assert policy_on(date(2024, 8, 23))["resolve_limit"] == timedelta(days=21)


def test_the_handbook_figures():
    today = policy_on(TODAY)
    assert today["confirmation_window"] == timedelta(hours=48)
    assert today["attachment_max_bytes"] == 200 * 1024


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("P21D", timedelta(days=21)),
        ("PT48H", timedelta(hours=48)),
        ("P1DT2H30M", timedelta(days=1, hours=2, minutes=30)),
    ],
)
def test_a_duration_is_read(text, value):
    assert duration(text) == value


@pytest.mark.parametrize("text", ["P", "PT", "21D", "P21", "P1DT", "-P1D", "P1.5D", ""])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(ValueError, match="no duration"):
        duration(text)


def test_one_limitation_a_subject_holds_on_any_day():
    for day in (date(2015, 1, 1), date(2021, 4, 12), date(2021, 4, 13), TODAY):
        subjects = [entry.subject for entry in limitations() if holds_on(entry, day)]
        assert len(subjects) == len(set(subjects))
    assert all((entry.months is None) != (entry.days is None) for entry in limitations())
    assert all(entry.source for entry in limitations())


def test_speed_post_claims_have_sixty_days_now():
    entry = next(
        entry
        for entry in limitations()
        if entry.subject == "compensation_speed_post" and holds_on(entry, TODAY)
    )
    assert (entry.days, entry.basis) == (60, "booking")


def test_speed_post_loss_is_twice_the_charges_or_a_thousand_rupees():
    entry = next(entry for entry in compensations() if entry.case == "speed_post_loss")
    assert (entry.rule, entry.amount_rupees, entry.postage_multiple) == ("lesser_of", 1000, 2)
    assert {entry.payee for entry in compensations()} == {"sender"}
    assert all(entry.source for entry in compensations())


def test_every_inland_service_has_a_norm_near_and_far():
    inland = [norm for norm in delivery_norms() if norm.scope != "abroad"]
    for service in {norm.service for norm in inland}:
        scopes = {norm.scope for norm in inland if norm.service == service}
        assert scopes == {"local_and_metro", "rest_of_india"}
    assert all(norm.days_min <= norm.days_max for norm in delivery_norms())
