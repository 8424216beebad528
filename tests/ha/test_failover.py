"""The primary dies while people write: nothing acknowledged is lost, nothing is doubled."""

import pytest
from ha_cluster import Cluster
from ha_hall import Hall, check_kept, hall
from post_office import STAFF
from race_worker import actor_of

from dopcrm_tui.desk import Desk

UNPLANNED, PLANNED = 25.0, 3.0
"""Seconds within which somebody's complaint is saved again."""


def kill(whole: Cluster, hall: Hall, seconds: float) -> None:
    """`kill -9` of all that runs on the primary's host; it is switched on again in the end."""
    lost = whole.primary()
    hall.wait(seconds / 6)
    lost.kill()
    hall.finish()
    whole.start(lost)


def cut_off(whole: Cluster, hall: Hall, seconds: float) -> None:
    """Pull the cable of the primary's host; it is mended in the end."""
    lost = whole.primary()
    hall.wait(seconds / 6)
    lost.cut()
    hall.finish()
    lost.mend()


def switch_over(whole: Cluster, hall: Hall, seconds: float) -> None:
    """Let another host be the primary, as before maintenance."""
    before = whole.primary()
    hall.wait(seconds / 6)
    whole.switch_over()
    hall.finish()
    assert whole.primary() is not before


def rest(whole: Cluster, hall: Hall, seconds: float) -> None:
    """Stop Patroni on the primary's host, as who forgot to switch over first."""
    before = whole.primary()
    hall.wait(seconds / 6)
    with whole.resting(before):
        hall.finish()
        assert whole.primary() is not before


@pytest.mark.parametrize(
    ("turn", "what", "bound"),
    [
        (1, kill, UNPLANNED),
        (2, cut_off, UNPLANNED),
        (3, kill, UNPLANNED),
        (4, cut_off, UNPLANNED),
        (5, kill, UNPLANNED),
        (6, switch_over, PLANNED),
        (7, rest, UNPLANNED),
    ],
)
def test_who_writes_meanwhile_loses_nothing(whole, desk_store, seconds, turn, what, bound):
    with hall(whole, f"turn{turn}", seconds) as writing:
        what(whole, writing, seconds)
    whole.bring_back()
    check_kept(desk_store, writing)
    print(  # noqa: T201  the figures are for people
        f"\n{what.__name__}: {len(writing.saved)} saved in {seconds:.0f} s, none lost, none "
        f"doubled; the longest time without a save {writing.longest_pause:.1f} s"
    )
    assert writing.longest_pause <= bound


def test_the_histories_are_sound_after_all_that(desk_store):
    auditor = actor_of(desk_store, STAFF["auditor"][0])
    assert Desk.over(desk_store).audit.verify(auditor).findings == 0
