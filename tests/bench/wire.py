"""Bytes on the wire for what clerks do most: `python tests/bench/wire.py`.

The same keys to two desks alike, one with Textual's own writer, one with ours; beside them the
physical floor: the changed cells, a move of the cursor for each run of them, a change of rendition
where it changes, or the same after the terminal has scrolled. Exit status 1 when a bound is missed.
"""

import random
import sys
import tempfile
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from filed import file_complaint  # noqa: E402
from post_office import KINDS, STAFF, SettableClock  # noqa: E402
from pty_terminal import PtyTerminal  # noqa: E402

from dopcrm_tui.desk import Desk  # noqa: E402

APP = ROOT / "tests" / "journeys" / "home_app.py"
DOWN, PAGE_DOWN, F12 = "\x1b[B", "\x1b[6~", "\x1b[24~"
MOVE, SGR, SCROLL = 6, 5, 18
"""Bytes of a move, of a change of rendition, and of a scroll between margins."""


@dataclass(frozen=True)
class Step:
    """A key and what it may cost: bytes, or a multiple of the floor; None is not bounded."""

    name: str
    keys: str
    shown: str = ""
    most: int | None = None
    times: float | None = None
    quiet: float = 0.3
    """Seconds without a byte after which it is over."""


STEPS = (
    Step("form, first paint", "1", "Grievance", most=3_000),
    Step("three digits", "102", "Article number"),
    Step("typed character", "E", most=32),
    Step("another", "M", most=32),
    Step("the typing rests", "", quiet=0.8),
    Step("Tab to the next field", "\t", most=300),
    Step("and the next", "\t", most=300),
    Step("back home, asked once", F12 * 2, "Outbox"),
    Step("an idle minute", "", most=0, quiet=60.0),
    Step("queue, first paint", "2", "Customer 00"),
    Step("cursor down", DOWN, times=1.2),
    Step("down again", DOWN, times=1.2),
    Step("to the last line", DOWN * 40),
    Step("queue scrolls by one", DOWN, most=300),
    Step("and by one more", DOWN, most=300),
    Step("page down", PAGE_DOWN, times=1.2),
    Step("dialog opens", "r", "F10 Send", most=2_000),
    Step("character in it", "x", most=32),
    Step("asked before it closes", F12, "throws away"),
    Step("dialog closes", F12, most=2_000),
    Step("complaint opens", "\r", "Grievance"),
)


def main() -> int:
    """Measure both writers at both sizes, print, return the exit status."""
    missed = False
    for size in ((80, 24), (132, 43)):
        stock, ours = (_walked(writer, size) for writer in ("stock", "cells"))
        print(f"{size[0]}x{size[1]}{'stock':>26}{'ours':>8}{'floor':>8}")
        for step, (theirs, _), (sent, floor) in zip(STEPS, stock, ours, strict=True):
            told, kept = _verdict(step, sent, floor)
            missed |= not kept
            print(f"{step.name:<24}{theirs:>8}{sent:>8}{floor:>8}  {told}")
    return int(missed)


def _verdict(step: Step, sent: int, floor: int) -> tuple[str, bool]:
    bound = step.most if step.most is not None else step.times and step.times * floor
    if bound is None:
        return "", True
    kept = sent <= bound
    return f"≤ {bound:.0f} {'kept' if kept else 'MISSED'}", kept


def _walked(writer: str, size: tuple[int, int]) -> list[tuple[int, int]]:
    """Return what was sent for each step, and the floor of it."""
    with tempfile.TemporaryDirectory(prefix="dopcrm-wire-") as folder:
        template = KINDS["sqlite"](Path(folder))
        (Path(folder) / "desk").mkdir()
        store = template.copy(Path(folder) / "desk")
        clock = SettableClock()
        desk = Desk.over(store, clock=clock, chance=random.Random(1))
        for place in range(120):
            file_complaint(desk, template.staff["operator"], name=f"Customer {place:02}")
            clock.advance(minutes=1)
        argv = [sys.executable, str(APP), store.engine.url.render_as_string(hide_password=False)]
        argv += [folder, STAFF["operator"][0]]
        env = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'support'}", "DOPCRM_WRITER": writer}
        with PtyTerminal(argv, env=env, columns=size[0], rows=size[1]) as terminal:
            terminal.wait_for("Outbox")
            terminal.settle()
            return [_sent(terminal, step) for step in STEPS]


def _sent(terminal: PtyTerminal, step: Step) -> tuple[int, int]:
    before, had = len(terminal.raw), _cells(terminal)
    terminal.press(step.keys)
    if step.shown:
        terminal.wait_for(step.shown)
    terminal.settle(step.quiet)
    return len(terminal.raw) - before, _floor(had, _cells(terminal))


def _cells(terminal: PtyTerminal) -> list[list[tuple[object, ...]]]:
    screen = terminal._screen
    return [
        [
            (cell.data, cell.fg, cell.bg, cell.bold, cell.reverse, cell.underscore)
            for cell in (screen.buffer[y][x] for x in range(screen.columns))
        ]
        for y in range(screen.lines)
    ]


def _floor(had: list[list[tuple[object, ...]]], has: list[list[tuple[object, ...]]]) -> int:
    still = sum(map(_line_floor, had, has))
    blank = [(" ", "default", "default", False, False, False)] * len(had[0])
    best = still
    for top in range(len(had)):
        for bottom in range(len(had) - 1, top + 3, -1):
            for by in (1, -1):
                region = had[top : bottom + 1]
                moved = [*region[1:], blank] if by == 1 else [blank, *region[:-1]]
                if moved[1] == has[top + 1]:  # else it is none
                    shifted = [*had[:top], *moved, *had[bottom + 1 :]]
                    best = min(best, SCROLL + sum(map(_line_floor, shifted, has)))
    return best


def _line_floor(had: list[tuple[object, ...]], has: list[tuple[object, ...]]) -> int:
    if had == has:
        return 0
    cost = 0
    runs = groupby(zip(had, has, strict=True), key=lambda pair: pair[0] == pair[1])
    for is_same, run in runs:
        if not is_same:
            cells = [cell for _, cell in run]
            cost += MOVE + sum(len(str(cell[0]).encode()) for cell in cells)
            cost += SGR * (len(list(groupby(cells, key=lambda cell: cell[1:]))) - 1)
    return cost


if __name__ == "__main__":
    raise SystemExit(main())
