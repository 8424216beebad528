"""What comes from the keyboard, put in order before Textual parses it."""

from __future__ import annotations

import re

_PASTE_START, _PASTE_END = "\x1b[200~", "\x1b[201~"
_ESCAPE = "\x1b"
_VISIBLE_ESCAPE = "\u241b"

# Esc then a key of the number row, for terminals without F-keys; F11 is never bound.
_FUNCTION_KEYS = {
    "1": "\x1bOP",
    "2": "\x1bOQ",
    "3": "\x1bOR",
    "4": "\x1bOS",
    "5": "\x1b[15~",
    "6": "\x1b[17~",
    "7": "\x1b[18~",
    "8": "\x1b[19~",
    "9": "\x1b[20~",
    "0": "\x1b[21~",
    "=": "\x1b[24~",
    "\x1b": "\x1b[24~",
}
# Esc twice is F12 as well, unless the second one begins the sequence of a key.
_ESCAPE_THEN_KEY = re.compile(r"\x1b([0-9=]|\x1b(?![\[O]))")


class Keyboard:
    """Rewrite the characters a terminal sends, so that Textual reads what was meant.

    Esc then a digit becomes the F-key of that number, Esc then = or Esc becomes F12. Inside a
    bracketed paste an escape becomes a visible sign: Textual would replay what follows it as keys.
    """

    def __init__(self) -> None:
        self._pasting = False
        self._held = ""
        self._tail = ""

    def read(self, data: str, *, escape_pending: bool = False) -> str:
        """Return what Textual's parser shall see.

        `escape_pending`: the parser holds the escape that ended the data before, and still waits.
        """
        data, self._held = self._held + data, ""
        if escape_pending and not self._pasting and _ESCAPE_THEN_KEY.match(_ESCAPE + data):
            data = _FUNCTION_KEYS[data[0]].removeprefix(_ESCAPE) + data[1:]
        seen = []
        while data:
            part, data = self._pasted(data) if self._pasting else self._typed(data)
            seen.append(part)
        return "".join(seen)

    def _typed(self, data: str) -> tuple[str, str]:
        start = (self._tail + data).find(_PASTE_START)
        end = len(data) if start < 0 else start + len(_PASTE_START) - len(self._tail)
        self._pasting = start >= 0
        self._tail = "" if self._pasting else (self._tail + data)[1 - len(_PASTE_START) :]
        return _ESCAPE_THEN_KEY.sub(lambda key: _FUNCTION_KEYS[key[1]], data[:end]), data[end:]

    def _pasted(self, data: str) -> tuple[str, str]:
        pasted, end, rest = data.partition(_PASTE_END)
        self._pasting = not end
        if not end:
            cut = len(pasted) - _begun(pasted, _PASTE_END)
            pasted, self._held = pasted[:cut], pasted[cut:]
        return pasted.replace(_ESCAPE, _VISIBLE_ESCAPE) + end, rest


def _begun(text: str, marker: str) -> int:
    """Return how many characters at the end of the text may be the beginning of the marker."""
    return next((n for n in range(len(marker) - 1, 0, -1) if text.endswith(marker[:n])), 0)
