"""The number on the slip of a complaint taken while the store was away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dopcrm_tui.rules.provisional_number import parse_provisional, provisional_number


@given(st.text(min_size=1))
def test_a_number_is_read_as_it_was_written_however_it_is_typed(once):
    number = provisional_number(once)
    assert parse_provisional(number) == number
    assert parse_provisional(f" {number.lower().replace('-', ' ')}") == number
    assert parse_provisional(number.replace("-", "").replace("1", "l").replace("0", "o")) == number


def test_one_form_has_one_number_and_another_form_another():
    numbers = {provisional_number(f"form {n}") for n in range(10_000)}
    assert len(numbers) == 10_000
    assert provisional_number("form 1") == provisional_number("form 1")


@pytest.mark.parametrize("typed", ["", "P", "P-7K3M", "P-7K3M-9QZU", "2607-123456-4"])
def test_what_is_no_such_number_is_not_taken_for_one(typed):
    assert parse_provisional(typed) is None
