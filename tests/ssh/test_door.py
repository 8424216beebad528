"""Whoever comes by SSH gets the screens, as the person whose key it is, and nothing else."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing

import pytest
from sqlmodel import select
from ssh_door import ACCOUNT

from data.models.operator import OperatorSession

F3 = "\x1bOR"
BROKEN_OUT = ("broken-out", "uid=")


def test_a_key_a_password_and_a_code_open_the_desk_for_whose_key_it_is(door):
    with door.come() as terminal:
        terminal.wait_for("Password")
        assert "10000002" in terminal.line("Employee ID")
        door.log_in(terminal)
        assert "Biju Thomas" in terminal.text
        terminal.press(F3)
        terminal.wait_for("You are logged out.")
        terminal.press(F3)
        assert terminal.exit_status() == 0


def test_nobody_else_logs_in_by_that_key(door):
    with door.come() as terminal:
        terminal.wait_for("Password")
        terminal.press("\x1b[Z\x1b[Z10000003\t")
        terminal.settle()
        assert "10000002" in terminal.line("Employee ID")
        assert "10000003" not in terminal.text


def test_who_comes_by_another_key_is_another(door):
    with door.come(key="10000003") as terminal:
        terminal.wait_for("Password")
        assert "10000003" in terminal.line("Employee ID")


def test_a_key_that_is_not_known_opens_nothing(door):
    assert "Permission denied" in door.run(key="stranger", options=["-tt"]).stderr


def test_a_key_that_is_tied_to_nobody_opens_nothing(door):
    keys = door.folder / "etc" / "authorized_keys"
    written, public = keys.read_text(), (door.folder / "keys" / "nameless.pub").read_text()
    try:
        keys.write_text(f"{written}restrict,pty {public}")
        done = door.run(key="nameless", options=["-tt"])
    finally:
        keys.write_text(written)
    assert done.returncode == 77
    assert "This key is not tied to an employee ID." in done.stdout


def test_no_password_is_asked_for_by_sshd(door):
    options = ["-o", "PreferredAuthentications=password,keyboard-interactive"]
    done = door.run(key="stranger", options=options)
    assert done.returncode == 255
    assert "Permission denied (publickey)" in done.stderr


COMMANDS = ["sh", "sh -i", "id; echo broken-out", "$(echo broken-out)", "scp -f /etc/passwd", ""]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_runs_no_command(door, command):
    done = door.run(*([command] if command else []))
    assert done.returncode == 64
    assert not any(mark in done.stdout for mark in BROKEN_OUT)
    with door.come(command or "sh") as terminal:
        terminal.wait_for("Password")
        assert not any(mark in terminal.text for mark in BROKEN_OUT)


def test_there_is_no_file_transfer(door, tmp_path):
    given = door.client()[1:-1]
    given[given.index("-p")] = "-P"
    for argv in (
        ["sftp", "-b", "/dev/null", *given, f"{ACCOUNT}@127.0.0.1"],
        ["scp", *given, f"{ACCOUNT}@127.0.0.1:/etc/hostname", str(tmp_path / "got")],
        ["scp", "-O", *given, f"{ACCOUNT}@127.0.0.1:/etc/hostname", str(tmp_path / "got")],
    ):
        done = subprocess.run(argv, capture_output=True, timeout=30, check=False)
        assert done.returncode != 0
    assert not (tmp_path / "got").exists()


def test_no_port_is_forwarded(door):
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["-o", "ExitOnForwardFailure=no", "-L", f"{port}:127.0.0.1:{door.port}"]
    with door.come(options=options) as terminal:
        terminal.wait_for("Password")
        with socket.create_connection(("127.0.0.1", port), 5) as line:
            line.settimeout(5)
            assert line.recv(100) == b"", "the client took it, and the server let nothing through"
    refused = door.run(options=["-o", "ExitOnForwardFailure=yes", "-R", f"{port}:127.0.0.1:22"])
    assert "remote port forwarding failed" in refused.stderr


def test_nothing_of_the_clients_environment_arrives(door):
    os.environ["LC_DOPCRM"] = "seen"
    options = ["-o", "SendEnv=LC_*", "-o", "SetEnv=PYTHONSTARTUP=/tmp/x DOPCRM_STORE=sqlite:///x"]
    with door.come(options=options) as terminal:
        terminal.wait_for("Password")
        (process,) = door.clients()
        with open(f"/proc/{process}/environ", "rb") as file:
            found = dict(one.split(b"=", 1) for one in file.read().split(b"\0") if one)
    assert set(found) == {
        *(b"HOME", b"USER", b"LOGNAME", b"PATH", b"LANG", b"TERM"),
        *(b"SSH_CONNECTION", b"DOPCRM_CONFIG", b"DOPCRM_EMPLOYEE_ID", b"DOPCRM_HOST"),
    }


KEYS = {"^Z": "\x1a", "^\\": "\x1c", "^C": "\x03", "^P": "\x10", "^O": "\x0f", "!": "!sh\r"}


@pytest.mark.parametrize("keys", KEYS.values(), ids=KEYS)
def test_no_key_leads_out(door, keys):
    with door.come() as terminal:
        terminal.wait_for("Password")
        terminal.press(keys)
        terminal.settle()
        assert "$" not in terminal.text.replace("$SHELL", "")
        assert "Screenshot" not in terminal.text
        (process,) = door.sessions()
        with open(f"/proc/{process}/stat") as file:
            assert file.read().rpartition(")")[2].split()[0] in "SR", "it is not stopped"
        terminal.press(F3)
        assert terminal.exit_status() == 0, door.incidents()


def test_the_window_may_be_resized(door):
    with door.come() as terminal:
        terminal.wait_for("Password")
        terminal.resize(132, 43)
        terminal.wait_for(
            lambda screen: (
                any(len(line.rstrip()) > 80 for line in screen.split("\n")) or "Password" in screen
            )
        )
        terminal.resize(70, 20)
        terminal.wait_for("needs 80x24")


def gone(door, seconds):
    end = time.monotonic() + seconds
    while door.sessions() and time.monotonic() < end:
        time.sleep(0.05)
    return not door.sessions()


@pytest.mark.parametrize("how", ["the client is killed", "the line is silent"])
def test_a_dropped_line_ends_the_session_and_keeps_what_was_typed(door, how):
    with door.come() as terminal:
        door.log_in(terminal)
        terminal.press("1")
        terminal.wait_for("still needed: Grievance")
        terminal.press("102EM123")
        terminal.wait_for("EM123")
        if how == "the client is killed":
            terminal.signal(signal.SIGKILL)
            assert gone(door, 5)
        else:
            terminal.signal(signal.SIGSTOP)
            assert gone(door, 20)
            terminal.signal(signal.SIGCONT)
    desk = door.open_desk()
    try:
        with desk.store.reading() as session:
            assert session.exec(select(OperatorSession)).all() == []
        with door.come() as terminal:
            door.log_in(terminal)
            terminal.wait_for("Begun and not registered:")
            terminal.press("\r")
            terminal.wait_for("EM123")
            terminal.press("\x1b[15~\x1b[15~")
            terminal.wait_for("still needed: Grievance")
            terminal.press(F3)
            terminal.wait_for("Outbox")
            terminal.press(F3)
            terminal.wait_for("logged out")
    finally:
        desk.store.close()


def test_one_person_may_sit_at_two_windows_and_each_is_a_session_of_its_own(door):
    with door.come() as one, door.come() as other:
        door.log_in(one)
        door.log_in(other)
        assert len(door.sessions()) == 2
        one.press("1")
        one.wait_for("still needed: Grievance")
        one.press("102EM777")
        one.wait_for("EM777")
        other.press("1")
        other.wait_for("still needed: Grievance")
        assert "EM777" not in other.text, "what is typed at one is not offered at the other"
        one.press(f"\x1b[15~\x1b[15~{F3}")
        one.wait_for("Outbox")
        one.press(F3)
        one.wait_for("logged out")
        other.press(F3)
        other.wait_for("Outbox")


def test_only_what_lies_in_the_folder_of_scans_can_be_attached(door):
    with door.come() as terminal:
        door.log_in(terminal)
        terminal.press("1")
        terminal.wait_for("still needed: Grievance")
        terminal.press("102\x1b[19~\x1b[19~\t/etc/hostname\r")
        terminal.wait_for("does not lie in")
        terminal.press("\x1b[15~\x1b[15~")
        terminal.wait_for("still needed: Grievance")


def test_the_account_alone_reaches_the_store(door):
    for file in (door.folder / "var").rglob("*"):
        assert file.stat().st_mode & 0o077 == 0
    asked = ["setpriv", "--reuid", "nobody", "--clear-groups"]
    done = subprocess.run(
        [*asked, "cat", str(door.folder / "var" / "dopcrm.db")], capture_output=True, check=False
    )
    assert done.returncode != 0


def doctor(door, config=None):
    argv = [sys.executable, "-m", "dopcrm_tui", "doctor", "--ssh", "--json", "--account", ACCOUNT]
    argv += ["--sshd-config", str(config or door.config)]
    store = f"sqlite:///{door.folder / 'var' / 'dopcrm.db'}"
    host = door.folder / "var" / "host.sock"
    env = {**os.environ, "DOPCRM_STORE": store, "DOPCRM_HOST": str(host)}
    done = subprocess.run(argv, capture_output=True, text=True, env=env, check=False)
    return done.returncode, json.loads(done.stdout)


def test_the_doctor_finds_all_well(door):
    code, told = doctor(door)
    assert (code, told["ok"]) == (0, True), told
    (host,) = (check["finding"] for check in told["checks"] if check["name"] == "host")
    assert host.startswith("none at") is (door.host is None)


LOOSENED = {
    "DisableForwarding yes": ("DisableForwarding no", "disableforwarding is no"),
    "PermitUserRC no": ("PermitUserRC yes", "permituserrc is yes"),
    "AuthenticationMethods publickey": ("", "authenticationmethods is any"),
    "ExposeAuthInfo yes": ("", "exposeauthinfo is no"),
    "AcceptEnv DOPCRM_NOTHING": ("AcceptEnv LANG LC_*", "taken from clients"),
    "ClientAliveCountMax 3": ("ClientAliveCountMax 0", "not noticed for long"),
    "dopcrm-ssh\n": ("sh\n", "ForceCommand is"),
    "etc/authorized_keys": ("keys/nothing", "No such file"),
}


@pytest.mark.parametrize(("shipped", "change"), LOOSENED.items())
def test_the_doctor_names_what_was_loosened(door, tmp_path, shipped, change):
    loosened, said = change
    part = (door.folder / "etc" / "dopcrm.conf").read_text()
    assert shipped in part
    (tmp_path / "dopcrm.conf").write_text(part.replace(shipped, loosened))
    whole = door.config.read_text().replace(
        str(door.folder / "etc" / "dopcrm.conf"), str(tmp_path / "dopcrm.conf")
    )
    (tmp_path / "sshd_config").write_text(whole)
    code, told = doctor(door, tmp_path / "sshd_config")
    wrong = [check for check in told["checks"] if check["remedy"]]
    assert (code, told["ok"]) == (1, False)
    assert any(said in check["finding"] for check in wrong), wrong


def test_the_doctor_sees_who_else_may_write(door):
    keys, store = door.folder / "etc" / "authorized_keys", door.folder / "var" / "dopcrm.db"
    written = keys.read_text()
    try:
        keys.chmod(0o666)
        store.chmod(0o644)
        findings = " ".join(check["finding"] for check in doctor(door)[1]["checks"])
        assert f"others than root may write {keys}" in findings
        assert f"others may reach {store}" in findings
        keys.chmod(0o644)
        keys.write_text(written.replace(" 10000003", " biju@home"))
        findings = " ".join(check["finding"] for check in doctor(door)[1]["checks"])
        assert "not tied to an employee ID" in findings
    finally:
        keys.write_text(written)
        keys.chmod(0o644)
        store.chmod(0o600)
