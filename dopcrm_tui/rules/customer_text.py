"""Customer text on its way into the store: as typed, in NFC.

Control and direction characters stay, as evidence; they are made harmless where they are shown.
Refused is only what no database keeps: NUL and lone surrogates.
"""

import re
import unicodedata

_NOT_STORABLE = re.compile("[\0\ud800-\udfff]")
_LINE_END = re.compile("\r\n?")


def clean_line(text: str, label: str, max_length: int) -> str:
    """Give text of one line; pasted line ends become spaces. `label` names the field.

    Raises ValueError where it is empty, longer than `max_length` characters, or not storable.
    """
    return clean_text(_line_ends(text).replace("\n", " "), label, max_length)


def clean_text(text: str, label: str, max_length: int) -> str:
    """Give text of any lines: LF, no tabs, no outer white space, NFC. `label` names the field.

    Raises ValueError where it is empty, longer than `max_length` characters, or not storable.
    """
    bad = _NOT_STORABLE.search(text)
    if bad:
        raise ValueError(
            f"{label}: character {bad.start() + 1} cannot be stored. Please delete it."
        )
    cleaned = unicodedata.normalize("NFC", _line_ends(text).replace("\t", " ").strip())
    if not cleaned:
        raise ValueError(f"{label} is empty. Please fill it in.")
    over = len(cleaned) - max_length
    if over > 0:
        raise ValueError(
            f"{label} is {over:,} {'character' if over == 1 else 'characters'} too long: "
            f"the limit is {max_length:,}."
        )
    return cleaned


def _line_ends(text: str) -> str:
    return _LINE_END.sub("\n", text)
