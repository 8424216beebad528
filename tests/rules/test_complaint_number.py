"""Complaint numbers: what a clerk mistypes is found, what a customer reads out is understood."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dopcrm_tui.rules.complaint_number import (
    looks_like_number,
    make_number,
    parse_number,
    show_number,
)

made_numbers = st.builds(
    make_number, st.integers(2010, 2099), st.integers(0, 99), st.integers(1, 999_999)
)
thorough = settings(max_examples=300, deadline=None)


def test_the_number_of_the_slip_is_made_of_year_circle_serial_and_check_digit():
    assert make_number(2026, 7, 123_456) == "26071234564"
    assert show_number("26071234564") == "2607-123456-4"


def test_the_published_example_of_damm_fits():
    """572 has the check digit 4; leading zeros change nothing."""
    assert parse_number("00000005724") == "00000005724"


@pytest.mark.parametrize(
    "typed",
    [
        "26071234564",
        "2607-123456-4",
        " 2607 123456 4\n",
        "26-07-123456-4",
        "2607\u2013123456\u20134",
        "\u202a26071234564\u202c",
        "२६०७-१२३४५६-४",
    ],
)
def test_hyphens_spaces_and_the_digits_of_other_scripts_do_not_matter(typed):
    assert parse_number(typed) == "26071234564"
    assert looks_like_number(typed)


def test_a_wrong_check_digit_says_so_and_shows_the_number():
    sentence = (
        "2607-123456-5 is not a complaint number: the check digit does not fit. "
        "Please compare it with the slip."
    )
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        parse_number("26071234565")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2607-12345-4", "this one has 10."),
        ("2607-123456-44", "this one has 12."),
        ("2607-12345O-4", "is eleven digits, such as 2607-123456-4."),
        ("2607²123456", "is eleven digits"),
        ("", "is eleven digits"),
    ],
)
def test_what_is_no_number_is_told_what_one_looks_like(typed, sentence):
    with pytest.raises(ValueError, match=sentence):
        parse_number(typed)


@pytest.mark.parametrize(
    "text", ["9812345610", "09812345610", "EM123456785IN", "2607", "ravi kumar", ""]
)
def test_mobiles_articles_and_names_do_not_look_like_a_number(text):
    assert not looks_like_number(text)


def test_a_number_with_a_wrong_check_digit_still_looks_like_one():
    assert looks_like_number("2607-123456-5")


@thorough
@given(made_numbers)
def test_every_number_made_is_understood_as_shown(number):
    assert parse_number(show_number(number)) == number


@thorough
@given(made_numbers)
def test_every_single_wrong_digit_is_found(number):
    for place, right in enumerate(number):
        for wrong in set("0123456789") - {right}:
            with pytest.raises(ValueError, match="check digit"):
                parse_number(number[:place] + wrong + number[place + 1 :])


@thorough
@given(made_numbers)
def test_every_swap_of_two_neighbours_is_found(number):
    for place in range(10):
        first, second = number[place : place + 2]
        if first != second:
            with pytest.raises(ValueError, match="check digit"):
                parse_number(number[:place] + second + first + number[place + 2 :])


@thorough
@given(st.integers(2010, 2099), st.integers(0, 99), st.integers(1, 999_999))
def test_a_number_holds_its_year_circle_and_serial(year, circle, serial):
    number = make_number(year, circle, serial)
    assert (int(number[:2]) + 2000, int(number[2:4]), int(number[4:10])) == (year, circle, serial)


@pytest.mark.parametrize(
    ("year", "circle", "serial", "sentence"),
    [
        (2026, 7, 1_000_000, "Circle 07 has used up its complaint numbers of 2026."),
        (2026, 7, 0, "begin with 1"),
        (2026, 100, 1, "Circle 100"),
        (2026, -1, 1, "Circle -1"),
        (2109, 7, 1, "2109"),
        (26, 7, 1, "not in 26"),
    ],
)
def test_parts_that_do_not_fit_are_refused(year, circle, serial, sentence):
    with pytest.raises(ValueError, match=sentence):
        make_number(year, circle, serial)


@thorough
@given(st.text())
def test_any_text_is_understood_or_refused(text):
    try:
        number = parse_number(text)
    except ValueError:
        return
    assert len(number) == 11
    assert set(number) <= set("0123456789")
