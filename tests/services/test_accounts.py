"""Who gets in, with what, for how long, and who does not."""

from datetime import timedelta

import pytest
from post_office import PASSWORD, QUICK, SettableClock
from sqlmodel import select

from data.models.operator import AccountEvent, Operator, OperatorSession
from dopcrm_tui.rules.refusals import (
    InvalidInput,
    NotLoggedIn,
)
from dopcrm_tui.services.accounts import Accounts
from dopcrm_tui.services.hashing import FLOOR

NEW = "a lighthouse keeps slow time"


def events_of(store, employee_id):
    with store.reading() as session:
        wanted = select(AccountEvent).where(AccountEvent.employee_id == employee_id)
        return {event.kind for event in session.exec(wanted)}


def add(accounts, administrator, **changes):
    typed = {"employee_id": "20000001", "name": "Mary Paul", "role": "operator"}
    return accounts.add(administrator, **{**typed, "office_code": "682001001", **changes})


def test_an_operator_logs_in_and_is_known_by_the_token(accounts, operator):
    login = accounts.log_in("10000002", PASSWORD)
    assert not login.must_change
    assert accounts.actor(login.token) == login.actor == operator
    assert login.actor.office.head_office_id == 682001001


def test_an_employee_id_may_be_typed_with_spaces(accounts, operator):
    assert accounts.log_in(" 1000 0002", PASSWORD).actor == operator


@pytest.mark.parametrize(
    ("employee_id", "password"),
    [
        ("10000002", "counter seven opens late"),
        ("99999999", PASSWORD),
        ("not a number", PASSWORD),
        ("", ""),
        ("10000002", ""),
        ("10000002", "\ud800"),
        ("10000002", "\0"),
        ("10000002", PASSWORD + " "),
        ("10000002", "x" * 1_000_000),
        ("10000002' OR '1'='1", PASSWORD),
    ],
)
def test_every_wrong_login_gets_the_same_sentence(accounts, employee_id, password):
    with pytest.raises(NotLoggedIn) as refused:
        accounts.log_in(employee_id, password)
    assert str(refused.value) == "This employee ID and password do not belong together."


def test_an_unknown_employee_id_costs_the_same_hash_as_a_known_one(store, clock, random):
    class Counting(type(QUICK)):
        work = 0

        def hash(self, *args, **options):
            self.work += 1
            return super().hash(*args, **options)

        def verify(self, *args):
            self.work += 1
            return super().verify(*args)

    costs = []
    for employee_id in ("10000002", "99999999", "garbage"):
        hasher = Counting(time_cost=1, memory_cost=8, parallelism=1)
        with pytest.raises(NotLoggedIn):
            Accounts(store, clock, random, hasher).log_in(employee_id, "wrong password here")
        costs.append(hasher.work)
    assert costs == [1, 1, 1]


def test_the_floor_of_the_hash_is_argon2id_with_19_mib_and_two_passes():
    assert FLOOR.type.name == "ID"
    assert (FLOOR.memory_cost, FLOOR.time_cost, FLOOR.parallelism) == (19_456, 2, 1)


def test_a_session_ends_when_its_holder_logs_out_and_others_go_on(accounts):
    first = accounts.log_in("10000002", PASSWORD).token
    second = accounts.log_in("10000002", PASSWORD).token
    accounts.log_out(first)
    accounts.log_out(first)
    with pytest.raises(NotLoggedIn):
        accounts.actor(first)
    accounts.actor(second)


@pytest.mark.parametrize("token", ["", "nonsense", "\ud800", "0" * 64])
def test_a_made_up_token_is_nobody(accounts, token):
    with pytest.raises(NotLoggedIn):
        accounts.actor(token)


def test_the_store_holds_neither_tokens_nor_passwords_nor_secrets(accounts, administrator, store):
    token = accounts.log_in("10000002", PASSWORD).token
    secret = add(accounts, administrator)
    with store.reading() as session:
        kept = [
            *(repr(row) for row in session.exec(select(Operator))),
            *(repr(row) for row in session.exec(select(OperatorSession))),
            *(repr(row) for row in session.exec(select(AccountEvent))),
        ]
    assert not [row for row in kept if token in row or secret in row or PASSWORD in row]


def test_what_is_typed_as_an_employee_id_is_kept_only_if_it_can_be_one(accounts, store):
    with pytest.raises(NotLoggedIn):
        accounts.log_in("my secret password", "10000002")
    with store.reading() as session:
        assert not [
            event
            for event in session.exec(select(AccountEvent))
            if "secret" in event.employee_id or "secret" in str(event.data)
        ]


def test_a_new_account_can_do_nothing_but_change_its_secret(accounts, administrator, store):
    secret = add(accounts, administrator)
    login = accounts.log_in("20000001", secret)
    assert login.must_change
    with pytest.raises(NotLoggedIn):
        accounts.actor(login.token)
    changed = accounts.change_password("20000001", secret, NEW)
    assert accounts.actor(changed.token).name == "Mary Paul"
    with pytest.raises(NotLoggedIn):
        accounts.log_in("20000001", secret)
    assert events_of(store, "20000001") == {
        "account_added",
        "login_to_change",
        "password_changed",
        "login_refused",
    }


def test_a_one_time_secret_is_good_for_24_hours(accounts, administrator, clock):
    secret = add(accounts, administrator)
    clock.advance(hours=23, minutes=59)
    accounts.log_in("20000001", secret)
    clock.advance(minutes=1)
    with pytest.raises(NotLoggedIn, match="no longer valid"):
        accounts.log_in("20000001", secret)
    with pytest.raises(NotLoggedIn, match="no longer valid"):
        accounts.change_password("20000001", secret, NEW)


def test_no_two_secrets_are_alike(accounts, administrator):
    secrets = {add(accounts, administrator, employee_id=str(20000001 + n)) for n in range(5)}
    assert len(secrets) == 5


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("short", "15 characters"),
        ("counter seven opens early", "old one"),
        ("10000002 is my number", "your ID"),
        ("biju thomas at home", "your name"),
        ("kochi kochi and kochi", "your office"),
        ("qwertyuiopasdfghjkl", "guessed first"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused_by_name(accounts, new, said):
    with pytest.raises(InvalidInput, match=said) as refused:
        accounts.change_password("10000002", PASSWORD, new)
    assert set(refused.value.fields) == {"new_password"}
    accounts.log_in("10000002", PASSWORD)


def test_a_changed_password_ends_all_other_sessions(accounts):
    before = accounts.log_in("10000002", PASSWORD).token
    after = accounts.change_password("10000002", PASSWORD, NEW).token
    with pytest.raises(NotLoggedIn):
        accounts.actor(before)
    accounts.actor(after)


def test_an_outdated_hash_is_renewed_at_login(store, random, accounts):
    clock = SettableClock()
    stronger = Accounts(
        store, clock, random, type(QUICK)(time_cost=2, memory_cost=16, parallelism=1)
    )
    stronger.log_in("10000002", PASSWORD)
    with store.reading() as session:
        wanted = select(Operator.password_hash).where(Operator.employee_id == "10000002")
        assert "m=16,t=2" in session.exec(wanted).one()
    clock.now += timedelta(seconds=1)
    accounts.log_in("10000002", PASSWORD)
