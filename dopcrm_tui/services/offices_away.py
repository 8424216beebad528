"""Finding an office while the store is away, in the list that comes with the program.

What administrators have changed since is not in it; the store has the last word when it is back.
"""

import gc
from collections.abc import Iterator
from functools import cache
from threading import Event, Lock
from typing import NamedTuple

from data.catalogues.offices import RANKS, OfficeRow, office_words, read_offices
from dopcrm_tui.rules.contact import parse_pin
from dopcrm_tui.rules.offices import OfficePath
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.vocabulary import OfficeKind
from dopcrm_tui.services.directory import OfficeView

_LAST = RANKS["bo"]

AT_ONCE, GIVEN = 50, 0.002
"""So many offices are read before keys may have so many seconds."""


_reading, _wanted = Lock(), Event()


class _Listed(NamedTuple):
    words: str
    """Every word by which it is found, with a blank before each."""
    row: OfficeRow


_list: list[_Listed] = []


def find(text: str, limit: int = 8) -> tuple[OfficeView, ...]:
    """Return offices by the beginnings of words, PIN or code; head and sub offices first."""
    begun = [f" {word}" for word in text.lower().split()]
    if not begun:
        return ()
    found = (one.row for one in _all() if all(word in one.words for word in begun))
    best = sorted(found, key=lambda row: (RANKS[row.kind] == _LAST, row.name))[:limit]
    return tuple(_view(row) for row in best)


def at_pin(pin: str) -> tuple[OfficeView, ...]:
    """Return the delivery offices of a PIN, else all of it. Raises InvalidInput for `pin`."""
    try:
        wanted = parse_pin(pin)
    except ValueError as problem:
        raise InvalidInput({"pin": str(problem)}) from None
    rows = [one.row for one in _all() if one.row.pin == wanted]
    rows = [row for row in rows if row.delivery] or rows
    rows.sort(key=lambda row: (RANKS[row.kind], row.name))
    return tuple(_view(row) for row in rows)


def be_ready() -> None:
    """Read the list before it is needed, a little at a time: keys come before it."""
    _read()


def _all() -> list[_Listed]:
    """Return the list at once: somebody waits for it."""
    _wanted.set()
    return _read()


def _read() -> list[_Listed]:
    """Read the list once, whoever asks first.

    No garbage is looked for meanwhile, and never in the list: with half a million things more to
    look at, that would stop every key for a tenth of a second.
    """
    with _reading:
        if not _list:
            gc.disable()
            try:
                _list.extend(_listed())
                gc.freeze()
            finally:
                gc.enable()
        return _list


def _listed() -> Iterator[_Listed]:
    for place, row in enumerate(read_offices(), 1):
        if place % AT_ONCE == 0 and not _wanted.is_set():
            _wanted.wait(GIVEN)
        words = office_words(row.name, row.pin, row.code, row.district)
        yield _Listed(" " + " ".join(words), row)


@cache
def _above() -> dict[int, OfficeRow]:
    """The offices that others lie below, by id."""
    return {one.row.id: one.row for one in _all() if RANKS[one.row.kind] < _LAST}


def _view(row: OfficeRow) -> OfficeView:
    def name(office_id: int | None) -> str | None:
        above = _above().get(office_id) if office_id else None
        return above.name if above else None

    parent = _above().get(row.parent_id) if row.parent_id else None
    kind = OfficeKind(row.kind)
    levels = (row.head_office_id, row.division_id, row.region_id, row.circle_id)
    return OfficeView(
        id=row.id,
        code=row.code,
        name=row.name,
        kind=kind,
        pin=row.pin,
        delivery=row.delivery,
        district=row.district or "",
        state=row.state or "",
        active=True,
        parent_code=parent.code if parent else None,
        division=name(row.division_id),
        region=name(row.region_id),
        circle=name(row.circle_id),
        path=OfficePath(row.id, kind, *levels),
    )
