"""A host with sessions that are quick to make."""

import pytest
from host_process import TOY, HostProcess


@pytest.fixture
def toy_host(tmp_path):
    with HostProcess(tmp_path, argv=TOY) as host:
        yield host


@pytest.fixture
def come(toy_host):
    """Opens terminals at the toy."""
    opened = []

    def come(**env):
        opened.append(toy_host.attach(env))
        return opened[-1]

    yield come
    for terminal in opened:
        terminal.__exit__(None, None, None)
