"""One sshd for all tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import ssh_door


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, and let one process run them all."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("ssh")
            item.add_marker(pytest.mark.xdist_group("ssh"))


@pytest.fixture(scope="session", params=["cold", "warm"])
def door(request: pytest.FixtureRequest) -> Iterator[ssh_door.Door]:
    """Sessions that begin by themselves, and sessions that the host has at hand."""
    with ssh_door.door(warm=request.param == "warm") as opened:
        yield opened
