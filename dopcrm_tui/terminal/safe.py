"""Customer text as it may be shown: what would act on a terminal is made visible, never hidden.

The commands import this module too, so Textual and Rich are loaded only where they are used.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text
    from textual.content import Content

_ZWNJ, _ZWJ = "\u200c", "\u200d"
_JOINERS = frozenset((_ZWNJ, _ZWJ))
_VIRAMA = 9
"""Canonical combining class of the viramas (Unicode, RFC 5892 appendix A.1)."""

# Letters, marks and symbols by category, yet drawn as nothing (Default_Ignorable_Code_Point).
_BLANK = frozenset(
    map(chr, [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0])
) | frozenset(map(chr, [*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))

# Format characters by category, yet drawn: the Arabic, Syriac and Kaithi number signs.
_DRAWN = frozenset(
    map(chr, [*range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD])
)


@lru_cache(4096)
def shown(character: str) -> str:
    """Return the character, or a visible name for it: `^[` for a control, else `<U+202E>`."""
    if (character.isprintable() and character not in _BLANK) or character in _DRAWN:
        return character
    code = ord(character)
    if code < 0x20:
        return f"^{chr(code + 0x40)}"
    if code == 0x7F:
        return "^?"
    if unicodedata.category(character) == "Zs":
        return " "
    return f"<U+{code:04X}>"


def printable(text: str, *, newlines: bool = False) -> str:
    """Return the text with every control, bidi and invisible character made visible.

    With `newlines`, line ends stay line ends (CRLF becomes one) and a tab becomes four spaces.
    """
    if newlines:
        lines = text.replace("\r\n", "\n").replace("\t", "    ").split("\n")
        return "\n".join(map(printable, lines))
    return rewritten(text, shown)


def rewritten(text: str, shown: Callable[[str], str]) -> str:
    """Return the text with `shown` applied to each character, except joiners where they belong."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character if character in _JOINERS and _joins(text, index) else shown(character)
        for index, character in enumerate(text)
    )


def _joins(text: str, index: int) -> bool:
    """Tell whether the joiner at `index` shapes letters (RFC 5892 CONTEXTJ, Bengali ya-phalaa)."""
    before, after = text[max(0, index - 2) : index], text[index + 1 : index + 2]
    if not before:
        return False
    if unicodedata.combining(before[-1]) == _VIRAMA:
        return len(before) == 2 and unicodedata.category(before[0])[0] in "LM"
    if text[index] == _ZWJ:
        return bool(after) and before[-1].isalpha() and unicodedata.combining(after) == _VIRAMA
    return _is_arabic(before[-1]) and _is_arabic(after)


def _is_arabic(character: str) -> bool:
    return bool(character) and unicodedata.name(character, "").startswith("ARABIC LETTER")


def safe(text: str, *, newlines: bool = False) -> Content:
    """Return untrusted text for a widget: literal, without markup, nothing invisible in it."""
    from textual.content import Content

    return Content(printable(text, newlines=newlines))


def safe_text(text: str, style: str = "", *, newlines: bool = False) -> Text:
    """Return untrusted text for Rich, as the commands print it."""
    from rich.text import Text

    return Text(printable(text, newlines=newlines), style=style)
