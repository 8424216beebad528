"""Numbers and codes as people type and paste them."""

import unicodedata


def plain_code(text: str) -> str:
    """Drop spaces, dashes and invisible characters; write the digits of any script as 0-9.

    Telephone numbers copied from chat programs carry direction marks no one sees.
    """
    return "".join(_digit(sign) for sign in text if not _is_separator(sign))


def is_digits(text: str) -> bool:
    """Tell whether `text` is digits 0-9 and nothing else."""
    return text.isascii() and text.isdigit()


def _is_separator(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Pd", "Cf")


def _digit(sign: str) -> str:
    return str(unicodedata.decimal(sign, sign))
