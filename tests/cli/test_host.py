"""`dopcrm host` opens no store, and says where it cannot wait."""

from host_process import HostProcess

from dopcrm_tui.host import merging


def test_a_host_is_given_no_store(stranger, tmp_path):
    said = stranger.run("host", "--socket", tmp_path / "host.sock", "--store", "sqlite:///x.db")
    assert said.code == 7
    assert said.err == b"store: The host opens no store; each session opens its own.\n"


def test_a_socket_that_cannot_be_made_is_named(stranger, tmp_path):
    (tmp_path / "file").touch()
    said = stranger.run("host", "--socket", tmp_path / "file" / "host.sock")
    assert said.code == 7
    assert b"host.sock: Not a directory." in said.err


def test_a_second_host_says_that_there_is_one(stranger, tmp_path):
    with HostProcess(tmp_path) as host:
        said = stranger.run("host", "--socket", host.socket)
    assert said.code == 7
    assert said.err.decode() == f"socket: A host waits at {host.socket} already.\n"


def test_a_host_that_keeps_equal_memory_once_says_what_that_needs(tmp_path):
    runs = merging.SWITCH.exists() and merging.SWITCH.read_text() == "1\n"
    with HostProcess(tmp_path, "--merge") as host:
        first, _, rest = host.said.partition("\n")
    if runs:
        assert first.startswith("Waiting at")
    else:
        assert first in {merging.IS_OFF, merging.CANNOT}
        assert rest.startswith("Waiting at")
