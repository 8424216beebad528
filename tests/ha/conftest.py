"""One cluster for all tests of this folder, with the store of the tests on it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import post_office
import pytest
from ha_cluster import Cluster, cluster

from data.database import Store

SECONDS = "DOPCRM_HA_SECONDS"
"""How long the writers of each failover write; 60 unless it is named."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, and let one process run them all."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("ha")
            item.add_marker(pytest.mark.xdist_group("ha"))


@pytest.fixture(scope="session")
def running() -> Iterator[Cluster]:
    """Three hosts, and a store with offices and staff whom nobody has told anything yet."""
    folder = Path(tempfile.mkdtemp(prefix="dopcrm-ha-"))
    try:
        with cluster(folder) as made:
            post_office.fill(made.owner_url, "dopcrm_desk")
            yield made
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def whole(running: Cluster) -> Cluster:
    """The cluster, all three there."""
    running.bring_back()
    return running


@pytest.fixture
def desk_store(whole: Cluster) -> Iterator[Store]:
    """The store as the terminals reach it."""
    store = Store.open(whole.url)
    yield store
    store.close()


@pytest.fixture(scope="session")
def seconds() -> float:
    return float(os.environ.get(SECONDS, "60"))
