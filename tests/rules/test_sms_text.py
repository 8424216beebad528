"""How long an SMS is, and how a text is cut to fit."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dopcrm_tui.rules.sms_text import CUT, fitted, is_gsm, parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("{" * 80, 1),
        ("{" * 81, 2),
        ("ठ" * 70, 1),
        ("ठ" * 71, 2),
        ("ठ" * 134, 2),
        ("ठ" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_parts_are_counted_as_the_network_does(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(("text", "gsm"), [("Café @ £5", True), ("₹5", False), ("कोड", False)])
def test_one_sign_outside_the_alphabet_makes_the_whole_unicode(text, gsm):
    assert is_gsm(text) is gsm


def frame(said):
    return f"Complaint 26120000013: {said} India Post"


@given(st.text(max_size=400), st.integers(1, 3))
def test_what_is_fitted_fits_and_begins_as_it_was_written(said, most):
    fit = fitted(frame, said, most)
    assert parts(fit) <= most
    kept = fit.removeprefix("Complaint 26120000013: ").removesuffix(" India Post")
    assert kept == said or said.startswith(kept.removesuffix(CUT))


@given(st.lists(st.sampled_from(["क्षत्रियाँ", "नहीं", "पार्सल", "कि"]), min_size=60, max_size=90))
def test_no_letter_loses_its_marks(words):
    said = "".join(words)
    fit = fitted(frame, said, 2)
    kept = fit.removeprefix("Complaint 26120000013: ").removesuffix(" India Post")
    assert kept.endswith(CUT)
    assert not unicodedata.category(said[len(kept) - len(CUT)]).startswith("M")


def test_a_text_that_fits_is_not_touched():
    assert fitted(frame, "Delivered.", 1) == frame("Delivered.")
