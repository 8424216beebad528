"""The passwords that are tried first, as the zxcvbn project collects them from what leaked."""

from functools import cache


@cache
def common_passwords() -> frozenset[str]:
    """Return some 30,000 of them, in small letters; they are loaded when first asked for."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])
