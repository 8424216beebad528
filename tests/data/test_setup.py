"""Making a store: everything in it, safe to do again, and nothing an administrator did undone."""

import random
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, text
from sqlmodel import select

from data.catalogues.offices import read_demo_offices, read_offices
from data.catalogues.policy import policy_entries
from data.database import Store
from data.models.office import Office, OfficeWord
from data.models.settings import CODE_KEY, DEMO, PolicyValue, StoreInfo
from data.setup import create_store
from dopcrm_tui.rules.refusals import StoreUnavailable

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)


def make(tmp_path, offices=None, seed=5, **options):
    url = f"sqlite:///{tmp_path / 'made' / 'store.db'}"
    rows = read_demo_offices() if offices is None else offices
    return create_store(url, rows, now=NOW, random=random.Random(seed), **options)


def counted(store, table):
    with store.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def info(store):
    with store.reading() as session:
        return {row.key: row.value for row in session.exec(select(StoreInfo))}


def test_a_made_store_is_complete(tmp_path):
    store = make(tmp_path)
    store.check()
    assert counted(store, Office) == len(list(read_demo_offices()))
    store.close()


def test_an_office_is_kept_as_the_catalogue_has_it(tmp_path):
    store = make(tmp_path)
    with store.reading() as session:
        kochi = session.exec(select(Office).where(Office.code == "682001001")).one()
    assert (kochi.name, kochi.kind, kochi.pin, kochi.delivery) == ("Kochi", "ho", "682001", True)
    assert (kochi.division_id, kochi.circle_id, kochi.circle_number) == (121018, 120000, 12)
    store.close()


def test_every_policy_of_the_catalogue_is_in_force_from_its_day(tmp_path):
    store = make(tmp_path)
    with store.reading() as session:
        rows = {(row.key, row.valid_from): row.value for row in session.exec(select(PolicyValue))}
    assert rows == {(entry.key, entry.valid_from): entry.text for entry in policy_entries()}
    store.close()


def test_progress_rises_to_its_total(tmp_path):
    told = []
    store = make(tmp_path, on_progress=lambda done, total: told.append((done, total)))
    done, totals = [step[0] for step in told], {step[1] for step in told}
    assert done == sorted(done)
    assert totals == {counted(store, Office) + counted(store, OfficeWord)} == {done[-1]}
    store.close()


def test_the_key_of_response_codes_is_256_bits_and_each_stores_own(tmp_path):
    one, other = make(tmp_path / "a", seed=1), make(tmp_path / "b", seed=2)
    assert len(bytes.fromhex(info(one)[CODE_KEY])) == 32
    assert info(one)[CODE_KEY] != info(other)[CODE_KEY]
    one.close()
    other.close()


@pytest.mark.parametrize(("demo", "said"), [(True, "yes"), (False, "no")])
def test_a_store_says_whether_it_is_one_to_play_with(tmp_path, demo, said):
    store = make(tmp_path, demo=demo)
    assert info(store)[DEMO] == said
    store.close()


def test_made_again_it_keeps_what_was_changed_and_adds_what_is_missing(tmp_path):
    rows = list(read_demo_offices())
    store = make(tmp_path, rows[:-5])
    before = info(store)
    with store.writing() as session:
        session.get_one(Office, 682001001).active = False
        key = {"key": "confirmation_window", "valid_from": date(2023, 9, 4)}
        session.get_one(PolicyValue, key).value = "PT72H"
    store.close()
    again = make(tmp_path, rows, seed=6)
    assert counted(again, Office) == len(rows)
    assert info(again) == before
    with again.reading() as session:
        assert not session.get_one(Office, 682001001).active
        assert session.get_one(PolicyValue, key).value == "PT72H"
    again.close()


def test_a_broken_off_making_is_completed_by_the_next(tmp_path):
    def fail(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(tmp_path, on_progress=fail)
    broken = Store.open(f"sqlite:///{tmp_path / 'made' / 'store.db'}")
    with pytest.raises(StoreUnavailable, match="not complete"):
        broken.check()
    broken.close()
    store = make(tmp_path)
    store.check()
    store.close()


def test_no_word_of_an_office_is_longer_than_its_column(tmp_path):
    store = make(tmp_path)
    with store.reading() as session:
        assert session.exec(select(func.max(func.length(OfficeWord.word)))).one() <= 40
    store.close()


@pytest.mark.campaign
def test_the_whole_department_is_loaded_with_every_level(tmp_path):
    store = make(tmp_path, read_offices())
    assert counted(store, Office) > 160_000
    with store.reading() as session:
        orphans = "SELECT count(*) FROM office WHERE parent_id IS NULL AND id != 1"
        assert session.scalar(text(orphans)) == 0
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
    store.close()
