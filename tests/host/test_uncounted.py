"""Sessions of newer Pythons leave what the host has loaded as it is; with older ones all works."""

import subprocess
import sys

import pytest
from pty_terminal import ROOT

KNOWS = sys.version_info >= (3, 12)
"""Whether this Python has objects that nobody counts (PEP 683)."""

LOADED = """
import gc, os, sys, weakref
from dopcrm_tui.host.uncounted import count_no_more

class Thing: pass
things = [Thing() for _ in range(50_000)]
uncounted = count_no_more()
gc.freeze()
"""

READ = """
def written():
    with open("/proc/self/smaps_rollup") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Private_Dirty"))

if (child := os.fork()) == 0:
    before = written()
    held = list(things)
    os.write(1, f"{written() - before - sys.getsizeof(held) // 1024}".encode())
    os._exit(0)
os.waitpid(child, 0)
"""

MADE_LATER = """
later = Thing()
gone, counted = weakref.ref(later), sys.getrefcount(later)
held = [later] * 3
assert sys.getrefcount(later) == counted + 3
del later, held
assert gone() is None
print(uncounted > len(things), end="")
"""

CODE = """
def is_uncounted(something):
    before = sys.getrefcount(something)
    held = [something] * 3
    return sys.getrefcount(something) == before

for each in (main, main.__code__, main.__code__.co_consts, main.__code__.co_name):
    print(is_uncounted(each))
"""


def said(script):
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_who_reads_what_was_loaded_has_no_copy_of_it():
    kibibytes = int(said(LOADED + READ))
    assert (kibibytes < 500) is KNOWS  # of some three thousand


def test_what_is_made_later_is_counted_and_goes():
    assert said(LOADED + MADE_LATER) == str(KNOWS)


def test_code_and_what_it_stands_on_is_uncounted_too():
    main = "def main(): return 'a word', 3.5\n"
    assert said(main + LOADED + CODE).split() == [str(KNOWS)] * 4


@pytest.mark.parametrize("many", [1, 3])
def test_a_process_that_counts_no_more_ends_in_order(many):
    assert said(LOADED + "count_no_more()\n" * many + "print('ends', end='')") == "ends"
