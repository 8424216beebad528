"""Starting: what is loaded, and what needs no store."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Shell

HEAVY = {"textual", "sqlmodel", "sqlalchemy", "pydantic", "rich", "argon2", "alembic"}
_LOADED = """
import json, sys
from dopcrm_tui.cli import run
code = run(sys.argv[1:])
sys.stderr.write(json.dumps([code, *sorted({name.split(".")[0] for name in sys.modules})]))
"""


@pytest.mark.parametrize(
    ("words", "its_own"),
    [
        (["--help"], set()),
        (["--version"], set()),
        (["complaint", "register", "--help"], {"pydantic"}),  # Typer's own, for options with types
    ],
)
def test_help_and_version_load_nothing_heavy(words: list[str], its_own: set[str]):
    done = subprocess.run([sys.executable, "-c", _LOADED, *words], capture_output=True, check=True)
    code, *loaded = json.loads(done.stderr)
    assert code == 0
    assert HEAVY & set(loaded) <= its_own


def test_the_version_is_that_of_the_package(tmp_path: Path):
    from importlib.metadata import version

    said = Shell("sqlite:///nowhere.db", tmp_path).run("--version")
    assert said.text == f"dopcrm {version('dopcrm-tui')}\n"


def test_every_command_has_help_of_its_own():
    from typer.main import get_command

    from dopcrm_tui.cli.root import app

    def walk(command, path):
        for name, below in getattr(command, "commands", {}).items():
            yield from walk(below, (*path, name))
        if path:
            yield path, command.get_short_help_str(200)

    texts = dict(walk(get_command(app), ()))
    assert len(texts) > 50
    assert {path for path, text in texts.items() if len(text) < 10} == set()


def test_the_shell_can_complete_commands(tmp_path: Path):
    asks = {
        "_DOPCRM_COMPLETE": "complete_bash",
        "COMP_WORDS": "dopcrm complaint re",
        "COMP_CWORD": "2",
    }
    said = Shell("sqlite:///nowhere.db", tmp_path, asks).start()
    assert set(said.text.split()) == {
        *(
            "refer",
            "refuse-compensation",
            "register",
            "release",
            "remark",
            "reopen",
            "respond",
            "review",
        )
    }


def test_the_screens_are_opened_without_the_commands(tmp_path: Path):
    """On a terminal that cannot show screens they refuse at once, and Typer was not loaded."""
    environment = {**Shell("sqlite:///nowhere.db", tmp_path).environment(), "TERM": "dumb"}
    script = _LOADED.replace(
        "code = run(sys.argv[1:])", "try: run([])\nexcept SystemExit as code: pass\ncode = 0"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        env={**os.environ, **environment},
    )
    _, *loaded = json.loads(done.stderr)
    assert "typer" not in loaded
    assert "textual" not in loaded
