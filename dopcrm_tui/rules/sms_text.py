"""How long an SMS is: in parts, as the telephone network counts them (3GPP TS 23.038)."""

import unicodedata
from collections.abc import Callable

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
_GSM_ONE, _GSM_MANY = 160, 153
_UNICODE_ONE, _UNICODE_MANY = 70, 67
CUT = "..."
"""What stands for the rest of a text; an ellipsis of one sign would make the whole Unicode."""

_JOINERS = frozenset("\u200c\u200d")


def is_gsm(text: str) -> bool:
    """Whether a text can go in the seven-bit alphabet."""
    return all(sign in _BASIC or sign in _EXTENDED for sign in text)


def parts(text: str) -> int:
    """Return how many messages a text is sent as; none for an empty one."""
    if is_gsm(text):
        units, one, many = len(text) + sum(sign in _EXTENDED for sign in text), _GSM_ONE, _GSM_MANY
    else:
        units, one, many = len(text.encode("utf-16-le")) // 2, _UNICODE_ONE, _UNICODE_MANY
    return -(-units // one) if units <= one else -(-units // many)


def fitted(write: Callable[[str], str], said: str, most: int) -> str:
    """Return what `write` makes of as much of a text as fits into `most` parts.

    What is cut ends in `CUT`, never between a letter and its marks.
    """
    whole = write(said)
    if parts(whole) <= most:
        return whole
    low, high = 0, len(said)
    while low < high:
        middle = (low + high + 1) // 2
        if parts(write(_cut(said, middle))) <= most:
            low = middle
        else:
            high = middle - 1
    return write(_cut(said, low))


def _cut(said: str, length: int) -> str:
    while 0 < length < len(said) and _hangs_on(said[length]):
        length -= 1
    return said[:length].rstrip() + CUT if length < len(said) else said


def _hangs_on(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M") or sign in _JOINERS
