"""How long until a clerk can begin: `python tests/bench/start.py`.

`dopcrm --help` against a bare Typer command, and the first paint of the login screen against the
smallest Textual app, in turns within one run. Exit status 1 when a bound is missed.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from timing import in_turns, verdict

SUPPORT = Path(__file__).parent.parent / "support"
sys.path.insert(0, str(SUPPORT))

HELP = 1.3
LOGIN = 1.3
ROUNDS = 15

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
            lambda: _run([sys.executable, "-m", "dopcrm_tui", "--help"]),
            HELP,
        )
        missed += _compare(
            "login painted / smallest Textual app",
            lambda: _paint([sys.executable, str(bare_textual)], "Bare ready", folder),
            lambda: _paint([sys.executable, "-m", "dopcrm_tui"], "Employee ID", folder),
            LOGIN,
        )
    return 1 if missed else 0


def _compare(name, floor, ours, most):
    timed = in_turns({"floor": floor, "ours": ours}, ROUNDS, warm=2)
    ratio = timed["ours"].median / timed["floor"].median
    print(
        f"{name:40}{timed['floor'].median:>8.0f} ms{timed['ours'].median:>8.0f} ms"
        f"  {verdict(ratio, most)}"
    )
    return int(ratio > most)


def _run(command):
    subprocess.run(command, check=True, capture_output=True)


def _paint(command, text, folder):
    from pty_terminal import PtyTerminal

    home = {"HOME": folder, "XDG_DATA_HOME": folder, "XDG_STATE_HOME": folder}
    with PtyTerminal(command, env=home) as terminal:
        terminal.wait_for(text)


if __name__ == "__main__":
    sys.exit(main())
