"""Attachments are what their content is, whatever their name says."""

import zipfile

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dopcrm_tui.rules.attachment_content import check_size, kind_of

thorough = settings(max_examples=200, deadline=None)
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< >>\nstartxref\n0\n%%EOF\n"


def segment(marker: int, payload: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + (len(payload) + 2).to_bytes(2, "big") + payload


def jpeg(width=640, height=480, scan=b"\x12\x34\xff\x00\x56\xff\xd0\x78", before=b"", frame=0xC0):
    size = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
        + before
        + segment(0xDB, bytes(65))
        + segment(frame, b"\x08" + size + b"\x01\x01\x11\x00")
        + segment(0xC4, bytes(20))
        + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
        + scan
        + b"\xff\xd9"
    )


def sentence(content, file_name):
    with pytest.raises(ValueError, match=r"\.$") as refused:
        kind_of(content, file_name)
    return str(refused.value)


@pytest.mark.parametrize("name", ["photo.jpg", "photo.JPEG", "letter.pdf", "photo"])
def test_a_jpeg_is_a_jpeg_by_any_name(name):
    assert kind_of(jpeg(), name) == "jpeg"


@pytest.mark.parametrize("name", ["letter.pdf", "LETTER.PDF", "photo.jpg", "letter"])
@pytest.mark.parametrize("after", [b"", b"\r\n", b"\n\0\0 "])
def test_a_pdf_is_a_pdf_by_any_name_and_with_white_space_after_it(name, after):
    assert kind_of(PDF.rstrip() + after, name) == "pdf"


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            "letter.pdf",
            "letter.pdf is not a PDF: its content is PNG. Attach a JPEG or a PDF.",
        ),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            "photo.png",
            "photo.png cannot be attached: its content is PNG. Attach a JPEG or a PDF.",
        ),
        (b"GIF89a\x01\0", "photo.jpg", "photo.jpg is not a JPEG: its content is GIF."),
        (b"PK\x03\x04\x14\0", "letter.docx", "its content is a ZIP or Office file."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "letter.doc", "its content is an old Office file."),
        (b"\0\0\0\x18ftypheic\0\0", "photo.jpeg", "photo.jpeg is not a JPEG: its content is HEIC."),
        (b"\0\0\0\x18ftypmif1\0\0", "photo.jpg", "its content is HEIC."),
        (b"II*\0\x08\0\0\0", "scan.tif", "its content is TIFF."),
        (b"MM\0*\0\0\0\x08", "scan.tif", "its content is TIFF."),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "photo.jpg", "its content is WebP."),
        (b"BM\x36\0\x0c\0\0\0\0\0", "scan.bmp", "its content is BMP."),
        (b"MZ\x90\0", "a.pdf\0.exe", "its content is of an unknown kind."),
        (b"Dear Sir,", "letter.pdf", "its content is of an unknown kind."),
        (b"\n" + PDF, "letter.pdf", "its content is of an unknown kind."),
    ],
)
def test_other_kinds_are_named(content, name, expected):
    assert expected in sentence(content, name)


def test_an_archive_in_disguise_is_refused(tmp_path):
    archive = tmp_path / "both"
    archive.write_bytes(PDF)
    with zipfile.ZipFile(archive, "a") as held:
        held.writestr("evil.exe", b"MZ")
        held.comment = b"\n%%EOF\n"
    both = archive.read_bytes()
    assert zipfile.is_zipfile(archive)
    assert "is an archive as well" in sentence(both, "both.pdf")


def test_201_kilobytes_are_one_too_many():
    assert sentence(bytes(201 * 1024), "photo.png") == "photo.png is 201 KB; the limit is 200 KB."


def test_the_limit_is_204_800_bytes():
    whole = PDF.rstrip() + b"\n" * (204_800 - len(PDF.rstrip()))
    assert kind_of(whole, "letter.pdf") == "pdf"
    assert sentence(whole + b"\n", "letter.pdf") == "letter.pdf is 201 KB; the limit is 200 KB."


def test_the_size_is_refused_before_anything_is_read():
    with pytest.raises(ValueError, match=r"film\.pdf is 1,024,000 KB; the limit is 200 KB\."):
        check_size(1_000 * 1024 * 1024, "film.pdf")


def test_an_empty_file_is_refused():
    assert sentence(b"", "letter.pdf") == "letter.pdf is empty. Attach a JPEG or a PDF."


@thorough
@given(st.integers(0, len(PDF.rstrip()) - 1))
def test_a_pdf_cut_off_anywhere_is_refused(length):
    sentence(PDF[:length], "letter.pdf")


def test_a_pdf_cut_off_says_what_to_do():
    assert "its end is missing. Attach it again" in sentence(PDF[:-8], "letter.pdf")


def test_a_pdf_with_a_scanned_picture_in_it_is_a_pdf():
    scanned = PDF.replace(b"endobj", b"stream\n" + jpeg() + b"\nendstream\nendobj")
    assert kind_of(scanned, "scan.pdf") == "pdf"


@pytest.mark.parametrize("length", range(1, len(jpeg())))
def test_a_jpeg_cut_off_anywhere_is_refused(length):
    assert "Attach" in sentence(jpeg()[:length], "photo.jpg")


@pytest.mark.parametrize("frame", [0xC0, 0xC1, 0xC2])
def test_baseline_and_progressive_jpegs_are_taken(frame):
    scans = b"\x12" + segment(0xC4, bytes(9)) + segment(0xDA, bytes(6)) + b"\x34\xff\x00\xff\xd9"
    assert kind_of(jpeg(frame=frame)[:-2] + scans, "photo.jpg") == "jpeg"


@thorough
@given(st.binary(max_size=300), st.binary(max_size=300))
def test_any_picture_data_and_any_thumbnail_are_taken(data, thumbnail):
    whole = jpeg(scan=data.replace(b"\xff", b"\xff\0"), before=segment(0xE1, thumbnail))
    assume(b"%PDF-" not in whole)
    assert kind_of(whole, "photo.jpg") == "jpeg"


@pytest.mark.parametrize(
    "hidden",
    [jpeg() + PDF, jpeg(before=segment(0xFE, PDF)), jpeg(scan=PDF)],
    ids=["after", "comment", "scan"],
)
def test_a_pdf_hidden_in_a_jpeg_is_refused(hidden):
    assert "a JPEG with a PDF inside" in sentence(hidden, "photo.jpg")


def test_anything_after_the_picture_is_refused():
    assert "goes on after the end" in sentence(jpeg() + b"PK\x05\x06" + bytes(18), "photo.jpg")


def test_padding_after_the_picture_is_taken():
    assert kind_of(jpeg() + bytes(16) + b"\r\n", "photo.jpg") == "jpeg"


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        (b"\xff\xd8\xff\xd9", "cut off or damaged"),
        (jpeg(frame=0xC8), "without a picture"),
        (jpeg(width=0), "without a picture"),
        (jpeg(before=b"\xff\xe2\x00\x01"), "cut off or damaged"),
        (jpeg(before=b"junk"), "cut off or damaged"),
        (jpeg(before=b"\xff\xd8"), "cut off or damaged"),
    ],
    ids=["nothing", "no frame", "no width", "short segment", "junk", "second start"],
)
def test_a_damaged_jpeg_is_refused(broken, expected):
    assert expected in sentence(broken, "photo.jpg")


def test_a_picture_that_swells_is_refused():
    assert kind_of(jpeg(width=5_000, height=4_000), "photo.jpg") == "jpeg"
    assert sentence(jpeg(width=16_384, height=16_384), "photo.jpg") == (
        "photo.jpg has 268.4 megapixels; the limit is 20."
    )


@thorough
@given(st.sampled_from([b"", b"\xff\xd8\xff", b"%PDF-", jpeg()[:60]]), st.binary(max_size=400))
def test_any_bytes_are_a_kind_or_refused(start, rest):
    try:
        kind = kind_of(start + rest, "letter.pdf")
    except ValueError:
        return
    assert (kind, rest.rstrip(b"\0\t\n\f\r ")[-5:]) == ("pdf", b"%%EOF")
