"""By the poolers: lent connections carry every act, also after another host has become primary."""

import pytest
from ha_cluster import Cluster
from ha_hall import check_kept, hall

from data.database import Store

SECONDS = 12.0


@pytest.fixture
def pooled(whole: Cluster):
    store = Store.open(whole.pooled_url)
    yield store
    store.close()


def test_writers_who_are_lent_connections_write_all_the_same(whole, pooled):
    with hall(whole, "pooled", SECONDS, whole.pooled_url) as writing:
        writing.finish()
    check_kept(pooled, writing)
    assert len(writing.saved) > len(writing.writers)


def test_they_find_the_new_primary(whole, pooled):
    before = whole.primary()
    with hall(whole, "moved", SECONDS, whole.pooled_url) as writing:
        writing.wait(SECONDS / 4)
        with whole.resting(before):
            writing.finish()
            check_kept(pooled, writing)
    moved = max(one["at"] for one in writing.saved) - writing.begun
    assert moved > SECONDS * 3 / 4, "nobody wrote at the new primary"
