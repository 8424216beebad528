"""The number on the slip of a complaint that was taken while the store was away: P-7K3M-9QZD.

It follows from the key of the form, so that one form never has two. Its signs are digits and
capital letters without those that are read for others (I, L, O, U).
"""

from hashlib import sha256

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_FOR = str.maketrans("ILO", "110")
_LENGTH = 8


def provisional_number(once: str) -> str:
    """Return the number of the form with the key `once`."""
    drawn = int.from_bytes(sha256(once.encode()).digest())
    signs = "".join(_SIGNS[(drawn >> (5 * place)) & 31] for place in range(_LENGTH))
    return _shown(signs)


def parse_provisional(text: str) -> str | None:
    """Return a typed number as it is kept, None where it cannot be one."""
    plain = "".join(sign for sign in text.upper() if sign not in " -")
    signs = plain[1:].translate(_READ_FOR)
    if plain[:1] != "P" or len(signs) != _LENGTH or set(signs) - set(_SIGNS):
        return None
    return _shown(signs)


def _shown(signs: str) -> str:
    return f"P-{signs[:4]}-{signs[4:]}"
