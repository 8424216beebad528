"""How soon a key is answered: `python tests/bench/latency.py`.

From the key to the first and to the last byte of its answer, on a terminal of this machine: for a
program that echoes and no more, for Textual's own writer and for ours, the three in turns within
one run. Exit status 1 when a bound is missed.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from crowd import share
from host import ECHO

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from filed import file_complaint  # noqa: E402
from post_office import KINDS, STAFF, SettableClock  # noqa: E402
from pty_terminal import PtyTerminal  # noqa: E402

from dopcrm_tui.desk import Desk  # noqa: E402

APP = ROOT / "tests" / "journeys" / "home_app.py"
DOWN, UP, BACKSPACE = "\x1b[B", "\x1b[A", "\x7f"
HALF, MOST = 10.0, 40.0
"""Milliseconds to the last byte: for half the keys, and for 99 of 100."""
TIMES = 200
QUIET = 0.15
"""Seconds of silence after which an answer is whole."""

DOING = {
    "typed character": ("1", "102", [*"EM12345", *[BACKSPACE] * 7]),
    "cursor in a queue": ("2", "", [*[DOWN] * 8, *[UP] * 8]),
}


def main() -> int:
    """Measure, print, return the exit status."""
    missed = False
    print(f"{'ms to the first / last byte':<30}{'p50':>14}{'p99':>14}")
    with tempfile.TemporaryDirectory(prefix="dopcrm-latency-") as folder, ExitStack() as opened:
        echo = Path(folder) / "echo.py"
        echo.write_text(ECHO)
        floor = opened.enter_context(PtyTerminal([sys.executable, str(echo)]))
        floor.wait_for("ready")
        for name, (card, begun, keys) in DOING.items():
            with (
                _at(folder, "stock", card, begun) as stock,
                _at(folder, "cells", card, begun) as us,
            ):
                asked = {"an echo": (floor, "x"), "stock": (stock, keys), "ours": (us, keys)}
                for who, waits in _in_turns(asked).items():
                    missed |= _tell(f"{name}, {who}", waits) and who == "ours"
    return int(missed)


@contextmanager
def _at(folder: str, writer: str, card: str, begun: str) -> Iterator[PtyTerminal]:
    """Open a desk with a few complaints, and go to where keys are pressed."""
    place = Path(folder) / f"{writer}-{card}"
    (place / "desk").mkdir(parents=True)
    template = KINDS["sqlite"](place)
    store = template.copy(place / "desk")
    clock = SettableClock()
    desk = Desk.over(store, clock=clock, chance=random.Random(1))
    for number in range(60):
        file_complaint(desk, template.staff["operator"], name=f"Customer {number:02}")
    argv = [sys.executable, str(APP), store.engine.url.render_as_string(hide_password=False)]
    argv += [str(place), STAFF["operator"][0]]
    env = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'support'}", "DOPCRM_WRITER": writer}
    with PtyTerminal(argv, env=env) as terminal:
        terminal.wait_for("Outbox")
        terminal.press(card)
        terminal.settle()
        terminal.press(begun)
        terminal.settle(1.0)
        yield terminal


def _in_turns(asked) -> dict[str, list[tuple[float, float]]]:
    found: dict[str, list[tuple[float, float]]] = {who: [] for who in asked}
    for turn in range(TIMES):
        for who, (terminal, keys) in asked.items():
            found[who].append(_answered(terminal, keys[turn % len(keys)]))
    return found


def _answered(terminal: PtyTerminal, key: str) -> tuple[float, float]:
    """Press a key; return the seconds to the first and to the last byte that follow it."""
    while terminal.waits_to_be_read(0.0):
        terminal.take()
    begun = time.perf_counter()
    terminal.press(key)
    first = last = None
    while terminal.waits_to_be_read(QUIET if first else 5.0):
        terminal.take()
        last = time.perf_counter() - begun
        first = first or last
    assert first is not None
    assert last is not None
    return first, last


def _tell(name: str, waits: list[tuple[float, float]]) -> bool:
    """Print a line; return whether it misses the bounds."""
    firsts, lasts = (sorted(1000 * each for each in column) for column in zip(*waits, strict=True))
    half, most = (f"{share(firsts, part):6.1f} /{share(lasts, part):6.1f}" for part in (0.5, 0.99))
    missed = share(lasts, 0.5) > HALF or share(lasts, 0.99) > MOST
    verdict = ("MISSED" if missed else "kept") if name.endswith("ours") else ""
    print(f"{name:<30}{half:>14}{most:>14}  {verdict}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
