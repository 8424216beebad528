"""A picture that is kept does not say where it was taken; all else of it stays as it was."""

import strange_files as made
from hypothesis import given, settings
from hypothesis import strategies as st

from dopcrm_tui.rules.picture_place import without_place

HERE = (9.0, 58.0, 11.5)
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description exif:GPSLatitude="9,58.19N"'
    ' exif:Make="A camera"/><exif:GPSLongitude>76,16.9E</exif:GPSLongitude></x:xmpmeta>'
)


def test_the_place_goes_and_the_picture_stays():
    before = made.jpeg(64, 48, place=HERE)
    assert made.place_of(before)
    after = without_place(before)
    assert not any(made.place_of(after).values())
    assert made.pixels_of(after) == made.pixels_of(before)
    assert len(after) == len(before)
    assert b"A camera" in after


def test_what_is_said_in_words_goes_too():
    after = without_place(made.jpeg(xmp=XMP))
    assert b"9,58.19N" not in after
    assert b"76,16.9E" not in after
    assert b'exif:Make="A camera"' in after


def test_a_picture_that_does_not_say_is_kept_byte_for_byte():
    for picture in (made.jpeg(), made.jpeg(xmp="<x/>")):
        assert without_place(picture) == picture


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 300))
def test_whatever_a_file_says_of_itself_it_keeps_its_length(noise, at):
    whole = made.jpeg(8, 8, place=HERE)
    broken = whole[:at] + noise + whole[at + len(noise) :]
    assert len(without_place(broken)) == len(broken)
