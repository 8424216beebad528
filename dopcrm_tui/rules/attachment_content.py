"""Which kind an attachment is, by its content: a whole JPEG or a whole PDF of at most 200 KB.

The limit and the two kinds are the handbook's. Nothing is decoded: the structure is walked, from
the first byte to the last, so that a file cut off or with another hidden in it is refused.
"""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Literal

LARGEST = 204_800
"""Bytes of the largest attachment: 200 KB."""

MOST_PIXELS = 20_000_000
"""Pixels of the largest picture: more would swell in the viewer of whoever opens it."""

Kind = Literal["jpeg", "pdf"]

_CLAIMS = {".jpg": "a JPEG", ".jpeg": "a JPEG", ".pdf": "a PDF"}
_OTHERS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "PNG"),
    (re.compile(rb"GIF8[79]a"), "GIF"),
    (re.compile(rb"PK(?:\x03\x04|\x05\x06)"), "a ZIP or Office file"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "an old Office file"),
    (re.compile(rb"....ftyp(?:hei|hev|mif1|msf1)", re.DOTALL), "HEIC"),
    (re.compile(rb"II\*\x00|MM\x00\*"), "TIFF"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "WebP"),
    (re.compile(rb"BM....\x00\x00\x00\x00", re.DOTALL), "BMP"),
)
_ZIP_END = b"PK\x05\x06"
_PADDING = b"\x00\t\n\f\r "
_MARKER = re.compile(rb"\xff+([^\x00\xff])")
_AFTER_SCAN = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def kind_of(content: bytes, file_name: str) -> Kind:
    """Tell which kind of attachment `content` is; `file_name` is for the sentences only.

    Raises ValueError where it is too large, neither kind, damaged, or two kinds in one.
    """
    check_size(len(content), file_name)
    if content.startswith(b"\xff\xd8\xff"):
        _check_jpeg(content, file_name)
        return "jpeg"
    if content.startswith(b"%PDF-"):
        _check_pdf(content, file_name)
        if _is_archive_too(content):
            raise ValueError(f"{file_name} is an archive as well. Attach what it holds by itself.")
        return "pdf"
    raise ValueError(_neither(content, file_name))


def check_size(size: int, file_name: str) -> None:
    """Refuse an attachment of no bytes or above 200 KB, before it is read.

    Raises ValueError with the sentence for the field.
    """
    if size == 0:
        raise ValueError(f"{file_name} is empty. Attach a JPEG or a PDF.")
    if size > LARGEST:
        raise ValueError(f"{file_name} is {-(-size // 1024):,} KB; the limit is 200 KB.")


def _is_archive_too(content: bytes) -> bool:
    """Whether a ZIP ends where the file does: its last record says how long the comment is."""
    at = content.rfind(_ZIP_END)
    while at >= 0:
        comment = int.from_bytes(content[at + 20 : at + 22], "little")
        if at + 22 + comment == len(content):
            return True
        at = content.rfind(_ZIP_END, 0, at)
    return False


def _neither(content: bytes, file_name: str) -> str:
    found = next((kind for magic, kind in _OTHERS if magic.match(content)), "of an unknown kind")
    claim = _CLAIMS.get(PurePath(file_name).suffix.lower())
    wrong = f"is not {claim}" if claim else "cannot be attached"
    return f"{file_name} {wrong}: its content is {found}. Attach a JPEG or a PDF."


def _check_pdf(content: bytes, file_name: str) -> None:
    if not content.rstrip(_PADDING).endswith(b"%%EOF"):
        raise ValueError(
            f"{file_name} is not a whole PDF: its end is missing. "
            "Attach it again from the original."
        )


def _check_jpeg(content: bytes, file_name: str) -> None:
    if b"%PDF-" in content:
        raise ValueError(f"{file_name} is a JPEG with a PDF inside. Attach one or the other.")
    segments = list(_segments(content))
    markers = [marker for marker, _ in segments]
    if not segments or markers[-1] != _EOI or _SOS not in markers:
        raise ValueError(
            f"{file_name} is not a whole JPEG: it is cut off or damaged. "
            "Attach it again from the original."
        )
    _check_pixels([payload for marker, payload in segments if marker in _FRAMES], file_name)
    if segments[-1][1].strip(_PADDING):
        raise ValueError(
            f"{file_name} goes on after the end of its picture. Save it again as a JPEG."
        )


def _check_pixels(frames: list[bytes], file_name: str) -> None:
    """Check the sizes in the frame headers: precision 1 byte, height 2, width 2."""
    pixels = [
        int.from_bytes(frame[1:3], "big") * int.from_bytes(frame[3:5], "big") for frame in frames
    ]
    if not pixels or 0 in pixels:
        raise ValueError(f"{file_name} is a JPEG without a picture.")
    if max(pixels) > MOST_PIXELS:
        raise ValueError(
            f"{file_name} has {max(pixels) / 1_000_000:.1f} megapixels; the limit is 20."
        )


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Walk the segments of a JPEG: marker and payload; EOI comes with whatever follows it.

    Ends early, without EOI, where the structure breaks.
    """
    at = 2
    while (found := _MARKER.match(content, at)) and (marker := found[1][0]) != _SOI:
        at = found.end()
        if marker == _EOI:
            yield marker, content[at:]
            return
        if marker in _ALONE:
            continue
        size = int.from_bytes(content[at : at + 2], "big")
        if size < 2 or at + size > len(content):
            return
        yield marker, content[at + 2 : at + size]
        at += size
        if marker == _SOS:
            after = _AFTER_SCAN.search(content, at)
            at = after.start() if after else len(content)
