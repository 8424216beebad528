"""Lengths of time as people read them, and as a history keeps them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dopcrm_tui.rules.dates import read_duration, show_spell, write_duration


@pytest.mark.parametrize(
    ("spell", "words"),
    [
        (timedelta(0), "0 s"),
        (timedelta(seconds=59), "59 s"),
        (timedelta(minutes=48), "48 min"),
        (timedelta(hours=23, minutes=59, seconds=59), "23 h 59 min"),
        (timedelta(hours=48), "2 d"),
        (timedelta(days=2, hours=3), "2 d 3 h"),
        (timedelta(days=2, hours=3, minutes=59), "2 d 3 h 59 min"),
        (timedelta(days=2, minutes=30, seconds=59), "2 d 30 min"),
        (timedelta(days=-2, hours=-3), "2 d 3 h"),
        (timedelta(milliseconds=900), "0 s"),
    ],
)
def test_a_spell_is_told_to_the_minute(spell, words):
    assert show_spell(spell) == words


@pytest.mark.parametrize(
    ("spell", "written"),
    [
        (timedelta(days=21), "P21D"),
        (timedelta(hours=48), "P2D"),
        (timedelta(days=1, hours=12, minutes=5), "P1DT12H5M"),
        (timedelta(seconds=1), "PT1S"),
        (timedelta(0), "PT0S"),
        (timedelta(hours=-2), "-PT2H"),
    ],
)
def test_a_duration_is_kept_as_iso_8601(spell, written):
    assert write_duration(spell) == written


@pytest.mark.parametrize(("written", "hours"), [("PT48H", 48), ("P1DT24H", 48), ("-PT2H", -2)])
def test_a_duration_is_read_however_it_was_put(written, hours):
    assert read_duration(written) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "written", ["", "P", "PT", "P1DT", "7D", "P7", "P1W", "P٣D", "P1D ", "--P1D"]
)
def test_what_is_no_duration_is_refused(written):
    with pytest.raises(ValueError, match="no duration"):
        read_duration(written)


@given(st.timedeltas(timedelta(days=-4_000), timedelta(days=4_000)))
def test_every_duration_is_read_as_it_was_written(spell):
    assert read_duration(write_duration(spell)) == spell
