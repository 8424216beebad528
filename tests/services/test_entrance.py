"""The entrance is open before complaints are loaded, and lets people in by itself."""

import subprocess
import sys

import pytest
from post_office import PASSWORD
from pty_terminal import ROOT

from dopcrm_tui.desk import Desk
from dopcrm_tui.entrance import Entrance
from dopcrm_tui.rules.refusals import StoreUnavailable

ENTERS = """
import sys
from dopcrm_tui.entrance import Entrance
entrance = Entrance.open(sys.argv[1])
print(entrance.accounts.log_in("10000002", sys.argv[2]).actor.name)
print("data.models.complaint" in sys.modules)
"""


def test_who_logs_in_waits_for_nothing_of_complaints(store):
    url = store.engine.url.render_as_string(hide_password=False)
    ran = subprocess.run(
        [sys.executable, "-c", ENTERS, url, PASSWORD], capture_output=True, text=True, cwd=ROOT
    )
    assert (ran.stdout, ran.stderr) == ("Biju Thomas\nFalse\n", "")


def test_the_desk_behind_an_entrance_is_of_the_same_store(store, random):
    url = store.engine.url.render_as_string(hide_password=False)
    entrance = Entrance.open(url, chance=random)
    desk = Desk.behind(entrance)
    assert desk.accounts is entrance.accounts
    assert desk.intake.ground.store is entrance.store
    assert desk.intake.ground.random is random
    entrance.store.close()


def test_no_store_is_one_sentence(tmp_path):
    with pytest.raises(StoreUnavailable, match=r"There is no store at .*x\.db yet"):
        Entrance.open(f"sqlite:///{tmp_path}/x.db")
