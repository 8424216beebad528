"""Customer text is kept as it was typed."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dopcrm_tui.rules.customer_text import clean_line, clean_text

thorough = settings(max_examples=300, deadline=None)
storable = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  The parcel came open.  \n", "The parcel came open."),
        ("first\r\nsecond\rthird\nfourth", "first\nsecond\nthird\nfourth"),
        ("amount\t500", "amount 500"),
        ("cafe\u0301", "caf\u00e9"),
        ("रवि कुमार", "रवि कुमार"),
        ("क\u094dष\u200d", "क\u094dष\u200d"),
        ("\x1b[2J stays \u202e as evidence \x07", "\x1b[2J stays \u202e as evidence \x07"),
        ("[red]see [1][/red]", "[red]see [1][/red]"),
    ],
)
def test_text_keeps_what_was_typed(typed, kept):
    assert clean_text(typed, "Description", 4_000) == kept


def test_a_line_turns_pasted_line_ends_into_spaces():
    assert clean_line("Ravi\r\nKumar\tSingh\n", "Name", 80) == "Ravi Kumar Singh"


@pytest.mark.parametrize("clean", [clean_line, clean_text])
@pytest.mark.parametrize("typed", ["", "   ", "\r\n\t"])
def test_nothing_typed_is_refused(clean, typed):
    with pytest.raises(ValueError, match=r"^Description is empty\. Please fill it in\.$"):
        clean(typed, "Description", 4_000)


def test_too_long_says_by_how_much():
    sentence = r"^Description is 96,000 characters too long: the limit is 4,000\.$"
    with pytest.raises(ValueError, match=sentence):
        clean_text("x" * 100_000, "Description", 4_000)


def test_one_character_too_long_is_one_character():
    with pytest.raises(ValueError, match="Name is 1 character too long: the limit is 80"):
        clean_line("x" * 81, "Name", 80)


def test_the_limit_itself_fits():
    assert clean_text(f" {'x' * 4_000} ", "Description", 4_000) == "x" * 4_000


@pytest.mark.parametrize("clean", [clean_line, clean_text])
@pytest.mark.parametrize("bad", ["\0", chr(0xD800), chr(0xDFFF)])
def test_what_no_store_keeps_is_refused_with_its_place(clean, bad):
    sentence = r"^Name: character 5 cannot be stored\. Please delete it\.$"
    with pytest.raises(ValueError, match=sentence):
        clean(f"Ravi{bad}", "Name", 80)


@thorough
@given(storable, st.sampled_from([clean_line, clean_text]))
def test_cleaning_is_normal_and_done_once(text, clean):
    try:
        kept = clean(text, "Description", 4_000)
    except ValueError:
        assert not text.strip()
        return
    assert clean(kept, "Description", 4_000) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert not set(kept) & {"\r", "\t"}
    kept.encode()


@thorough
@given(storable)
def test_no_character_but_white_space_is_lost(text):
    try:
        kept = clean_text(text, "Description", 4_000)
    except ValueError:
        return
    assert unicodedata.normalize("NFC", kept).split() == unicodedata.normalize("NFC", text).split()
