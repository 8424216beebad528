"""Keeping the search for garbage from stopping the keys."""

import gc

_kept = False


def keep_what_is_loaded() -> None:
    """Leave what is loaded by now out of every later search for garbage; once in a process.

    With all that the screens and the store stand on, such a search stopped every key for 110 ms.
    """
    global _kept
    if not _kept:
        _kept = True
        gc.freeze()
