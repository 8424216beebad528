"""Sessions end on the store's side: at rest, in the end, and with the account."""

from dataclasses import replace

import pytest
from casework import act_of
from filed import file_complaint
from post_office import PASSWORD
from sqlmodel import select

from data.models.operator import AccountEvent, OperatorSession
from dopcrm_tui.rules.refusals import NotLoggedIn
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.accounts import Login

ID, SUPERVISOR = "10000002", "10000006"


@pytest.fixture
def login(accounts):
    return accounts.log_in(ID, PASSWORD)


def ended(work, *args, **named):
    with pytest.raises(NotLoggedIn) as refusal:
        work(*args, **named)
    return "your session has ended" in str(refusal.value)


@pytest.mark.parametrize(("employee_id", "minutes"), [(ID, 5), (SUPERVISOR, 15)])
def test_a_session_ends_at_rest(accounts, clock, employee_id, minutes):
    token = accounts.log_in(employee_id, PASSWORD).token
    clock.advance(minutes=minutes, seconds=-1)
    assert accounts.actor(token)
    clock.advance(minutes=minutes)
    assert ended(accounts.actor, token)


def test_who_works_on_stays(accounts, clock, login):
    for _ in range(30):
        clock.advance(minutes=4)
        accounts.actor(login.token)


def test_twelve_hours_are_the_end_of_it_however_much_is_done(accounts, clock, login):
    for _ in range(12 * 15 - 1):
        clock.advance(minutes=4)
        accounts.actor(login.token)
    clock.advance(minutes=4)
    assert ended(accounts.actor, login.token)


def test_no_act_is_done_by_a_session_that_has_ended(desk, accounts, clock, login):
    number = file_complaint(desk, login.actor)
    clock.advance(minutes=5)
    remark = act_of(Action.REMARK)
    assert ended(desk.processing.act, login.actor, number, remark)
    assert ended(file_complaint, desk, login.actor)
    assert ended(desk.cases.show, login.actor, number)
    accounts.unlock(login, PASSWORD)
    assert desk.processing.act(login.actor, number, remark).version == 2


@pytest.mark.parametrize("how", ["disable", "reset"])
def test_an_account_that_is_closed_or_reset_is_out_at_its_next_act(
    desk, accounts, administrator, login, how
):
    number = file_complaint(desk, login.actor)
    getattr(accounts, how)(administrator, ID)
    assert ended(desk.processing.act, login.actor, number, act_of(Action.REMARK))


def test_another_sessions_token_is_no_help(desk, accounts, login):
    number = file_complaint(desk, login.actor)
    forged = replace(login.actor, session="0" * 64)
    assert ended(desk.processing.act, forged, number, act_of(Action.REMARK))
    accounts.log_out(login.token)
    assert ended(desk.processing.act, login.actor, number, act_of(Action.REMARK))


def test_unlocking_needs_the_password_and_is_an_event(accounts, store, clock, login):
    clock.advance(minutes=6)
    with pytest.raises(NotLoggedIn):
        accounts.unlock(login, "not the password")
    assert ended(accounts.actor, login.token)
    again = accounts.unlock(login, PASSWORD)
    assert again.token == login.token
    assert accounts.actor(login.token) == login.actor
    with store.reading() as session:
        wanted = select(AccountEvent.kind).where(AccountEvent.employee_id == ID)
        assert "unlock" in session.exec(wanted).all()


def test_unlocking_after_the_end_begins_its_twelve_hours_anew(accounts, clock, login):
    clock.advance(hours=13)
    accounts.log_in("10000003", PASSWORD)  # sweeps away what has ended
    accounts.unlock(login, PASSWORD)
    clock.advance(minutes=4)
    assert accounts.actor(login.token)


def test_an_account_that_was_closed_is_not_unlocked(accounts, administrator, login):
    accounts.disable(administrator, ID)
    with pytest.raises(NotLoggedIn, match="This account is closed"):
        accounts.unlock(login, PASSWORD)


def test_a_clock_that_was_set_back_ends_no_session(accounts, clock, login):
    clock.advance(hours=-2)
    assert accounts.actor(login.token)


def test_only_the_hash_of_a_token_is_kept_and_shown_nowhere(store, login):
    with store.reading() as session:
        kept = [each.token_hash for each in session.exec(select(OperatorSession))]
    assert login.actor.session in kept
    assert login.token not in kept
    assert login.actor.session not in repr(login.actor)
    assert isinstance(login, Login)
