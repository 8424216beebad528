"""What lists, reports and logs show of personal data."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dopcrm_tui.rules.masking import (
    mask_account,
    mask_email,
    mask_fields,
    mask_mobile,
    mask_policy,
)

thorough = settings(max_examples=300, deadline=None)
codes = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=50)


@pytest.mark.parametrize(
    ("mobile", "shown"), [("9812345610", "98xxxxxx10"), ("12345", "xxxxx"), ("", "")]
)
def test_a_mobile_shows_two_digits_at_either_end(mobile, shown):
    assert mask_mobile(mobile) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("010012345678", "xxxxxxxx5678"),
        ("12345", "xxxx5"),
        ("12", "xx"),
        ("", ""),
        ("R-KA-EK-123456-CS", "x-xx-xx-xxxxx6-CS"),
    ],
)
def test_account_and_policy_show_at_most_their_last_four(number, shown):
    assert mask_account(number) == shown
    assert mask_policy(number) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("ravi@example.in", "rxxx@example.in"),
        ("r@example.in", "xxx@example.in"),
        ("no address", "xxxxxxxxxx"),
    ],
)
def test_an_email_shows_one_letter_and_the_domain(address, shown):
    assert mask_email(address) == shown


def test_the_personal_numbers_among_the_fields_are_masked_and_nothing_else():
    fields = {
        "article_number": "EM123456785IN",
        "account_number": "010012345678",
        "cif": "300123456",
        "policy_number": "KA12345678CS",
        "ppo_number": "DOP2026123456",
        "card_digits": "1234",
        "sender_mobile": "9812345610",
        "amount": "500",
    }
    assert mask_fields(fields) == {
        "article_number": "EM123456785IN",
        "account_number": "xxxxxxxx5678",
        "cif": "xxxxxx456",
        "policy_number": "xxxxxxxx78CS",
        "ppo_number": "xxxxxxxxx3456",
        "card_digits": "xxxx",
        "sender_mobile": "98xxxxxx10",
        "amount": "500",
    }


@thorough
@given(codes)
def test_a_mask_keeps_the_length_and_shows_at_most_a_third_and_four(code):
    shown = mask_account(code)
    visible = len(shown) - len(shown.rstrip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    assert len(shown) == len(code)
    assert set(shown[: len(shown) - visible]) == {"x"}
    assert visible <= 4
    assert 3 * visible <= len(code)
