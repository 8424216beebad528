"""However the program ends, no image of its memory is written."""

import subprocess
import sys

from pty_terminal import ROOT


def test_a_program_that_is_aborted_leaves_no_core(tmp_path):
    script = (
        "import os, resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (-1, -1))\n"
        "from dopcrm_tui.cli import run\n"
        "sys.argv = ['dopcrm', '--version']\n"
        "run(['--version'])\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), flush=True)\n"
        "os.abort()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        check=False,
    )
    assert "(0, 0)" in done.stdout
    assert done.returncode < 0
    assert list(tmp_path.iterdir()) == []
