"""Commands at a real terminal: prompts, plain answers, and the way from `demo` to the screens."""

import sys
from collections.abc import Callable
from pathlib import Path

from command_line import Shell
from post_office import PASSWORD
from pty_terminal import PtyTerminal

F3 = "\x1bOR"


def _terminal(shell: Shell, *words: str, **more: str) -> PtyTerminal:
    command = [sys.executable, "-m", "dopcrm_tui", *words]
    return PtyTerminal(command, env={**shell.environment(), **more})


def test_a_password_is_asked_for_and_never_shown(stranger: Shell):
    with _terminal(stranger, "login", "--employee-id", "10000003") as terminal:
        terminal.wait_for("Password:")
        terminal.press(f"{PASSWORD}\r")
        terminal.wait_for("Celine Joseph")
        assert terminal.exit_status() == 0
        assert PASSWORD not in terminal.text


def test_whoever_stops_at_a_prompt_has_done_nothing(stranger: Shell):
    with _terminal(stranger, "login", "--employee-id", "10000003") as terminal:
        terminal.wait_for("Password:")
        terminal.press("\x03")
        assert terminal.exit_status() == 130
    assert stranger.run("whoami").code == 3


def test_an_answer_holds_no_escape_sequence(people: Callable[[str], Shell]):
    with _terminal(people("operator"), "office", "list") as terminal:
        assert terminal.exit_status() == 0
        assert "Mattancherry" in terminal.text
        assert b"\x1b" not in terminal.raw


def test_the_demonstration_is_gone_when_its_screens_are_left(tmp_path: Path):
    shell = Shell("sqlite:///nowhere.db", tmp_path)
    places = tmp_path / "places"
    places.mkdir()
    with _terminal(shell, "demo", TMPDIR=str(places)) as terminal:
        terminal.wait_for("Press Enter", timeout=60)
        assert "To begin: 1000" in terminal.text
        assert len(list(places.glob("dopcrm-demo-*/dopcrm.db"))) == 1
        terminal.press("\r")
        terminal.wait_for("Password")
        terminal.press(F3)
        assert terminal.exit_status() == 0
    assert list(places.iterdir()) == []
