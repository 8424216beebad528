"""Where screens cannot be shown, one sentence says what to do instead."""

import pytest

from dopcrm_tui.settings import Settings
from screens.opening import open_screens


def test_a_terminal_that_shows_no_screens_is_pointed_to_the_commands(monkeypatch, tmp_path):
    monkeypatch.setenv("TERM", "dumb")
    with pytest.raises(SystemExit) as ended:
        open_screens(Settings(store="sqlite:///none.db", state_dir=tmp_path))
    assert "every action is also a command" in str(ended.value.code)
