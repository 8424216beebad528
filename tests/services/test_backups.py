"""A backup is one state of a store that people work in, and is never put in place broken."""

import hashlib
import os
import random
import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from casebook import Casebook
from filed import file_complaint
from post_office import PASSWORD, QUICK
from random_work import UNKNOWN_BEFORE, act_some, register_some
from whole import check_whole

from data.database import Store
from data.migrations import upgrade
from dopcrm_tui.desk import Desk
from dopcrm_tui.gateways.sealed_file import new_key
from dopcrm_tui.rules.refusals import InvalidInput, NotLoggedIn, StoreUnavailable
from dopcrm_tui.services import backups
from dopcrm_tui.services.accounts import Accounts


def silent(_done, _total):
    """Nobody watches how far it is."""


@pytest.fixture
def filled(book) -> Casebook:
    """A store in which this and that was done."""
    chance = random.Random(7)
    act_some(book, chance, register_some(book, chance, 12), 80, UNKNOWN_BEFORE)
    return book


@pytest.fixture
def file(tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder / "monday.backup"


@pytest.fixture
def key(tmp_path):
    return tmp_path / "key"


@pytest.fixture
def back_up(filled, file, clock):
    def back_up(sealed_for=None):
        return backups.back_up(filled.desk.store, file, clock(), silent, sealed_for)

    return back_up


@pytest.fixture
def target(template, tmp_path):
    """A store that nobody has made yet, of the same kind."""
    store = Store.open(template.new(tmp_path))
    yield store
    template.drop(store)


def everything(desk, staff):
    """What the desk tells of all its complaints."""
    found = desk.audit.verify(staff["auditor"])
    assert found.findings == 0
    return found.complaints, found.entries


@pytest.mark.parametrize("sealed", [False, True])
def test_what_is_restored_is_the_store_and_is_worked_in(
    back_up, filled, file, key, target, clock, staff, sealed
):
    public = new_key(key) if sealed else None
    told = back_up(public)
    assert told.sealed is sealed
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    restored = backups.restore(file, target, clock(), silent, key if sealed else None)
    assert (restored.complaints, restored.entries) == (told.complaints, told.entries)
    desk = Desk.over(target, clock=clock, chance=random.Random(3))
    assert everything(desk, staff) == everything(filled.desk, staff)
    target.check()
    accounts = Accounts(target, clock, random.Random(4), QUICK)
    actor = accounts.log_in("10000002", PASSWORD).actor
    number = file_complaint(desk, actor, name="Sita Devi")
    assert [line.number for line in desk.queues.search(actor, "Sita").lines] == [number]
    with target.reading() as session:
        check_whole(session)


def test_it_is_one_state_while_people_work(store, book, file, clock, staff, target):
    stop, errors = threading.Event(), []

    def work():
        try:
            while not stop.is_set():
                file_complaint(book.desk, staff["operator"])
        except Exception as error:
            errors.append(error)

    clerk = threading.Thread(target=work)
    clerk.start()
    try:
        told = [
            backups.back_up(store, Path(f"{file}{place}"), clock(), silent) for place in range(3)
        ]
    finally:
        stop.set()
        clerk.join()
    assert errors == []
    assert sorted(one.complaints for one in told) == [one.complaints for one in told]
    restored = backups.restore(Path(f"{file}2"), target, clock(), silent)
    assert restored.complaints == told[-1].complaints
    with target.reading() as session:
        check_whole(session)


@pytest.mark.parametrize("sealed", [False, True])
def test_no_flipped_byte_goes_unseen(back_up, file, key, target, clock, sealed):
    back_up(new_key(key) if sealed else None)
    whole, chance = file.read_bytes(), random.Random(11)
    for place in chance.sample(range(len(whole)), 40):
        broken = bytearray(whole)
        broken[place] ^= 1 << chance.randrange(8)
        file.write_bytes(broken)
        with pytest.raises((StoreUnavailable, InvalidInput)):
            backups.restore(file, target, clock(), silent, key if sealed else None)
    file.write_bytes(whole[:-1])
    with pytest.raises((StoreUnavailable, InvalidInput)):
        backups.check(file, clock(), key if sealed else None)
    file.write_bytes(whole)
    assert backups.check(file, clock(), key if sealed else None).complaints == 12


@pytest.mark.only_on("sqlite")
def test_a_history_that_was_rewritten_before_is_told_of(back_up, filled, file):
    with sqlite3.connect(filled.desk.store.file) as connection:
        connection.execute("DROP TRIGGER event_no_update")
        connection.execute("UPDATE event SET office_id = 560005001 WHERE sequence = 1")
    connection.close()
    with pytest.raises(StoreUnavailable, match="not as it was written"):
        back_up()
    assert list(file.parent.iterdir()) == []


def test_a_sealed_one_is_opened_by_its_own_key_alone(back_up, file, key, tmp_path, clock):
    back_up(new_key(key))
    other = tmp_path / "other"
    new_key(other)
    assert b"SQLite" not in file.read_bytes()
    for wrong, field in ((None, "key"), (other, "file"), (file, "key"), (tmp_path, "key")):
        with pytest.raises(InvalidInput) as refused:
            backups.check(file, clock(), wrong)
        assert set(refused.value.fields) == {field}


def test_nothing_is_written_over(back_up, file, filled, clock):
    back_up()
    with pytest.raises(InvalidInput):
        back_up()
    with pytest.raises(InvalidInput):
        new_key(file)
    with pytest.raises(StoreUnavailable, match="in use"):
        backups.restore(file, filled.desk.store, clock(), silent)
    assert sorted(each.name for each in file.parent.iterdir()) == [
        "monday.backup",
        "monday.backup.sha256",
    ]


def test_without_its_hash_an_unsealed_one_is_not_trusted(back_up, file, clock):
    back_up()
    os.unlink(f"{file}.sha256")
    with pytest.raises(InvalidInput, match="is missing"):
        backups.check(file, clock())


@pytest.mark.parametrize("public", ["", "age1", "ssh-rsa AAAA", "AGE-SECRET-KEY-1"])
def test_what_is_no_public_key_is_named_and_nothing_is_left(back_up, file, public):
    with pytest.raises(InvalidInput) as refused:
        back_up(public or " ")
    assert set(refused.value.fields) == {"for"}
    assert list(file.parent.iterdir()) == []


def test_sessions_are_not_in_it(back_up, accounts, file, target, clock):
    token = accounts.log_in("10000002", PASSWORD).token
    back_up()
    backups.restore(file, target, clock(), silent)
    restored = Accounts(target, clock, random.Random(5), QUICK)
    with pytest.raises(NotLoggedIn):
        restored.actor(token)


def test_one_of_an_earlier_release_comes_back_up_to_date(back_up, file, target, clock):
    told = back_up()
    earlier = Store.open(f"sqlite:///{file}")
    upgrade.downgrade(earlier, "0010")
    earlier.close()
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    Path(f"{file}.sha256").write_text(f"{digest}  {file.name}\n")
    restored = backups.restore(file, target, clock(), silent)
    assert (restored.complaints, restored.entries) == (told.complaints, told.entries)
    target.check()


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("made", ["", "CREATE TABLE ours (id INTEGER)"])
def test_what_is_whole_and_no_store_is_not_restored(file, target, clock, made):
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 1")
        connection.execute(made)
    connection.close()
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    Path(f"{file}.sha256").write_text(f"{digest}  {file.name}\n")
    with pytest.raises(StoreUnavailable):
        backups.restore(file, target, clock(), silent)
    assert not target.file.exists()
