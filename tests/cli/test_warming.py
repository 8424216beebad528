"""What the host imports beforehand."""

import subprocess
import sys

import pytest
from pty_terminal import ROOT

WITHOUT = """
import sys
for name in {without}:
    sys.modules[name] = None
from dopcrm_tui.cli.warming import warm
warm()
print("screens.home" in sys.modules)
"""

UNREAD = """
import functools, sys
from dopcrm_tui.cli.warming import warm
warm()
for module in [one for name, one in sys.modules.items() if name.startswith("data.catalogues.")]:
    for name, read in vars(module).items():
        if isinstance(read, functools._lru_cache_wrapper) and not read.cache_info().currsize:
            print(name)
"""


def test_a_host_has_read_what_the_program_brings_along_but_what_few_sessions_ask_for():
    done = subprocess.run(
        [sys.executable, "-c", UNREAD], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == ["common_passwords"]


ASKED = """
import gc, tracemalloc
from dopcrm_tui.cli.warming import warm
warm()
from sqlmodel import select
from data.models.complaint import Complaint
gc.collect()
tracemalloc.start()
str(select(Complaint).where(Complaint.number == "2611-000001"))
gc.collect()
print(tracemalloc.get_traced_memory()[0] // 1024)
"""


def test_nothing_is_kept_anew_of_a_sessions_first_statement():
    done = subprocess.run(
        [sys.executable, "-c", ASKED], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert int(done.stdout) < 30  # KiB, of some ninety


@pytest.mark.parametrize("without", [["PIL", "psycopg", "reportlab"], ["sqlmodel"]])
def test_a_host_needs_what_every_session_needs_and_no_more(without):
    script = WITHOUT.format(without=without)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT
    )
    if "sqlmodel" in without:
        assert "sqlmodel" in done.stderr
    else:
        assert (done.stdout, done.returncode) == ("True\n", 0), done.stderr
