"""How long until a clerk can begin: `python tests/bench/start.py`.

`dopcrm --help` against a bare Typer command, and the first paint of the login screen against the
smallest Textual app, then until the store is open, by itself and by the warm host, all in turns
within one run; then `dopcrm init` with every office and the demonstration, in seconds.
Exit status 1 when a bound is missed.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from timing import Timed, in_turns, verdict

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

HELP = 1.3
LOGIN = 1.3
OPEN = 3.0
HOST = 0.20
INIT_SECONDS = 20
DEMO_SECONDS = 5
ROUNDS = 15

DOPCRM = [sys.executable, "-m", "dopcrm_tui"]
ATTACH = [sys.executable, "-I", "-m", "dopcrm_tui.host.attach"]
READY = ROOT / "tests" / "bench" / "told_ready.py"

BEGINNINGS = (
    ("login painted", "smallest Textual app", LOGIN),
    ("store open", "smallest Textual app", OPEN),
    ("login painted by the host", "smallest Textual app", None),
    ("login painted by the host", "login painted", None),
    ("store open by the host", "store open", HOST),
)
"""What is compared with what, and the most it may be; None is told and not bounded."""

BARE_TYPER = """
import typer
app = typer.Typer()
@app.command()
def main(name: str = "x") -> None:
    "Say nothing."
app()
"""

BARE_TEXTUAL = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("Bare ready")
Bare().run()
"""


def main() -> int:
    """Time both pairs, print, return the exit status."""
    with tempfile.TemporaryDirectory(prefix="dopcrm-bench-") as folder:
        bare_typer, bare_textual = Path(folder, "typer_app.py"), Path(folder, "textual_app.py")
        bare_typer.write_text(BARE_TYPER)
        bare_textual.write_text(BARE_TEXTUAL)
        missed = _compare(
            "dopcrm --help / bare Typer --help",
            lambda: _run([sys.executable, str(bare_typer), "--help"]),
            lambda: _run([*DOPCRM, "--help"]),
            HELP,
        )
        missed += _begun([sys.executable, str(bare_textual)], Path(folder))
    missed += _within("init", [], INIT_SECONDS)
    missed += _within("demo", ["--no-screens", "--json"], DEMO_SECONDS)
    return 1 if missed else 0


def _compare(name, floor, ours, most):
    timed = in_turns({"floor": floor, "ours": ours}, ROUNDS, warm=2)
    ratio = timed["ours"].ratio_to(timed["floor"])
    print(
        f"{name:40}{timed['floor'].median:>8.0f} ms{timed['ours'].median:>8.0f} ms"
        f"  {verdict(ratio, most)}"
    )
    return int(ratio > most)


def _begun(bare, folder):
    """Compare ways to begin with the smallest app, and the warm host with our own cold start."""
    from host_process import HostProcess

    _run([*DOPCRM, "demo", "--no-screens", "--json"], {**os.environ, **_home(folder)})
    (store,) = folder.glob("dopcrm-demo-*/dopcrm.db")
    shown = {"DOPCRM_STORE": f"sqlite:///{store}", "DOPCRM_HOST": str(folder / "host.sock")}
    cold = [sys.executable, str(READY)]
    with HostProcess(folder, argv=[*cold, "host"]):
        timed = in_turns(
            {
                "smallest Textual app": lambda: _paint(bare, "Bare ready", folder),
                "login painted": lambda: _paint(DOPCRM, "Employee ID", folder, shown),
                "store open": lambda: _paint(cold, "store is open", folder, shown),
                "login painted by the host": lambda: _paint(ATTACH, "Employee ID", folder, shown),
                "store open by the host": lambda: _paint(ATTACH, "store is open", folder, shown),
            },
            ROUNDS,
            warm=2,
        )
    return sum(_told(timed, *line) for line in BEGINNINGS)


def _told(timed: dict[str, Timed], ours: str, floor: str, most: float | None) -> int:
    ratio = timed[ours].ratio_to(timed[floor])
    said = verdict(ratio, most) if most else f"{ratio:6.2f}"
    print(f"{ours} / {floor}")
    print(f"{'':40}{timed[floor].median:>8.0f} ms{timed[ours].median:>8.0f} ms  {said}")
    return int(most is not None and ratio > most)


def _home(folder):
    return dict.fromkeys(("HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(folder))


def _run(command, env=None):
    subprocess.run(
        command, check=True, capture_output=True, stdin=subprocess.DEVNULL, env=env, cwd=ROOT
    )


def _within(verb, options, most):
    """Time a command once, from the start of its process to its end."""
    with tempfile.TemporaryDirectory(prefix="dopcrm-bench-") as folder:
        dirs = _home(folder)
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        _run([*DOPCRM, verb, *options], {**os.environ, **dirs})
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{f'dopcrm {verb}':40}{wall:>9.1f} s{cpu:>7.1f} s CPU  {verdict(wall, most)}")
    return int(wall > most)


def _paint(command, text, folder, more=None):
    """Start on a terminal of its own and wait for the bytes: how fast pyte draws is not timed."""
    from pty_terminal import PtyTerminal

    with PtyTerminal(command, env={**_home(folder), **(more or {})}) as terminal:
        terminal.wait_for_bytes(text.encode())


if __name__ == "__main__":
    sys.exit(main())
