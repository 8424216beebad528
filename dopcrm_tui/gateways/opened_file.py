"""Opening a file that a stranger made: run as a program of its own, which may be killed.

The file comes on standard input, its kind is the one argument; one word is said of it. Bounds are
set before any parser is loaded, and nothing else of this program is.
"""

import resource
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any

CPU_SECONDS = 5
MEMORY = 512 * 1024 * 1024
SWOLLEN = 64 * 1024 * 1024
"""Bytes that the streams of a PDF may come to when they are opened."""

GOOD, LOCKED, PROGRAM, FILES = "good", "locked", "program", "files"
SWELLS, DAMAGED, HEAVY = "swells", "damaged", "heavy"

_ACTS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/Movie"}
)
_PROGRAMS = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMedia", "/RichMediaContent"})
_INSIDE = frozenset({"/EmbeddedFiles", "/EmbeddedFile", "/EF", "/Collection"})
_CHUNK = 65_536


class _Found(Exception):
    """The word to be said."""


def bind() -> None:
    """Take from this process what it does not need."""
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def look_into_pdf(content: bytes) -> str:
    """Return what is wrong with a PDF, or that it is good."""
    import logging

    from pypdf import PdfReader

    logging.disable(logging.CRITICAL)
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        return LOCKED
    swollen = 0
    for one in _objects(reader):
        swollen += _weigh(one, SWOLLEN - swollen)
        _look_at(one)
    return GOOD if len(reader.pages) else DAMAGED


def _objects(reader: Any) -> Iterator[Any]:  # noqa: ANN401  pypdf's own kinds
    """Yield every object, and all that lies in each, however deep."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    numbers = {key for table in reader.xref.values() for key in table} | set(reader.xref_objStm)
    heap: list[Any] = [reader.trailer]
    heap += [IndirectObject(number, 0, reader).get_object() for number in sorted(numbers)]
    while heap:
        one = heap.pop()
        if isinstance(one, DictionaryObject):
            yield one
            heap += [one.raw_get(key) for key in one]
        elif isinstance(one, ArrayObject):
            heap += list(one)


def _look_at(one: Any) -> None:  # noqa: ANN401
    names = set(one)
    if names & _PROGRAMS or (one.get("/S") in _ACTS and "/S" in names):
        raise _Found(PROGRAM)
    if names & _INSIDE or one.get("/Type") == "/EmbeddedFile":
        raise _Found(FILES)


def _weigh(one: Any, room: int) -> int:  # noqa: ANN401
    """Return how large a stream is when it is opened. Raises `_Found` where it has no room."""
    from pypdf.generic import StreamObject

    if not isinstance(one, StreamObject):
        return 0
    filters = one.get("/Filter", [])
    names = filters if isinstance(filters, list) else [filters]
    data = one._data if isinstance(one._data, bytes) else str(one._data).encode()
    size = len(data)
    for name in names:
        if name not in {"/FlateDecode", "/Fl"}:
            break
        data = _inflated(data, room)
        size = len(data)
    if size > room:
        raise _Found(SWELLS)
    return size


def _inflated(data: bytes, room: int) -> bytes:
    stream, found, size = zlib.decompressobj(), [], 0
    with suppress(zlib.error):  # a viewer shows what it can of a broken stream
        while data:
            chunk = stream.decompress(data, _CHUNK)
            size += len(chunk)
            if size > room:
                raise _Found(SWELLS)
            found.append(chunk)
            data = stream.unconsumed_tail
    return b"".join(found)


def look_into_jpeg(content: bytes) -> str:
    """Return whether a JPEG can be decoded to its end; without Pillow it is believed."""
    try:
        from PIL import Image
    except ImportError:
        return GOOD
    Image.MAX_IMAGE_PIXELS = None  # its size was looked at before, in the header
    with Image.open(BytesIO(content), formats=["JPEG"]) as picture:
        picture.load()
    return GOOD


LOOKS: dict[str, Callable[[bytes], str]] = {"pdf": look_into_pdf, "jpeg": look_into_jpeg}


def main() -> None:
    """Say what is found."""
    bind()
    content = sys.stdin.buffer.read()
    try:
        said = LOOKS[sys.argv[1]](content)
    except _Found as found:
        said = str(found)
    except (MemoryError, RecursionError):
        said = HEAVY
    except Exception:
        said = DAMAGED
    sys.stdout.write(said)


if __name__ == "__main__":
    main()
