"""The desk beside django-helpdesk, in one run on one machine: `python tests/bench/peers.py`.

Prints milliseconds of the same five works on SQLite stores of 100,000 and 1,000,000 complaints.
The peer is installed from its registry into an environment of its own, which is thrown away, or
taken from `--peer PYTHON`; the desk never depends on it. Exit status 1 where a queue page takes
longer than 30 ms, or where the peer is faster in anything.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from store import Population, _works, filled
from sweep import _copy, _make_due, _sweep
from timing import in_turns

PEER = "django-helpdesk==2.6.1"
SCRIPT = Path(__file__).with_name("peer_helpdesk.py")
PAGE = 30.0
"""Milliseconds: the most that a page of a queue may take at any size."""

OURS = {
    "queue page": "first page of an office's queue",
    "search by article": "search by article",
    "dashboard counts": "badge counts, office",
    "register": "register",
}
ESCALATED = 200
ROUNDS = 3


def main() -> int:
    """Measure both at each size, print; return the exit status."""
    options = _options()
    missed = 0
    with tempfile.TemporaryDirectory(prefix="dopcrm-bench-") as name:
        folder = Path(options.keep or name)
        folder.mkdir(parents=True, exist_ok=True)
        python = options.peer or _installed(Path(name))
        for size in options.sizes:
            theirs = _theirs(python, size)
            missed += _print(size, _ours(folder, Path(name), size), theirs)
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--keep", help="a folder to keep the desk's filled stores in")
    parser.add_argument("--peer", help="a Python that has the peer installed")
    return parser.parse_args()


def _installed(folder: Path) -> str:
    venv.create(folder / "peer", with_pip=True)
    python = str(folder / "peer" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", PEER], check=True)
    return python


def _theirs(python: str, size: int) -> dict[str, float]:
    """Let the peer do its works in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="dopcrm-peer-") as folder:
        given = [folder, str(size), str(ROUNDS), str(ESCALATED)]
        done = subprocess.run(
            [python, "-W", "ignore", str(SCRIPT), *given],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _ours(folder: Path, spare: Path, size: int) -> dict[str, float]:
    source = filled(folder, size)
    works = _works(Population(f"sqlite:///{source}", size))
    timed = in_turns({name: works[ours] for name, ours in OURS.items()}, ROUNDS * 10)
    told = {name: each.median for name, each in timed.items()}
    file = _copy(source, spare / f"escalated-{size}.db")
    _make_due(file, ESCALATED)
    told["escalate one"] = _sweep(file).whole * 1_000 / ESCALATED
    file.unlink()
    return told


def _print(size: int, ours: dict[str, float], theirs: dict[str, float]) -> int:
    """Print both, and how many times as long the peer takes; return how many bounds are missed."""
    print(f"\n{size:,} complaints     dopcrm  {PEER}     times")
    for name, took in ours.items():
        print(f"{name:20} {took:8.2f} ms {theirs[name]:12.1f} ms {theirs[name] / took:9.0f}")
    slower = [name for name, took in ours.items() if took >= theirs[name]]
    if ours["queue page"] > PAGE:
        slower.append(f"queue page over {PAGE:.0f} ms")
    print(f"MISSED: {', '.join(slower)}" if slower else "all kept")
    return len(slower)


if __name__ == "__main__":
    sys.exit(main())
