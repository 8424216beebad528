"""The desk works by a role that owns nothing; what was written it cannot change by any means."""

import pytest
from casebook import EDAPALLY, PDF, Casebook
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data import rights
from data.database import Store
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.refusals import InvalidInput, StoreUnavailable
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.papers import Paper

pytestmark = pytest.mark.only_on("postgresql")


@pytest.fixture
def role(store):
    """A plain role of this test's own."""
    name = f"Desk {store.engine.url.database}"
    with store.engine.begin() as owner:
        owner.execute(text(f'CREATE ROLE "{name}" LOGIN'))
    yield name
    with store.engine.begin() as owner:
        owner.execute(text(f'DROP OWNED BY "{name}"'))
        owner.execute(text(f'DROP ROLE "{name}"'))


@pytest.fixture
def plain(store, role):
    """The store as the role sees it."""
    plain = Store.open(store.engine.url.set(username=role).render_as_string(hide_password=False))
    yield plain
    plain.close()


@pytest.fixture
def granted(store, role, plain):
    with store.engine.begin() as owner:
        rights.grant(owner, role)
    return plain


def test_without_its_rights_the_role_is_told_what_it_lacks(plain):
    with pytest.raises(StoreUnavailable, match="lacks a right"):
        plain.check()
    with plain.engine.connect() as connection:
        assert "INSERT on event" in rights.missing(connection)


def test_everything_a_desk_does_is_done_by_the_role(granted, staff, clock, random):
    desk = Desk.over(granted, clock=clock, chance=random)
    book = Casebook(desk, staff, clock)
    number = book.register()
    book.act(number, Action.TAKE)
    desk.papers.attach(staff["operator"], number, [Paper("letter.pdf", PDF)])
    book.act(number, Action.TRANSFER, reason="Theirs.", target_code=EDAPALLY)
    moved = book.register()
    code = book.seek(moved)
    book.deliver()
    book.answer(moved, Action.ACCEPT, code=code)
    desk.beats.beat("sweeper", {})
    clock.advance(days=90)
    assert desk.sweeper.ring().done
    desk.policy.set(staff["administrator"], "confirmation_window", "PT36H")
    token = desk.accounts.log_in(staff["operator"].employee_id, "counter seven opens early").token
    desk.accounts.log_out(token)
    assert desk.audit.verify(staff["administrator"]).findings == 0
    with granted.engine.connect() as connection:
        assert rights.missing(connection) == []
        assert not rights.owned(connection)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE event SET data = '{}'",
        "DELETE FROM event",
        "TRUNCATE event",
        "ALTER TABLE event DISABLE TRIGGER ALL",
        "DROP TRIGGER event_no_change ON event",
        "SET session_replication_role = replica",
        "UPDATE account_event SET kind = 'login'",
        "DELETE FROM complaint",
        "UPDATE store_info SET value = 'no'",
        "CREATE TABLE own (id int)",
        "DROP TABLE complaint CASCADE",
    ],
)
def test_the_role_cannot_change_what_was_written(granted, change):
    with pytest.raises(DBAPIError) as refused, granted.engine.begin() as connection:
        connection.execute(text(change))
    assert refused.value.orig.sqlstate == "42501"


def test_who_owns_the_tables_is_known(store):
    with store.engine.connect() as owner:
        assert rights.owned(owner)


@pytest.mark.parametrize("wrong", ["nobody at all", "postgres"])
def test_a_role_that_will_not_do_is_refused_by_field(store, wrong):
    with pytest.raises(InvalidInput) as refused, store.engine.begin() as owner:
        rights.grant(owner, wrong)
    assert wrong in refused.value.fields["application_role"]
