"""Codes lose what nobody meant to type."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dopcrm_tui.rules.plain_code import is_digits, plain_code


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        (" 2607-123456-4\t\n", "26071234564"),
        ("EM\u00a01234\u20115678", "EM12345678"),
        ("\u202a98123\u202c\ufeff\u200b", "98123"),
        ("९८१२३ ४५६१०", "9812345610"),
        ("９８", "98"),
        ("²½", "²½"),
    ],
)
def test_spaces_dashes_and_marks_go_and_digits_become_plain(typed, plain):
    assert plain_code(typed) == plain


@pytest.mark.parametrize(
    ("text", "digits"), [("0123", True), ("", False), ("12a", False), ("१२", False), ("²", False)]
)
def test_digits_are_0_to_9(text, digits):
    assert is_digits(text) is digits


@settings(deadline=None)
@given(st.text())
def test_a_plain_code_stays_as_it_is(text):
    assert plain_code(plain_code(text)) == plain_code(text)
