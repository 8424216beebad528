"""Hundreds of people on one machine: `python tests/bench/host.py`.

Each sits at a terminal of their own, logged in, in a store of a million complaints; half type a
complaint, half move through a queue, a key every two seconds. Prints what a session weighs (PSS)
and how soon keys are answered: for a program that echoes and no more, for sessions that begin by
themselves with Textual's own writer, and for those of the warm host; then adds sessions until one
key in a hundred waits longer than the bound. Exit status 1 when a bound is missed.

Where the kernel keeps equal memory once (contrib/ssh/dopcrm-memory.conf), keys are pressed until
sessions get no lighter by it, before anything is counted.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crowd import Crowd, Seat, proportional_size, share, sit_down
from population import BUSY_OFFICE, NOW
from store import filled

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from host_process import HostProcess, wait_until  # noqa: E402
from post_office import PASSWORD  # noqa: E402

from data.database import Store  # noqa: E402
from data.models.operator import Operator  # noqa: E402
from data.models.settings import DEMO, StoreInfo  # noqa: E402
from dopcrm_tui.host.merging import SWITCH  # noqa: E402
from dopcrm_tui.rules.vocabulary import Role  # noqa: E402
from dopcrm_tui.services.hashing import FLOOR  # noqa: E402

HEAVIEST = 25.0
"""MiB a session may weigh."""
SLOWEST = 100.0
"""Milliseconds in which 99 of 100 keys are answered."""
EVERY = 2.0
"""Seconds between two keys of one person."""
PEOPLE = 600
SETTLED = 0.99
"""Of what sessions weighed before they weigh at least so much, or they get lighter yet."""
FEW = 10
"""Sessions of a kind that is only compared."""
FIRST_ID = 20_000_001

DOWN, UP, PAGE_DOWN, PAGE_UP = b"\x1b[B", b"\x1b[A", b"\x1b[6~", b"\x1b[5~"
TYPED = [*(bytes([letter]) for letter in b"EM123456785"), *[b"\x7f"] * 11]
MOVED = [*[DOWN] * 9, PAGE_DOWN, *[DOWN] * 5, *[UP] * 4, PAGE_DOWN, PAGE_UP]

ECHO = """
import curses
def main(screen):
    screen.addstr("ready"); screen.refresh()
    while True:
        screen.addch(screen.getch() & 127); screen.refresh()
curses.wrapper(main)
"""


def main() -> int:
    """Measure the three, then look for the limit; return the exit status."""
    options = _options()
    kept = Path(options.keep or tempfile.mkdtemp(prefix="dopcrm-bench-"))
    kept.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix="dopcrm-host-") as folder:
            return _measure(Path(folder), kept, options)
    finally:
        if not options.keep:
            shutil.rmtree(kept)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--size", type=int, default=1_000_000, help="complaints in the store")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long keys are pressed")
    parser.add_argument("--step", type=int, default=50, help="sessions added to find the limit")
    parser.add_argument("--keep", help="a folder to keep the filled store in")
    return parser.parse_args()


def _measure(folder: Path, kept: Path, options: argparse.Namespace) -> int:
    url = _store(folder, kept, options.size)
    print(f"{'':34}{'sessions':>9}{'PSS each':>12}{'p50':>9}{'p99':>9}{'most':>9}")
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm-256color"}
    (folder / "echo.py").write_text(ECHO)
    with _crowd() as crowd:
        _arrive(crowd, FEW, [sys.executable, str(folder / "echo.py")], env, logs_in=False)
        _press(crowd, "an echo and no more", options.seconds / 3)
    env |= {"HOME": str(folder), "DOPCRM_STORE": url, "PYTHONPATH": str(ROOT)}
    with _crowd() as crowd:
        stock = {**env, "DOPCRM_WRITER": "stock"}
        _arrive(crowd, FEW, [sys.executable, "-m", "dopcrm_tui"], stock)
        _press(crowd, "by itself, Textual's own writer", options.seconds / 3)
    with (
        HostProcess(folder, "--merge", "--most", str(PEOPLE)) as host,
        _gone(host),
        _crowd() as crowd,
    ):
        merges = SWITCH.exists() and SWITCH.read_text() == "1\n"
        print(f"  equal memory is kept {'once' if merges else 'by each'}")
        attach = [sys.executable, "-I", "-m", "dopcrm_tui.host.attach"]
        env["DOPCRM_HOST"] = str(host.socket)
        _arrive(crowd, options.sessions, attach, env)
        if merges:
            _settle(crowd, host)
        weight, slow = _press(crowd, "by the warm host", options.seconds, host)
        missed = (weight > HEAVIEST) + (slow > SLOWEST)
        print(f"  ≤ {HEAVIEST} MiB, p99 ≤ {SLOWEST} ms: {'MISSED' if missed else 'kept'}")
        while slow <= SLOWEST and len(crowd.seats) + options.step <= PEOPLE:
            _arrive(crowd, options.step, attach, env)
            _, slow = _press(crowd, "by the warm host", options.seconds / 2, host)
    return int(missed)


@contextmanager
def _gone(host: HostProcess) -> Iterator[None]:
    """Wait at the end until each session has ended in order."""
    yield
    wait_until(lambda: not host.sessions, 120.0)


@contextmanager
def _crowd() -> Iterator[Crowd]:
    crowd = Crowd()
    try:
        yield crowd
    finally:
        crowd.leave()


def _arrive(
    crowd: Crowd, many: int, argv: list[str], env: dict[str, str], *, logs_in: bool = True
) -> None:
    """Let people sit down, a few at a time, and get to where they press keys."""
    begun = len(crowd.seats)
    for first in range(begun, begun + many, FEW):
        places = range(first, min(first + FEW, begun + many))
        seats = [sit_down(str(FIRST_ID + n), argv, env | _line(n), _keys(n)) for n in places]
        for seat in seats:
            crowd.add(seat)
        _get_ready(crowd, seats, logs_in=logs_in)


def _get_ready(crowd: Crowd, seats: list[Seat], *, logs_in: bool) -> None:
    if not logs_in:
        crowd.wait_for(seats, b"ready")
        return
    crowd.wait_for(seats, b"Employee ID")
    _all_press(seats, lambda seat: f"{seat.name}{PASSWORD}\r")
    crowd.wait_for(seats, b"Outbox")
    _all_press(seats, lambda seat: "1" if seat.keys is TYPED else "2")
    crowd.settle()
    _all_press(seats, lambda seat: "102" if seat.keys is TYPED else "")
    crowd.settle()


def _line(place: int) -> dict[str, str]:
    """Return what says where somebody comes from: wrong tries are counted by it."""
    return {"SSH_CONNECTION": f"10.0.{place // 250}.{place % 250} 50000 10.1.0.1 22"}


def _keys(place: int) -> list[bytes]:
    return TYPED if place % 2 else MOVED


def _all_press(seats: list[Seat], keys_of) -> None:
    for seat in seats:
        seat.seen.clear()
        seat.press(keys_of(seat).encode())


def _settle(crowd: Crowd, host: HostProcess) -> None:
    """Let all press keys for as long as sessions get lighter, by two looks through all memory."""
    before, now = float("inf"), _weight(crowd, host)
    while now < SETTLED * before:
        looks = _looks() + 2
        while _looks() < looks:
            crowd.type_for(10.0, EVERY, random.Random(3))
        before, now = now, _weight(crowd, host)
        print(f"{'':43}{now:>8.1f} MiB", flush=True)


def _looks() -> int:
    """Return how often the kernel has looked through all memory for what is equal."""
    return int(SWITCH.with_name("full_scans").read_text())


def _weight(crowd: Crowd, host: HostProcess | None) -> float:
    """Return the MiB of one session, the host's own shared among them."""
    processes = [seat.process.pid for seat in crowd.seats]
    processes += [host.pid, *host.sessions] if host else []
    return sum(map(proportional_size, processes)) / len(crowd.seats)


def _press(
    crowd: Crowd, name: str, seconds: float, host: HostProcess | None = None
) -> tuple[float, float]:
    """Let all press keys for a while; tell and return MiB each, and the p99 in milliseconds."""
    crowd.type_for(5.0, EVERY, random.Random(1))  # the first keys load what is loaded then
    for seat in crowd.seats:
        seat.echoes.clear()
    crowd.type_for(seconds, EVERY, random.Random(2))
    weight = _weight(crowd, host)
    waited = crowd.echoes()
    slow = share(waited, 0.99)
    gone = sum(seat.gone for seat in crowd.seats)
    print(
        f"{name:<34}{len(crowd.seats):>9}{weight:>8.1f} MiB{share(waited, 0.5):>6.1f} ms"
        f"{slow:>6.1f} ms{waited[-1]:>6.0f} ms{f'  {gone} GONE' if gone else ''}",
        flush=True,
    )
    return weight, slow


def _store(folder: Path, kept: Path, size: int) -> str:
    """Return a store of that size with an account for each person, in a folder of its own."""
    file = folder / "store.db"
    shutil.copyfile(filled(kept, size), file)
    url = f"sqlite:///{file}"
    store = Store.open(url)
    hashed = FLOOR.hash(PASSWORD)
    with store.writing() as session:
        session.get_one(StoreInfo, DEMO).value = "yes"  # nobody has a token
        for place in range(PEOPLE):
            session.add(
                Operator(
                    id=FIRST_ID + place,
                    employee_id=str(FIRST_ID + place),
                    name=f"Person {place}",
                    role=Role.OPERATOR,
                    office_id=BUSY_OFFICE,
                    password_hash=hashed,
                    password_set_at=NOW,
                    must_change=False,
                    created_at=NOW,
                )
            )
    store.close()
    return url


if __name__ == "__main__":
    sys.exit(main())
