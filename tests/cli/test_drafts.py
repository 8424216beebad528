"""What was begun at the screens is listed for whoever began it, and thrown away when they say."""

from pathlib import Path
from random import Random

import pytest
from command_line import Shell
from post_office import PASSWORD, STAFF

from dopcrm_tui.desk import Desk
from dopcrm_tui.services.drafts import Draft
from dopcrm_tui.services.kept_entries import KeptEntry


@pytest.fixture
def shell(store, tmp_path):
    (tmp_path / "home").mkdir()
    shell = Shell(store.engine.url.render_as_string(hide_password=False), tmp_path / "home")
    shell.log_in(STAFF["operator"][0], PASSWORD)
    return shell


def test_it_is_listed_and_dropped(shell, store, staff, clock):
    state = Path(shell.environment()["XDG_STATE_HOME"])
    desk = Desk.over(store, chance=Random(3), drafts_dir=state / "dopcrm" / "drafts")
    operator = staff["operator"]
    desk.seals.be_ready(operator)
    entries = {"complainant.name": KeptEntry(text="Ravi Kumar")}
    desk.drafts.keep(operator, Draft(key="a1", saved_at=clock(), filled=1, entries=entries))
    assert shell.ask("draft", "list", "--json")["drafts"] == []  # it is being typed
    desk.drafts.let_go()
    (draft,) = shell.ask("draft", "list", "--json")["drafts"]
    assert (draft["key"], draft["about"], draft["fields"]) == ("a1", "registration", 1)
    assert "a1" in shell.run("draft", "list").text
    shell.log_in(STAFF["colleague"][0], PASSWORD)
    assert shell.run("draft", "drop", "a1").code == 5
    shell.log_in(STAFF["operator"][0], PASSWORD)
    assert shell.ask("draft", "drop", "a1", "--json") == {"dropped": "a1"}
    assert shell.ask("draft", "list", "--json")["drafts"] == []
