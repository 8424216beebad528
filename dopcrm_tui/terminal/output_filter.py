"""The last look at every drawn segment, whatever widget drew it."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from dopcrm_tui.terminal.safe import rewritten, shown

REPLACEMENT = "\ufffd"
"""What a character that could act on the terminal becomes: one cell, so that the line stays put."""

# What a terminal without Unicode shows instead; whatever is not here becomes `?`.
_PLAIN = {
    ord(character): plain
    for plain, characters in {
        "|": "│┃║▊▎▌▐▏▕┊┆",
        "-": "─━═▔▁▀▄╌┄–—",
        "+": "┌┐└┘├┤┬┴┼╭╮╯╰┏┓┗┛╔╗╚╝",
        ".": "…·",
        "*": "•●✓",
        "o": "○",
        "x": "✗",
        "^": "↑▲",
        "v": "↓▼",
        "<": "←◀",
        ">": "→▶",
        "#": "█▓▒░",
        '"': "“”",
        "'": "‘’",
    }.items()
    for character in characters
}


class OutputFilter(LineFilter):
    """Let no control or bidi character reach the terminal, nor any it cannot write."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__()
        self._replace = _replacer(encoding)

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the segments with every dangerous character replaced."""
        return [
            segment
            if segment.control or (segment.text.isascii() and segment.text.isprintable())
            else Segment(rewritten(segment.text, self._replace), segment.style)
            for segment in segments
        ]


class Colourless(LineFilter):
    """Take the colours out of every segment and keep bold, underline and reverse (NO_COLOR)."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the segments without colours, which is also without the bytes for them."""
        return [
            Segment(text, style and style.without_color, control)
            for text, style, control in segments
        ]


@lru_cache
def _replacer(encoding: str) -> Callable[[str], str]:
    if codecs.lookup(encoding).name == "utf-8":
        return _harmless
    return lru_cache(4096)(lambda character: _folded(_harmless(character), encoding))


def _harmless(character: str) -> str:
    return character if shown(character) == character else REPLACEMENT


def _folded(character: str, encoding: str) -> str:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        plain = character.translate(_PLAIN)
        return plain if plain.isascii() else "?" * cell_len(character)
    return character
