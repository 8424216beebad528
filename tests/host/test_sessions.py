"""The host forks a session for each terminal; whatever happens to one, the others go on."""

import os
import re
import signal
import socket
import sys
from pathlib import Path

import pytest
from host_process import TOY, HostProcess, wait_until
from pty_terminal import PtyTerminal

from dopcrm_tui.host import handover
from dopcrm_tui.host.parent import _is_ours
from dopcrm_tui.host.place import socket_path


def test_a_terminal_is_handed_over_with_its_environment_and_folder(come, tmp_path):
    terminal = come(DOPCRM_EMPLOYEE_ID="10000002")
    shown = terminal.wait_for("TERM").replace("\n", "")
    assert f"in {tmp_path} of" in shown
    assert "DOPCRM_EMPLOYEE_ID" in shown
    terminal.press("end 7\r")
    assert terminal.exit_status() == 7


def test_nothing_of_the_hosts_environment_is_in_a_session(tmp_path):
    with (
        HostProcess(tmp_path, argv=TOY, env={"OF_THE_HOST": "1"}) as host,
        host.attach({}) as terminal,
    ):
        assert "OF_THE_HOST" not in terminal.wait_for("TERM").replace("\n", "")


def test_what_a_session_says_at_its_end_is_shown_and_its_status_kept(come):
    terminal = come()
    terminal.wait_for("token")
    terminal.press("say Goodbye.\r")
    terminal.wait_for("\nGoodbye.")
    assert terminal.exit_status() == 1


def test_sessions_draw_chance_of_their_own(come):
    drawn = {re.search(r"token (\w+)", one.wait_for("token "))[1] for one in (come(), come())}
    assert len(drawn) == 2


def test_a_new_size_reaches_the_session(come):
    terminal = come()
    terminal.wait_for("token")
    terminal.resize(132, 43)
    terminal.press("size\r")
    terminal.wait_for("size 132 43")


def test_a_session_that_dies_gives_its_terminal_back_and_takes_nobody_along(come, toy_host):
    first = come()
    first.wait_for("token")
    [session] = toy_host.sessions
    other = come()
    other.wait_for("token")
    os.kill(session, signal.SIGKILL)
    first.wait_for("The session has ended")
    assert first.exit_status() == 1
    other.press("end 3\r")
    assert other.exit_status() == 3
    toy_host.wait_for_said(f"Session {session} was ended by signal 9.")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_sessions_go_on_without_the_host_and_another_takes_its_place(come, toy_host, number):
    terminal = come()
    terminal.wait_for("token")
    toy_host.process.send_signal(number)
    toy_host.process.wait()
    with HostProcess(toy_host.folder, argv=TOY) as host, host.attach({}) as later:
        later.wait_for("token")
        terminal.press("end 4\r")
        assert terminal.exit_status() == 4
        later.press("end 5\r")
        assert later.exit_status() == 5


def test_a_session_ends_with_its_terminal(come, toy_host):
    terminal = come()
    terminal.wait_for("token")
    assert len(toy_host.sessions) == 1
    terminal.hang_up()
    wait_until(lambda: not toy_host.sessions)


def test_a_session_ends_with_its_client(come, toy_host):
    terminal = come()
    terminal.wait_for("token")
    terminal.signal(signal.SIGKILL)
    wait_until(lambda: not toy_host.sessions)


@pytest.mark.parametrize("keys", ["\x03", "\x1a", "\x1c"], ids=["^C", "^Z", "^\\"])
def test_keys_that_stop_programs_do_not_stop_the_client(come, keys):
    terminal = come()
    terminal.wait_for("token")
    terminal.press(keys)
    terminal.press("end 6\r")
    assert terminal.exit_status() == 6


def test_whoever_hands_a_terminal_over_heeds_its_keys_no_more(tmp_path):
    place = tmp_path / "host.sock"
    argv = [sys.executable, "-I", "-m", "dopcrm_tui.host.attach"]
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(place))
        listener.listen()
        with PtyTerminal(argv, env={"DOPCRM_HOST": str(place)}), listener.accept()[0] as session:
            session.sendall(handover.HELLO)
            session.recv(1)
            said = session.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
            client = int.from_bytes(said[:4], sys.byteorder)
            status = Path(f"/proc/{client}/status").read_text()
    ignored = int(re.search(r"SigIgn:\s+(\w+)", status)[1], 16)
    for key in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
        assert ignored >> (key - 1) & 1


def test_who_finds_no_room_is_told_so(come):
    for _ in range(3):
        come().wait_for("token")
    late = come()
    late.wait_for("Too many are at work on this machine")
    assert late.exit_status() == 75


def test_a_session_has_limits_of_its_own(come, toy_host):
    terminal = come()
    terminal.wait_for("token")
    [session] = toy_host.sessions
    limits = Path(f"/proc/{session}/limits").read_text()
    assert re.search(r"Max core file size\s+0\s+0", limits)
    assert re.search(r"Max cpu time\s+3600\s", limits)
    assert re.search(r"Max open files\s+256\s", limits)
    own = int(Path("/proc/self/oom_score_adj").read_text())
    assert int(Path(f"/proc/{session}/oom_score_adj").read_text()) == max(own, 500)
    assert int(Path(f"/proc/{toy_host.pid}/oom_score_adj").read_text()) == own
    terminal.press("take 2\r")
    terminal.wait_for("no room")


def test_what_a_session_writes_is_for_its_account_alone(tmp_path):
    before = os.umask(0o022)
    try:
        with HostProcess(tmp_path, argv=TOY) as host, host.attach({}) as terminal:
            terminal.wait_for("token")
            terminal.press("write kept\r")
            terminal.wait_for("written")
    finally:
        os.umask(before)
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0


def test_the_host_holds_a_socket_and_nothing_else(come, toy_host):
    come().wait_for("token")
    held = [os.readlink(one) for one in Path(f"/proc/{toy_host.pid}/fd").iterdir()]
    kinds = {re.sub(r"\[?\d+\]?$", "", one) for one in held}
    allowed = {
        "/dev/null",
        str(toy_host.folder / "host-0.log"),
        "socket:",
        "anon_inode:[eventpoll]",
    }
    assert kinds <= allowed | {"anon_inode:[pidfd]"}
    assert "Threads:\t1\n" in Path(f"/proc/{toy_host.pid}/status").read_text()


def test_the_socket_is_for_nobody_else(toy_host):
    assert toy_host.socket.stat().st_mode & 0o077 == 0


def test_who_knocks_is_asked_for_by_the_kernels_word(monkeypatch):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert _is_ours(ours)
        monkeypatch.setattr(os, "getuid", lambda: 4242)
        assert not _is_ours(ours)


@pytest.mark.parametrize(
    "sent", [b"", b"\0\0\0\x04TERM", b"\xff\xff\xff\xffTERM=x", b"\0\0\0\x90TERM=xterm"]
)
def test_who_hands_no_terminal_over_gets_no_session_and_harms_nobody(toy_host, come, sent):
    with socket.socket(socket.AF_UNIX) as knocked:
        knocked.connect(str(toy_host.socket))
        assert knocked.recv(64) == handover.HELLO
        knocked.sendall(sent)
        knocked.shutdown(socket.SHUT_WR)
        assert knocked.recv(64) == b""
    come().wait_for("token")


def test_a_second_host_leaves_the_first_alone(toy_host):
    with pytest.raises(AssertionError, match="A host waits at"):
        HostProcess(toy_host.folder, argv=TOY)
    with toy_host.attach({}) as terminal:
        terminal.wait_for("token")


@pytest.mark.parametrize(
    ("environ", "path"),
    [
        ({}, "/run/dopcrm/host.sock"),
        ({"XDG_RUNTIME_DIR": "/run/user/7"}, "/run/user/7/dopcrm.sock"),
        ({"RUNTIME_DIRECTORY": "/run/x", "XDG_RUNTIME_DIR": "/y"}, "/run/x/host.sock"),
        ({"DOPCRM_HOST": "", "XDG_RUNTIME_DIR": "/y"}, ""),
        ({"DOPCRM_HOST": "/a.sock"}, "/a.sock"),
    ],
)
def test_where_the_host_is(environ, path):
    assert socket_path(environ) == path
