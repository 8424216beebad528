"""A letter from an attacker reaches no terminal, through no widget."""

import re

import pytest

# Each is customer text as it may arrive; the part after `|` must still be readable.
PAYLOADS = {
    "title": b"\x1b]0;PWNED\x1b\\|title",
    "clear": b"\x1b[2J\x1b[H|clear",
    "clipboard": b"\x1b]52;c;cHduZWQ=\x07|clipboard",
    "device query": b"\x1b[c\x1b[5n\x1b[6n|query",
    "one-byte CSI": "\x9b2J\x9d0;PWNED\x9c|csi".encode(),
    "bidi": "CLOSED\u202e\u2066\u200f|bidi".encode(),
    "zero width": "a\u200bb\u2060c\ufeffd\u180e|zero".encode(),
    "markup": b"[red]x[/zz] [@click=app.exit]y[/] [link=http://a]z|markup",
    "broken": b"\xff\xfe\xc3(\xa0\xa1|broken",
    "bells": b"\x07\x08\x0b\x0c\r\x0e\x0f\x7f|bells",
    "alternate": b"\x1b[?1049l\x1bc\x1b#8|alternate",
}

# All that the screens themselves send: SGR, moves of the cursor, erasing, scrolling, modes.
OWN = re.compile(
    rb"\x1b\[[0-9;]*m|\x1b\[[0-9]+(?:;[0-9]+)?H|\x1b\[[0-9]*C|\x1b\[K"
    rb"|\x1b\[(?:[0-9]+;[0-9]+)?r|\x1b[DM]|\x1b\[\?(?:1049|25|1004|2004|7|2048|2026)[hl]"
    rb"|\x1b\[[<>][0-9]*u|\x1b\[\?(?:2026|2048)\$p|\x1b\]22;default\x07"
)
DANGEROUS = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)


@pytest.mark.parametrize("name", PAYLOADS)
def test_no_byte_of_a_payload_reaches_the_terminal_and_the_rest_is_read(name, open_toy, tmp_path):
    (tmp_path / "hostile").write_bytes(PAYLOADS[name])
    toy = open_toy("hostile")
    word = PAYLOADS[name].decode("utf-8", "replace").rpartition("|")[2]
    shown = toy.wait_for(lambda text: text.count(f"|{word}") >= 9)
    toy.settle()
    sent = OWN.sub(b"", bytes(toy.raw)).decode()
    assert DANGEROUS.findall(sent) == []
    if name == "markup":
        assert shown.count("[@click=app.exit]y[/]") >= 9


def test_what_is_typed_into_a_field_is_made_harmless_too(open_toy):
    toy = open_toy()
    toy.wait_for("ready")
    toy.press("\x1b[200~x\u202ey\u009bz\x1b[201~")
    toy.wait_for("x\ufffdy\ufffdz")


def test_a_terminal_without_utf_8_gets_ascii(open_toy, tmp_path):
    (tmp_path / "hostile").write_text("naïve — ₹500 │ रवि|end")
    toy = open_toy("hostile", env={"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "ascii"})
    toy.wait_for("na?ve - ?500 | ")
    toy.settle()
    assert bytes(toy.raw).isascii()
