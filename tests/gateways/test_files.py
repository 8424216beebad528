"""Files that people name: only what they mean to bring is read, wherever a path leads."""

import os
import threading

import pytest

from dopcrm_tui.gateways.files import read_attachment

SECRET = b"what others may not see"


@pytest.fixture
def scans(tmp_path):
    folder = tmp_path / "scans"
    (folder / "today").mkdir(parents=True)
    (folder / "receipt.pdf").write_bytes(b"a receipt")
    (folder / "today" / "letter.pdf").write_bytes(b"a letter")
    (tmp_path / "secret.pdf").write_bytes(SECRET)
    return folder


@pytest.mark.parametrize("path", ["receipt.pdf", " receipt.pdf ", "{}/receipt.pdf"])
def test_what_lies_in_the_folder_is_read(scans, path):
    assert read_attachment(path.format(scans), scans) == ("receipt.pdf", b"a receipt")


def test_what_lies_further_down_is_read(scans):
    assert read_attachment("today/letter.pdf", scans) == ("letter.pdf", b"a letter")


OUTSIDE = [
    "../secret.pdf",
    "today/../../secret.pdf",
    "{}/../secret.pdf",
    "/etc/hostname",
    "~/x",
    "",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_is(scans, path):
    with pytest.raises(ValueError, match=r"cannot be read|is not a file"):
        read_attachment(path.format(scans), scans)


def test_no_link_leads_out(scans):
    (scans / "link.pdf").symlink_to(scans.parent / "secret.pdf")
    (scans / "folder").symlink_to(scans.parent)
    for path in ("link.pdf", "folder/secret.pdf"):
        with pytest.raises(ValueError, match="cannot be read"):
            read_attachment(path, scans)


STRANGE = {
    "a pipe": lambda folder: os.mkfifo(folder / "pipe.pdf") or "pipe.pdf",
    "a folder": lambda _: "today",
    "a device": lambda _: "/dev/zero",
    "a zero byte": lambda _: "receipt.pdf\0.exe",
    "300 signs": lambda _: "x" * 300,
    "no such file": lambda _: "nothing.pdf",
    "half a character": lambda _: "\udcff.pdf",
}


@pytest.mark.parametrize("within", [True, False], ids=["in a folder", "anywhere"])
@pytest.mark.parametrize("make", STRANGE.values(), ids=STRANGE)
def test_what_is_no_file_keeps_nobody_waiting(scans, make, within):
    path = make(scans)
    named = path if within or path.startswith("/") else str(scans / path)
    with pytest.raises(ValueError, match=r"\.$"):
        read_attachment(named, scans if within else None)


@pytest.mark.parametrize("swapped", ["receipt.pdf", "today"])
def test_a_link_put_in_its_place_at_the_wrong_moment_gives_nothing(scans, swapped):
    """Somebody swaps a file, or its folder, for a link, again and again."""
    target = scans.parent / ("secret.pdf" if swapped == "receipt.pdf" else "other")
    (scans.parent / "other").mkdir()
    (scans.parent / "other" / "letter.pdf").write_bytes(SECRET)
    stop = threading.Event()
    thread = threading.Thread(target=_swap, args=(scans / swapped, target, stop))
    thread.start()
    read = set()
    try:
        for _ in range(2_000):
            try:
                path = "receipt.pdf" if swapped == "receipt.pdf" else "today/letter.pdf"
                read.add(read_attachment(path, scans)[1])
            except ValueError:
                read.add(b"refused")
    finally:
        stop.set()
        thread.join()
    assert SECRET not in read
    assert b"refused" in read


def _swap(place, target, stop):
    aside = place.with_name("aside")
    while not stop.is_set():
        place.rename(aside)
        place.symlink_to(target)
        place.unlink()
        aside.rename(place)
