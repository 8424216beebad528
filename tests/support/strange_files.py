"""Files as customers bring them, and as nobody should."""

import zlib
from io import BytesIO
from pathlib import Path

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from dopcrm_tui.demo.letters import pdf

PDF = pdf("A receipt.")

_GPS, _LATITUDE, _REFERENCE = 0x8825, 2, 1


def padded_pdf(size: int) -> bytes:
    """Return a PDF of so many bytes."""
    spare = size - len(pdf(""))
    made = pdf("x" * (spare - len(str(spare)) + 1))
    while len(made) != size:
        spare += size - len(made)
        made = pdf("x" * spare)
    return made


def jpeg(
    width: int = 16, height: int = 16, *, place: tuple[float, ...] = (), xmp: str = ""
) -> bytes:
    """Return a JPEG; `place` is a latitude in degrees, minutes, seconds."""
    picture, held = Image.new("RGB", (width, height), "red"), BytesIO()
    exif = Image.Exif()
    exif[271] = "A camera"
    if place:
        exif.get_ifd(_GPS)[_REFERENCE] = "N"
        exif.get_ifd(_GPS)[_LATITUDE] = place
    picture.save(held, "JPEG", exif=exif, **({"xmp": xmp.encode()} if xmp else {}))
    return held.getvalue()


def place_of(content: bytes) -> dict[int, object]:
    """Return what a JPEG says of where it was taken."""
    with Image.open(BytesIO(content)) as picture:
        return dict(picture.getexif().get_ifd(_GPS))


def pixels_of(content: bytes) -> bytes:
    """Return the picture itself."""
    with Image.open(BytesIO(content)) as picture:
        return picture.tobytes()


def _written(writer: PdfWriter) -> bytes:
    held = BytesIO()
    writer.write(held)
    return held.getvalue().rstrip() + b"\n"


def _blank() -> PdfWriter:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    return writer


def with_script() -> bytes:
    """A PDF that runs a program when it is opened."""
    return assembled((_opening(b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"), _PAGES, _PAGE))


def with_launch() -> bytes:
    """A PDF whose page starts another program when it is turned to."""
    writer = _blank()
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")}
    )
    aa = DictionaryObject({NameObject("/O"): writer._add_object(action)})
    writer.pages[0][NameObject("/AA")] = aa
    return _written(writer)


def with_file() -> bytes:
    """A PDF that carries another file."""
    writer = _blank()
    writer.add_attachment("evil.exe", b"MZ")
    return _written(writer)


def hidden_script() -> bytes:
    """A PDF whose script lies compressed among other objects, in none that a search can see."""
    packed = zlib.compress(b"5 0 << /S /JavaScript /JS (app.alert) >>")
    told = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"
    stream = b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(packed), told, packed)
    objects = (_opening(b"5 0 R"), _PAGES, _PAGE, stream)
    body, places = _body(b"%PDF-1.5\n", objects)
    rows = [(0, 0, 255), *((1, place, 0) for place in places), (2, 4, 0), (1, len(body), 0)]
    data = b"".join(bytes([kind]) + at.to_bytes(2, "big") + bytes([n]) for kind, at, n in rows)
    told = b"/Type /XRef /Size %d /W [1 2 1] /Root 1 0 R" % len(rows)
    body += b"6 0 obj\n<< /Length %d %b >>\nstream\n%b\nendstream\nendobj\n" % (
        len(data),
        told,
        data,
    )
    return body + b"startxref\n%d\n%%%%EOF\n" % rows[-1][1]


def locked() -> bytes:
    """A PDF with a password."""
    writer = _blank()
    writer.encrypt("secret", algorithm="RC4-128")
    return _written(writer)


def swelling(times: int = 1, megabytes: int = 128) -> bytes:
    """A PDF whose page comes to so many megabytes when it is opened; packed so many times."""
    data = bytes(megabytes * 1024 * 1024)
    for _ in range(times):
        data = zlib.compress(data, 9)
    filters = b" ".join([b"/FlateDecode"] * times)
    return pdf_with_stream(data, b"/Filter [ %b ]" % filters)


def pdf_with_stream(data: bytes, told: bytes = b"") -> bytes:
    """A PDF of one page that is drawn by a stream."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), told, data),
    )
    return assembled(objects)


_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"


def _opening(action: bytes) -> bytes:
    return b"<< /Type /Catalog /Pages 2 0 R /OpenAction %b >>" % action


def _body(body: bytes, objects: tuple[bytes, ...]) -> tuple[bytes, list[int]]:
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    return body, places


def assembled(objects: tuple[bytes, ...]) -> bytes:
    """A PDF of objects, the first of which is its catalogue."""
    body, places = _body(b"%PDF-1.4\n", objects)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    return (
        body
        + table
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            size,
            len(body),
        )
    )


def endless() -> bytes:
    """A PDF whose pages are their own children, and whose numbers lead in a circle."""
    return assembled(
        (
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 3 0 R >>",
            b"3 0 R",
        )
    )


def write(folder: Path, name: str, content: bytes) -> Path:
    """Put a file where it can be attached from."""
    file = folder / name
    file.write_bytes(content)
    return file
