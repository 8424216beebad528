"""Customer text is shown whole, and acts on nothing."""

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dopcrm_tui.terminal.safe import printable, safe, safe_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2Jgone", "^[[2Jgone"),
        ("\x1b]52;c;cHduZWQ=\x07", "^[]52;c;cHduZWQ=^G"),
        ("\x9b31m", "<U+009B>31m"),
        ("rub\x7fout", "rub^?out"),
        ("CLOSED\u202edesolc", "CLOSED<U+202E>desolc"),
        ("zero\u200bwidth\ufeff", "zero<U+200B>width<U+FEFF>"),
        ("tag\U000e0041", "tag<U+E0041>"),
        ("filler\u3164", "filler<U+3164>"),
        ("broken \udcff", "broken <U+DCFF>"),
        ("[red]500/-[/red] [@click=app.exit]", "[red]500/-[/red] [@click=app.exit]"),
        ("two\nlines\r\n\tthree", "two^Jlines^M^J^Ithree"),
        ("a\u00a0b\u3000c", "a b c"),
    ],
)
def test_what_would_act_on_the_terminal_is_named_instead(text, shown):
    assert printable(text) == shown


def test_line_ends_and_tabs_may_be_kept():
    assert printable("a\r\nb\n\tc\rd", newlines=True) == "a\nb\n    c^Md"


@pytest.mark.parametrize(
    "text",
    [
        "रवि कुमार, राष्ट्रपति भवन",
        "தமிழ்நாடு",
        "తెలుగు বাংলা മലയാളം ગુજરાતી ਪੰਜਾਬੀ ଓଡ଼ିଆ ಕನ್ನಡ অসমীয়া",
        "اردو سندھی کٲشُر",
        "ᱥᱟᱱᱛᱟᱲᱤ ꯃꯩꯇꯩꯂꯣꯟ बड़ो",
        "日本 한국 Ελλάδα Łódź €500 ₹500 ½ №7",
        "क्\u200dष शरद्\u200cचन्द्र",
        "ന്\u200d",
        "র\u200d\u09cdযাব",
        "می\u200cخواهم",
    ],
)
def test_letters_of_every_script_are_left_alone_and_so_are_joiners_that_shape_them(text):
    assert printable(text) == text


@pytest.mark.parametrize(
    "text", ["pass\u200dword", "\u200dक", "क\u200cख", "1\u200c2", "न्\u200c\u200d"]
)
def test_joiners_that_only_hide_are_named(text):
    assert "<U+200" in printable(text)


@given(st.text(st.characters(codec=None, exclude_characters="\u200c\u200d"), max_size=60))
def test_every_character_is_shown_as_itself_or_by_its_name(text):
    names = [printable(character) for character in text]
    assert printable(text) == "".join(names)
    for character, name in zip(text, names, strict=True):
        assert (
            name == character
            or name in (" ", "^?", f"<U+{ord(character):04X}>")
            or (name == "^" + chr(ord(character) ^ 0x40))
        )


@given(st.text(st.characters(codec=None), max_size=60))
def test_nothing_that_is_shown_is_a_control_or_has_no_glyph(text):
    kinds = {unicodedata.category(character) for character in printable(text)}
    assert not kinds & {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}


def test_markup_is_literal_in_widgets_and_in_commands():
    assert safe("[b]x[/zz]\x1b").plain == safe_text("[b]x[/zz]\x1b").plain == "[b]x[/zz]^["


def test_the_commands_get_safe_text_without_loading_textual_or_rich():
    code = (
        "import sys, dopcrm_tui.terminal.safe;"
        "print([name for name in ('textual', 'rich') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
