"""Article numbers: UPU S10 warns, length and letters refuse."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dopcrm_tui.rules.article_number import check_article, s10_check_digit

serials = st.text("0123456789", min_size=8, max_size=8)
thorough = settings(max_examples=300, deadline=None)


@pytest.mark.parametrize(
    "number",
    ["EM123456785IN", "RK145003870IN", "EM202508215IN", "RR473124829GB", "EE471108151FR"],
)
def test_the_worked_and_published_examples_fit(number):
    assert check_article(number).number == number
    assert check_article(number).warning is None


@pytest.mark.parametrize(
    ("number", "expected", "found"),
    [("EA123456789IN", "5", "9"), ("EM132456785IN", "3", "5"), ("EM123456784IN", "5", "4")],
)
def test_a_failing_check_digit_warns_and_the_number_is_kept(number, expected, found):
    checked = check_article(number)
    assert checked.number == number
    assert checked.warning == (
        f"{number}: the check digit should be {expected}, not {found}. "
        "Please compare it with the receipt."
    )


@pytest.mark.parametrize(
    "typed", ["em123456785in", "EM 1234 5678 5 IN", "EM-12345678-5-IN", " EM123456785IN\n"]
)
def test_case_spaces_and_hyphens_do_not_matter(typed):
    checked = check_article(typed)
    assert (checked.number, checked.warning) == ("EM123456785IN", None)


@pytest.mark.parametrize("letter", "JKSTW")
def test_reserved_service_letters_warn(letter):
    warning = check_article(f"{letter}A123456785IN").warning
    assert warning is not None
    assert f"beginning with {letter} are reserved" in warning


def test_unknown_service_letters_warn():
    warning = check_article("XZ123456785IN").warning
    assert warning is not None
    assert "XZ are not known" in warning


def test_two_odd_things_are_told_in_one_sentence():
    warning = check_article("KA123456789IN").warning
    assert warning is not None
    assert "should be 5, not 9 and service letters beginning with K are reserved." in warning


def test_thirteen_characters_with_a_letter_among_the_digits_warn():
    warning = check_article("EM12345678OIN").warning
    assert warning is not None
    assert "two letters, nine digits, two letters" in warning


@pytest.mark.parametrize("number", ["123456789012345678", "ABC12345678901", "98765432109876"])
def test_longer_numbers_such_as_money_orders_are_taken_as_they_are(number):
    assert check_article(number).warning is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("EM12345678IN", "has 13 to 18 letters and digits; this one has 12."),
        ("1234567890123456789", "this one has 19."),
        ("EM123456785I#", "letters A-Z and digits only"),
        ("\u0415M123456785IN", "letters A-Z and digits only"),
        (" - ", "The article number is missing."),
    ],
)
def test_what_the_field_cannot_hold_is_refused(typed, sentence):
    with pytest.raises(ValueError, match=sentence):
        check_article(typed)


@thorough
@given(serials)
def test_the_check_digit_makes_the_weighted_sum_a_multiple_of_eleven(serial):
    """Except where the rule has no digit: 10 is written 0, and 11 is written 5."""
    a, b, c, d, e, f, g, h = (int(digit) for digit in serial)
    remainder = (8 * a + 6 * b + 4 * c + 2 * d + 3 * e + 5 * f + 9 * g + 7 * h) % 11
    check = s10_check_digit(serial)
    if remainder == 0:
        assert check == 5
    elif remainder == 1:
        assert check == 0
    else:
        assert (remainder + check) % 11 == 0


@thorough
@given(serials, st.sampled_from("0123456789"))
def test_exactly_one_check_digit_passes_without_a_warning(serial, digit):
    warned = check_article(f"EM{serial}{digit}IN").warning is not None
    assert warned == (int(digit) != s10_check_digit(serial))


@pytest.mark.parametrize("serial", ["1234567", "123456789", "1234567a", ""])
def test_a_serial_of_another_length_has_no_check_digit(serial):
    with pytest.raises(ValueError, match="eight digits"):
        s10_check_digit(serial)


@thorough
@given(st.text())
def test_any_text_is_understood_or_refused(text):
    try:
        number = check_article(text).number
    except ValueError:
        return
    assert 13 <= len(number) <= 18
    assert check_article(number).number == number
