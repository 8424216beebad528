"""A clerk at a real terminal types on while the primary dies, and the complaint is registered."""

import sys
import time

import pytest
from command_line import Shell
from ha_hall import found_by_name
from post_office import PASSWORD, STAFF
from pty_terminal import PtyTerminal

LONGEST_ECHO = 0.1
"""Seconds within which each key shows."""

KEYS = 60
BACKSPACE = "\x7f"


def kill(cluster, host):
    host.kill()
    return lambda: cluster.start(host)


def cut_off(_cluster, host):
    host.cut()
    return host.mend


@pytest.fixture
def terminal(whole, tmp_path):
    shell = Shell(whole.url, tmp_path)
    argv = [sys.executable, "-m", "dopcrm_tui"]
    with PtyTerminal(argv, env=shell.environment()) as opened:
        opened.wait_for("Employee ID")
        opened.press(STAFF["operator"][0])
        opened.press(f"{PASSWORD}\r")
        opened.wait_for("F3 Log out")
        opened.press("1")
        opened.wait_for("still needed: Grievance")
        opened.press("102EM123456785IN01112026\t682001\x1b8")
        opened.wait_for("Kochi H.O")
        yield opened


def longest_echo(terminal, before: str) -> float:
    """Type a letter after a word and take it out, again and again; return the longest wait."""
    waits = []
    for _ in range(KEYS // 2):
        for key, shows in (("x", f"{before}x"), (BACKSPACE, before)):
            begun = time.monotonic()
            terminal.press(key)
            terminal.wait_for(lambda screen, shows=shows: f"{shows} " in screen)
            waits.append(time.monotonic() - begun)
    return max(waits)


@pytest.mark.parametrize("dies", [kill, cut_off])
def test_a_registration_goes_on_while_the_primary_dies(whole, desk_store, terminal, dies):
    name = f"Ravi {dies.__name__.title().replace('_', '')}"
    terminal.press(f"\r{name}")
    terminal.wait_for(name)
    switch_on = dies(whole, whole.primary())
    try:
        longest = longest_echo(terminal, name)
        terminal.press("\t9876543210\x1b8Never came.\x1b0")
        terminal.wait_for("kept here, for the slip")
        terminal.wait_for(f"({name}) is registered: 26", timeout=60)
    finally:
        switch_on()
    whole.bring_back()
    print(f"\n{dies.__name__}: the longest echo {longest * 1_000:.0f} ms")  # noqa: T201
    assert len(found_by_name(desk_store, name)) == 1
    assert longest <= LONGEST_ECHO
