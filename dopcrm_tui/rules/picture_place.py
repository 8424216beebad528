"""Taking out of a picture where it was taken: the bytes stay in their places, the picture as it is.

Exif 2.32: an APP1 segment holds a TIFF whose first directory points (tag 0x8825) to the GPS one.
XMP says the same in words.
"""

import re
from collections.abc import Iterator
from typing import Literal

_EXIF, _XMP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"
_APP1, _SOS = 0xE1, 0xDA
_GPS_POINTER, _ENTRY = 0x8825, 12
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
"""Bytes of one value, by TIFF's kinds."""

_SAID = re.compile(rb'(exif:GPS\w+\s*=\s*")([^"]*)"|(<exif:GPS\w+[^>]*>)([^<]*)<')
_Order = Literal["little", "big"]


def without_place(content: bytes) -> bytes:
    """Return a JPEG of the same length that does not say where it was taken."""
    made = bytearray(content)
    for start, end in _app1_segments(content):
        if content.startswith(_EXIF, start):
            _blank_exif(made, start + len(_EXIF), end)
        elif content.startswith(_XMP, start):
            _blank_xmp(made, start, end)
    return bytes(made)


def _app1_segments(content: bytes) -> Iterator[tuple[int, int]]:
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, size = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == _SOS or size < 2:
            return
        if marker == _APP1:
            yield at + 4, min(at + 2 + size, len(content))
        at += 2 + size


def _blank_xmp(made: bytearray, start: int, end: int) -> None:
    for found in _SAID.finditer(bytes(made[start:end])):
        place = 2 if found[2] is not None else 4
        low, high = found.span(place)
        made[start + low : start + high] = b" " * (high - low)


def _blank_exif(made: bytearray, tiff: int, end: int) -> None:
    orders: dict[bytes, _Order] = {b"II": "little", b"MM": "big"}
    if (order := orders.get(bytes(made[tiff : tiff + 2]))) is None:
        return

    def number(at: int, size: int) -> int:
        return int.from_bytes(made[at : at + size], order) if at + size <= end else 0

    first = tiff + number(tiff + 4, 4)
    for entry in _entries(first, number(first, 2), end):
        if number(entry, 2) != _GPS_POINTER:
            continue
        gps = tiff + number(entry + 8, 4)
        for inner in _entries(gps, number(gps, 2), end):
            size = number(inner + 4, 4) * _SIZES.get(number(inner + 2, 2), 1)
            if size > 4:
                low = tiff + number(inner + 8, 4)
                _zero(made, low, min(low + size, end))
            _zero(made, inner, min(inner + _ENTRY, end))
        _zero(made, gps, min(gps + 2, end))


def _entries(directory: int, count: int, end: int) -> list[int]:
    places = (directory + 2 + n * _ENTRY for n in range(count))
    return [place for place in places if place + _ENTRY <= end]


def _zero(made: bytearray, low: int, high: int) -> None:
    if low < high:
        made[low:high] = bytes(high - low)
