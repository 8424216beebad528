"""PIN, mobile, e-mail and employee ID as people type them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dopcrm_tui.rules.contact import parse_email, parse_employee_id, parse_mobile, parse_pin

thorough = settings(max_examples=300, deadline=None)


@pytest.mark.parametrize("typed", ["110001", "110 001", " 110001\n", "११०००१"])
def test_a_pin_is_six_digits(typed):
    assert parse_pin(typed) == "110001"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("11001", "A PIN has six digits; this one has 5."),
        ("1100011", "A PIN has six digits; this one has 7."),
        ("010001", "No PIN begins with 0."),
        ("11OOO1", "The PIN is digits only."),
        ("", "The PIN is missing."),
    ],
)
def test_a_wrong_pin_is_told_what_is_wrong(typed, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        parse_pin(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "9812345610",
        "98123 45610",
        "98123-45610",
        "09812345610",
        "+919812345610",
        "+91 98123 45610",
        "+91-98123-45610",
        "(+91) 98123.45610",
        "919812345610",
        "00919812345610",
        "\u202a+91 98123 45610\u202c",
    ],
)
def test_a_mobile_is_ten_digits_however_it_is_written(typed):
    assert parse_mobile(typed) == "9812345610"


def test_a_mobile_beginning_with_91_keeps_its_digits():
    assert parse_mobile("9198123456") == "9198123456"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("98123", "A mobile number has ten digits; this one has 5."),
        ("+91 98123", "A mobile number has ten digits; this one has 5."),
        ("98123456101", "A mobile number has ten digits; this one has 11."),
        ("5812345610", "A mobile number begins with 6, 7, 8 or 9; this one begins with 5."),
        ("+14155550123", "Only Indian mobile numbers (+91) can be used."),
        ("98123x5610", "The mobile number is digits only."),
        ("  ", "The mobile number is missing."),
    ],
)
def test_a_wrong_mobile_is_told_what_is_wrong(typed, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        parse_mobile(typed)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("ravi@example.in", "ravi@example.in"),
        (" Ravi.Kumar+post@Example.CO.IN ", "Ravi.Kumar+post@example.co.in"),
        ("o'brien@xn--11b4c3d.example", "o'brien@xn--11b4c3d.example"),
    ],
)
def test_an_email_address_keeps_its_local_part(typed, address):
    assert parse_email(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ravi",
        "@example.in",
        "ravi@",
        "ravi@example",
        "ravi@exa_mple.in",
        "ravi@-example.in",
        "ravi@example..in",
        "ravi@192.168.0.1",
        "ravi@[192.168.0.1]",
        ".ravi@example.in",
        "ra..vi@example.in",
        "ra vi@example.in",
        "ravi@example.in, b@example.in",
        "Ravi <ravi@example.in>",
        "रवि@example.in",
        "r" * 65 + "@example.in",
        "r@" + "a." * 127 + "in",
    ],
)
def test_what_is_no_email_address_is_refused(typed):
    with pytest.raises(ValueError, match=r"e-mail address.*\.$"):
        parse_email(typed)


@thorough
@given(st.text(), st.sampled_from(["\r", "\n", "\0", "\x1b", "\x85", "\u2028", ","]), st.text())
def test_nothing_in_an_email_address_can_begin_another_header(before, breaker, after):
    for typed in (
        f"ravi{before}{breaker}{after}x@example.in",
        f"ravi@example{before}{breaker}{after}x.in",
    ):
        try:
            address = parse_email(typed)
        except ValueError:
            continue
        assert breaker not in address
        assert set(address) <= set(map(chr, range(0x21, 0x7F)))


def test_an_employee_id_is_eight_digits():
    assert parse_employee_id(" 10000001 ") == "10000001"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1000001", "An employee ID has eight digits; this one has 7."),
        ("1000000I", "The employee ID is digits only."),
        ("", "The employee ID is missing."),
    ],
)
def test_a_wrong_employee_id_is_told_what_is_wrong(typed, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        parse_employee_id(typed)


@thorough
@given(st.text(), st.sampled_from([parse_pin, parse_mobile, parse_email, parse_employee_id]))
def test_any_text_is_understood_or_refused(text, parse):
    try:
        understood = parse(text)
    except ValueError:
        return
    assert parse(understood) == understood
