"""Equal memory of sessions is kept once where the kernel can, and what that needs is said."""

import subprocess
import sys

import pytest
from pty_terminal import ROOT

from dopcrm_tui.host.merging import CANNOT, IS_OFF, keep_equal_once

ASKS = """
import os
from ctypes import CDLL
from dopcrm_tui.host.merging import CANNOT, keep_equal_once
print(keep_equal_once() == CANNOT, flush=True)
if os.fork():
    os.wait()
else:
    print(CDLL(None).prctl(68, 0, 0, 0, 0))
"""
"""Ask, and let a child say whether the kernel looks into its memory (PR_GET_MEMORY_MERGE)."""


def test_the_kernel_looks_into_the_memory_of_what_is_forked():
    asked = subprocess.run(
        [sys.executable, "-c", ASKS], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert asked.stdout in {"False\n1\n", "True\n0\n", "True\n-1\n"}


@pytest.mark.parametrize(
    ("answer", "switch", "said"),
    [(0, "1\n", None), (0, "0\n", IS_OFF), (0, None, CANNOT), (-1, "1\n", CANNOT)],
    ids=["it runs", "it is off", "it is not built in", "an old kernel"],
)
def test_what_is_missing_is_said(tmp_path, answer, switch, said):
    file = tmp_path / "run"
    if switch is not None:
        file.write_text(switch)
    assert keep_equal_once(lambda *_: answer, file) == said
