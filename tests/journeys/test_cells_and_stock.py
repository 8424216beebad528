"""What is sent cell by cell stands on the terminal as Textual itself would have put it there.

Two desks alike are walked with the same keys, one with each writer; after every key the two
terminals hold the same, cell by cell.
"""

import random
import sys
from time import monotonic

import pytest
from filed import act, file_complaint
from post_office import STAFF, SettableClock
from pty_terminal import ROOT, PtyTerminal

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.vocabulary import Action

APP = ROOT / "tests" / "journeys" / "home_app.py"
DOWN, UP, PAGE_DOWN, PAGE_UP, END, HOME = (
    *("\x1b[B", "\x1b[A", "\x1b[6~", "\x1b[5~", "\x1b[F", "\x1b[H"),
)
F1, F4, F5, F8, F12 = "\x1bOP", "\x1bOS", "\x1b[15~", "\x1b[19~", "\x1b[24~"
KEYS = (
    *(DOWN,) * 6,
    *(UP, PAGE_DOWN, PAGE_UP, END, HOME, "\t", "\t", "\x1b[Z", "\r", "\r"),
    *("1", "2", "2", "3", "7", "8", "m", "r", "v", "h", "i", "/", "E", "a", "0", "5", " "),
    *(F1, F4, F5, F8, F12, F12, F12, F12, F12),
)
PATIENCE = 60.0
"""Seconds until both must show the same, however busy the machine is."""
SIZES = ((80, 24), (132, 43), (97, 30))
NAMES = ("Ravi Kumar", "रवि कुमार", "കൊച്ചി രവി", "日本 太郎", "Zoë d’Ávila")


@pytest.fixture
def pair(template, tmp_path):
    """Opens two terminals of one size over two stores alike, ours and Textual's own writer."""
    opened = []

    def open_both(columns, rows, term="xterm-256color"):
        for writer in ("cells", "stock"):
            folder = tmp_path / f"{writer}-{columns}-{term}"
            (folder / "state").mkdir(parents=True)
            store = template.copy(folder)
            fill(Desk.over(store, clock=SettableClock(), chance=random.Random(7)), template.staff)
            url = store.engine.url.render_as_string(hide_password=False)
            argv = [sys.executable, str(APP), url, str(folder / "state"), STAFF["operator"][0]]
            env = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'support'}", "DOPCRM_WRITER": writer}
            size = {"columns": columns, "rows": rows, "term": term}
            opened.append((PtyTerminal(argv, env=env, **size), template, store))
        return opened[-2][0], opened[-1][0]

    yield open_both
    for terminal, made_by, store in opened:
        terminal.__exit__(None, None, None)
        made_by.drop(store)


def fill(desk, staff):
    for place in range(40):
        name = NAMES[place % len(NAMES)]
        number = file_complaint(desk, staff["operator"], name=name, mobile=f"98{place:08}")
        if place % 3 == 0:
            act(desk, staff["operator"], number, Action.REMARK, text=f"Bag {place} called for.")


def cells(terminal):
    """Every cell of a terminal with its rendition; of a blank one the ink is nothing."""
    screen = terminal._screen
    return [
        [_seen(screen.buffer[y][x]) for x in range(screen.columns)] for y in range(screen.lines)
    ]


def _seen(cell):
    # Textual sends marks whose letter it has cut off: they end up on the border beside them.
    data = cell.data[:1] if cell.data[:1].isascii() else cell.data
    is_blank = data == " " and not cell.underscore
    ink = None if is_blank and not cell.reverse else cell.fg
    return data, ink, cell.bg, is_blank or cell.bold, cell.reverse, cell.underscore


def same(ours, theirs, told):
    """Compare when both are at rest; what a slower one has not drawn yet is waited for."""
    end = monotonic() + PATIENCE
    while monotonic() < end:
        ours.settle(quiet=0.05)
        theirs.settle(quiet=0.05)
        if cells(ours) == cells(theirs):
            return
    differing = [
        (y, "".join(c[0] for c in a), "".join(c[0] for c in b))
        for y, (a, b) in enumerate(zip(cells(ours), cells(theirs), strict=True))
        if a != b
    ]
    raise AssertionError(f"after {told}: {differing}")


def walk(pair, steps, seed, size, term="xterm-256color"):
    chance, told = random.Random(seed), []
    ours, theirs = pair(*size, term)
    for terminal in (ours, theirs):
        terminal.wait_for("Outbox")
    same(ours, theirs, told)
    before = len(ours.raw), len(theirs.raw)
    for _ in range(steps):
        key = chance.choice(KEYS)
        told.append(key)
        for terminal in (ours, theirs):
            terminal.press(key)
        same(ours, theirs, told)
        if chance.random() < 0.03:
            size = chance.choice(SIZES)
            for terminal in (ours, theirs):
                terminal.resize(*size)
            same(ours, theirs, [*told, size])
    return len(ours.raw) - before[0], len(theirs.raw) - before[1]


@pytest.mark.parametrize(("size", "seed"), [((80, 24), 1), ((132, 43), 2)])
def test_some_steps_at_random_show_the_same_in_far_fewer_bytes(pair, size, seed):
    ours, theirs = walk(pair, 30, seed, size)
    assert ours < theirs / 2


@pytest.mark.campaign
@pytest.mark.parametrize("term", ["xterm-256color", "linux", "vt220", "xterm"])
@pytest.mark.parametrize("seed", range(10))
def test_ten_thousand_steps_at_random_show_the_same(pair, seed, term, record_property):
    ours, theirs = walk(pair, 250, 100 + seed, SIZES[seed % 3], term)
    record_property("bytes", f"{ours} of {theirs}")
