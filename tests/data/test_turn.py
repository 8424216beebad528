"""Writers of one file take turns; who waits asks nothing meanwhile."""

import fcntl
import os
import threading

import pytest

from data import sqlite
from dopcrm_tui.rules.refusals import StoreUnavailable


@pytest.fixture
def held(tmp_path):
    """The turn of a store, held by somebody else until it is let go."""
    handle = os.open(tmp_path / "store.db-turn", os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    yield handle
    os.close(handle)


def is_free(file):
    with open(f"{file}-turn") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@pytest.mark.usefixtures("held")
def test_who_waits_asks_once_and_is_told_when_it_takes_too_long(tmp_path, monkeypatch):
    asked, flock = [], fcntl.flock
    monkeypatch.setattr(sqlite.fcntl, "flock", lambda *args: (asked.append(1), flock(*args)))
    monkeypatch.setattr(sqlite, "PATIENCE", 0.3)
    with pytest.raises(StoreUnavailable, match="is busy"), sqlite.turn(tmp_path / "store.db"):
        raise AssertionError
    assert len(asked) <= 2


def test_a_turn_comes_as_soon_as_the_one_before_ends(held, tmp_path):
    file, came, done = tmp_path / "store.db", threading.Event(), threading.Event()

    def write():
        with sqlite.turn(file):
            came.set()
            assert done.wait(10)

    writer = threading.Thread(target=write)
    writer.start()
    assert not came.wait(0.1)
    fcntl.flock(held, fcntl.LOCK_UN)
    assert came.wait(10)
    assert not is_free(file)
    done.set()
    writer.join()
    assert is_free(file)


def test_a_turn_ends_with_its_holder_though_who_waited_for_it_is_slow(held, tmp_path, monkeypatch):
    file, gone = tmp_path / "store.db", threading.Event()

    class Slow(threading.Event):
        def set(self):
            super().set()
            assert gone.wait(10)

    monkeypatch.setattr(sqlite, "Event", Slow)
    threading.Timer(0.1, fcntl.flock, (held, fcntl.LOCK_UN)).start()
    with sqlite.turn(file):
        assert not is_free(file)
    was_free = is_free(file)
    gone.set()
    assert was_free


def test_a_turn_that_was_given_up_is_nobodys(held, tmp_path, monkeypatch):
    file = tmp_path / "store.db"
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    with pytest.raises(StoreUnavailable), sqlite.turn(file):
        raise AssertionError
    fcntl.flock(held, fcntl.LOCK_UN)
    for late in [one for one in threading.enumerate() if one.name == "turn"]:
        late.join(10)
    assert is_free(file)
