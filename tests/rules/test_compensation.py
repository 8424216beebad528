"""What is payable for an article that was lost, damaged or late, and why nothing is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dopcrm_tui.rules.compensation import (
    Bar,
    Carriage,
    Claim,
    Ground,
    Harm,
    Tariff,
    amount_of,
    case_of,
    claim_kept,
    claim_told,
    parse_rupees,
    rupees,
)
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.refusals import Conflict, InvalidInput
from dopcrm_tui.rules.vocabulary import Relation

BOOKED, COMPLAINED = date(2026, 9, 1), date(2026, 9, 20)
LOST_ON = date(2026, 10, 31)
"""Sixty days after booking, which is later than thirty after the complaint."""

CLAIM = Claim(
    carriage=Carriage.SPEED_POST,
    harm=Harm.LOSS,
    booked_on=BOOKED,
    proof_of_booking=True,
    days_late=3,
    postage=4_130,
    insured=500_000,
    loss=90_000,
)
LESSER = Tariff("lesser_of", 100_000, 2)
GROUND = Ground(
    relation=Relation.SENDER,
    registered_on=COMPLAINED,
    today=LOST_ON,
    tariff=LESSER,
    until=BOOKED + timedelta(days=60),
    policy=Policy(),
)


def worth(claim=CLAIM, ground=GROUND, **changes):
    return amount_of(replace(claim, **changes), ground)


@pytest.mark.parametrize(
    ("tariff", "changes", "paise"),
    [
        (LESSER, {}, 8_260),
        (LESSER, {"postage": 60_000}, 100_000),
        (Tariff("postage", None, 1), {"harm": Harm.DELAY}, 4_130),
        (Tariff("up_to", 10_000), {}, 10_000),
        (Tariff("up_to", 10_000), {"loss": 7_550}, 7_550),
        (Tariff("up_to_insured", 10_000_000), {}, 90_000),
        (Tariff("up_to_insured", 10_000_000), {"insured": 50_000}, 50_000),
        (Tariff("up_to_insured", 10_000_000), {"insured": 2 * 10**7, "loss": 2 * 10**7}, 10**7),
    ],
)
def test_each_rule_of_the_table_gives_its_amount(tariff, changes, paise):
    assert worth(ground=replace(GROUND, tariff=tariff), **changes) == (paise, "")


@pytest.mark.parametrize("relation", [each for each in Relation if each is not Relation.SENDER])
def test_only_the_sender_is_paid(relation):
    ground = replace(GROUND, relation=relation)
    assert worth(ground=ground) == (0, "Compensation is paid to the sender alone.")


def test_without_proof_of_booking_nothing_is_paid():
    assert worth(proof_of_booking=False) == (0, "There is no proof of booking.")


@pytest.mark.parametrize("bar", Bar)
def test_what_stands_against_paying_is_named(bar):
    amount, why = worth(bar=bar)
    assert amount == 0
    assert why.startswith("Nothing is payable: ")


def test_a_complaint_on_the_last_day_is_in_time_and_a_day_later_is_not():
    last = GROUND.until
    assert worth(ground=replace(GROUND, registered_on=last, today=last + timedelta(days=60)))[0]
    late = replace(GROUND, registered_on=last + timedelta(days=1))
    assert worth(ground=late) == (0, "The complaint came too late: the last day was 31-10-2026.")


def test_an_article_counts_as_lost_sixty_days_after_booking_or_thirty_after_the_complaint():
    early = replace(GROUND, today=LOST_ON - timedelta(days=1))
    with pytest.raises(Conflict, match="counts as lost from 31-10-2026 on"):
        worth(ground=early)
    assert worth(ground=early, harm=Harm.DAMAGE)[0], "what is damaged is not lost"
    complained_late = replace(GROUND, registered_on=date(2026, 10, 20))
    with pytest.raises(Conflict, match="19-11-2026"):
        worth(ground=complained_late)


def test_a_delay_needs_days_that_count():
    assert worth(harm=Harm.DELAY, days_late=0)[1].startswith("It was not late")
    assert worth(harm=Harm.DELAY, days_late=1)[0]


def test_what_no_table_knows_is_not_paid():
    assert worth(ground=replace(GROUND, tariff=None)) == (
        0,
        "No compensation is laid down for this.",
    )


@pytest.mark.parametrize(
    ("tariff", "missing"),
    [
        (LESSER, "postage"),
        (Tariff("up_to", 10_000), "loss"),
        (Tariff("up_to_insured", 10_000_000), "insured"),
    ],
)
def test_the_figure_that_is_missing_is_named(tariff, missing):
    with pytest.raises(InvalidInput) as refusal:
        worth(ground=replace(GROUND, tariff=tariff), **{missing: None})
    assert list(refusal.value.fields) == [missing]


def test_without_the_day_of_booking_nothing_can_be_said():
    with pytest.raises(InvalidInput) as refusal:
        worth(booked_on=None)
    assert list(refusal.value.fields) == ["booked_on"]


def test_cases_are_called_as_in_the_table():
    assert case_of(Carriage.SPEED_POST, Harm.DELAY) == "speed_post_delay"
    assert case_of(Carriage.SPEED_POST, Harm.DAMAGE) == "speed_post_loss"
    assert case_of(Carriage.INSURED_NOTES, Harm.LOSS) == "insured_loss_currency_notes"


money = st.integers(1, 10**9)
claims = st.builds(
    Claim,
    carriage=st.sampled_from(Carriage),
    harm=st.sampled_from(Harm),
    booked_on=st.dates(date(2020, 1, 1), date(2026, 12, 31)),
    proof_of_booking=st.booleans(),
    days_late=st.integers(0, 999),
    postage=st.none() | money,
    insured=st.none() | money,
    loss=st.none() | money,
    bar=st.none() | st.sampled_from(Bar),
    amount=st.integers(0, 10**9),
    why=st.sampled_from(["", "There is no proof of booking."]),
)


@given(claims)
def test_a_claim_comes_back_from_the_history_as_it_was(claim):
    assert claim_kept(claim_told(claim)) == claim


@given(money, money, money)
def test_nobody_is_paid_more_than_the_loss_or_the_cover(postage, insured, loss):
    known = replace(CLAIM, postage=postage, insured=insured, loss=loss)
    for tariff in (LESSER, Tariff("up_to", 10_000), Tariff("up_to_insured", 10_000_000)):
        amount, _ = amount_of(known, replace(GROUND, tariff=tariff))
        assert 0 < amount <= tariff.amount
        assert tariff.rule == "lesser_of" or amount <= loss


@given(st.integers(0, 10**11 - 1))
def test_rupees_are_read_as_they_are_written(paise):
    assert parse_rupees(rupees(paise)) == paise


@pytest.mark.parametrize("typed", ["", "many", "1.234", "-5", "1e3", "१२", "1.", "٣"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValueError, match="amount in rupees"):
        parse_rupees(typed)
