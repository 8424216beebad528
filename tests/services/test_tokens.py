"""The Trusted Authentication Token: enrolled once, a code at each login, each code once."""

from base64 import b32encode
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from random import Random

import pyotp
import pytest
from post_office import PASSWORD, QUICK
from sqlmodel import select

from data.models.operator import AccountEvent, AuthenticationToken, OperatorSession
from dopcrm_tui.rules.refusals import Conflict, InvalidInput, NotLoggedIn, NotPermitted
from dopcrm_tui.rules.token_codes import NEVER, accepted_step
from dopcrm_tui.services.accounts import Accounts, Needs
from dopcrm_tui.services.authentication_tokens import draw

NEW = "a lighthouse keeps slow time"
ID = "10000002"

pytestmark = pytest.mark.usefixtures("real")


@pytest.fixture
def shown(clock):
    """What a token with a secret shows now."""
    return lambda secret: pyotp.TOTP(secret).at(clock())


@pytest.fixture
def secret(real, accounts, shown, clock):  # noqa: ARG001
    """The secret of the operator's token, enrolled a minute ago."""
    drawn = accounts.drawn_token(ID, PASSWORD).secret
    accounts.enrol(ID, PASSWORD, drawn, shown(drawn))
    clock.advance(minutes=1)
    return drawn


def refused(work, *args):
    with pytest.raises(NotLoggedIn) as refusal:
        work(*args)
    return str(refusal.value)


def events(store):
    with store.reading() as session:
        wanted = select(AccountEvent).where(AccountEvent.employee_id == ID)
        return [(event.kind, event.data) for event in session.exec(wanted)]


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
    ],
)
def test_the_codes_are_those_of_the_standard(at, code):
    """RFC 6238, appendix B, by its last six digits."""
    totp = pyotp.TOTP(b32encode(b"12345678901234567890").decode())
    now = datetime.fromtimestamp(at, UTC)
    assert accepted_step(code, lambda step: totp.at(step * 30), NEVER, now) == at // 30


def test_the_secret_is_one_of_160_bits_and_the_uri_names_the_account(random):
    drawn, other = draw(random, ID), draw(random, ID)
    assert len(drawn.secret) == 32
    assert drawn.secret != other.secret
    assert drawn.uri == f"otpauth://totp/dopcrm:{ID}?secret={drawn.secret}&issuer=dopcrm"


def test_the_first_login_enrols_and_the_second_asks_for_a_code(accounts, shown, clock):
    assert accounts.log_in(ID, PASSWORD).needs is Needs.TOKEN
    drawn = accounts.drawn_token(ID, PASSWORD)
    login = accounts.enrol(ID, PASSWORD, drawn.secret, shown(drawn.secret))
    assert accounts.actor(login.token).employee_id == ID
    clock.advance(seconds=30)
    asked = accounts.log_in(ID, PASSWORD)
    assert (asked.needs, asked.token) == (Needs.CODE, "")
    again = accounts.log_in(ID, PASSWORD, shown(drawn.secret))
    assert accounts.actor(again.token).employee_id == ID


def test_nothing_is_kept_of_a_token_before_it_showed_a_code(accounts, store, shown):
    drawn = accounts.drawn_token(ID, PASSWORD)
    with pytest.raises(InvalidInput) as wrong:
        accounts.enrol(ID, PASSWORD, drawn.secret, "000000")
    assert set(wrong.value.fields) == {"code"}
    with pytest.raises(InvalidInput) as wrong:
        accounts.enrol(ID, PASSWORD, "not a secret", shown(drawn.secret))
    assert set(wrong.value.fields) == {"secret"}
    with store.reading() as session:
        assert session.exec(select(AuthenticationToken)).all() == []
    assert accounts.log_in(ID, PASSWORD).needs is Needs.TOKEN


def test_the_secret_may_be_typed_in_groups_and_small(accounts, shown):
    secret = accounts.drawn_token(ID, PASSWORD).secret
    typed = " ".join(secret[at : at + 4] for at in range(0, 32, 4)).lower()
    assert accounts.enrol(ID, PASSWORD, typed, shown(secret)).token


@pytest.mark.usefixtures("secret")
def test_who_has_a_token_gets_no_second_one(accounts, shown):
    with pytest.raises(Conflict):
        accounts.drawn_token(ID, PASSWORD)
    other = b32encode(b"another twenty bytes").decode()
    with pytest.raises(Conflict):
        accounts.enrol(ID, PASSWORD, other, shown(other))
    assert refused(accounts.log_in, ID, PASSWORD, shown(other))


@pytest.mark.usefixtures("secret")
@pytest.mark.parametrize("code", ["000000", "", "12345", "a" * 100_000, "\ud800", "１２３４５６"])
def test_a_wrong_code_is_refused_and_kept_as_an_event(accounts, store, code):
    assert "not the code" in refused(accounts.log_in, ID, PASSWORD, code)
    assert ("login_refused", {"why": "token"}) in events(store)


def test_a_code_without_the_password_is_nothing(accounts, secret, shown):
    code = shown(secret)
    assert "do not belong together" in refused(accounts.log_in, ID, "not it", code)
    assert accounts.log_in(ID, PASSWORD, code).token, "it was not used up"


def test_a_code_counts_once(accounts, secret, shown, clock):
    code = shown(secret)
    assert accounts.log_in(ID, PASSWORD, code).token
    assert "used already" in refused(accounts.log_in, ID, PASSWORD, code)
    clock.advance(seconds=30)
    assert "used already" in refused(accounts.log_in, ID, PASSWORD, code)
    assert accounts.log_in(ID, PASSWORD, shown(secret)).token


def test_of_many_who_type_one_code_at_once_one_is_in(store, clock, secret, shown):
    code = shown(secret)

    def tried(number):
        try:
            accounts = Accounts(store, clock, Random(number), QUICK)
            return bool(accounts.log_in(ID, PASSWORD, code).token)
        except NotLoggedIn:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(tried, range(16))) == 1


@pytest.mark.usefixtures("secret")
def test_guessing_codes_gets_slow_too(accounts):
    answers = [refused(accounts.log_in, ID, PASSWORD, f"{number:06}") for number in range(6)]
    assert "Please wait" in answers[-1]
    assert all("not the code" in answer for answer in answers[:5])


@pytest.mark.usefixtures("secret")
def test_a_right_password_does_not_forgive_wrong_codes(accounts):
    for number in range(4):
        refused(accounts.log_in, ID, PASSWORD, f"{number:06}")
        with pytest.raises(InvalidInput):
            accounts.change_password(ID, PASSWORD, "short")
        with pytest.raises(Conflict):
            accounts.drawn_token(ID, PASSWORD)
    assert accounts.log_in(ID, PASSWORD).needs is Needs.CODE
    assert "Please wait" in refused(accounts.log_in, ID, PASSWORD, "000005")


def test_the_password_is_changed_with_a_code(accounts, secret, shown, clock):
    assert accounts.change_password(ID, PASSWORD, NEW).needs is Needs.CODE
    assert "not the code" in refused(accounts.change_password, ID, PASSWORD, NEW, "000000")
    assert accounts.log_in(ID, PASSWORD).needs is Needs.CODE, "nothing was changed"
    code = shown(secret)
    assert accounts.change_password(ID, PASSWORD, NEW, code).token
    assert "used already" in refused(accounts.log_in, ID, NEW, code)
    clock.advance(seconds=30)
    assert accounts.log_in(ID, NEW, shown(secret)).token


def test_a_new_account_gets_a_password_of_its_own_and_then_a_token(accounts, administrator, shown):
    first = accounts.reset(administrator, ID)
    assert accounts.log_in(ID, first).needs is Needs.NEW_PASSWORD
    with pytest.raises(Conflict):
        accounts.drawn_token(ID, first)
    changed = accounts.change_password(ID, first, NEW)
    assert (changed.needs, changed.token) == (Needs.TOKEN, "")
    drawn = accounts.drawn_token(ID, NEW).secret
    assert accounts.enrol(ID, NEW, drawn, shown(drawn)).token


def test_a_password_that_was_reset_leaves_the_token(accounts, administrator, secret, shown):
    first = accounts.reset(administrator, ID)
    login = accounts.log_in(ID, first)
    assert (login.needs, login.has_token) == (Needs.NEW_PASSWORD, True)
    assert accounts.change_password(ID, first, NEW).needs is Needs.CODE
    assert accounts.change_password(ID, first, NEW, shown(secret)).token


def test_a_lost_token_is_taken_by_an_administrator_and_that_is_told(
    accounts, store, administrator, operator, secret, shown
):
    held = accounts.log_in(ID, PASSWORD, shown(secret)).token
    with pytest.raises(NotPermitted):
        accounts.take_token(operator, ID)
    accounts.take_token(administrator, ID)
    assert ("token_taken", {}) in events(store)
    refused(accounts.actor, held)
    assert accounts.log_in(ID, PASSWORD).needs is Needs.TOKEN
    with pytest.raises(Conflict):
        accounts.take_token(administrator, ID)


@pytest.mark.usefixtures("secret")
def test_policy_says_of_whom_a_token_is_demanded(accounts, desk, administrator):
    desk.policy.set(administrator, "token_demanded_of", "administrator auditor")
    assert accounts.log_in(ID, PASSWORD).token
    assert accounts.log_in("10000001", PASSWORD).needs is Needs.TOKEN
    with pytest.raises(Conflict):
        accounts.drawn_token("10000003", PASSWORD)
    with pytest.raises(InvalidInput) as wrong:
        desk.policy.set(administrator, "token_demanded_of", "clerks")
    assert "or roles with spaces between" in wrong.value.fields["value"]
    desk.policy.set(administrator, "token_demanded_of", "nobody")
    assert accounts.log_in("10000001", PASSWORD).token


def test_no_secret_and_no_code_is_in_an_event(accounts, store, secret, shown):
    code = shown(secret)
    accounts.log_in(ID, PASSWORD, code)
    refused(accounts.log_in, ID, PASSWORD, "123456")
    told = str(events(store))
    assert secret not in told
    assert code not in told
    assert "123456" not in told


def test_no_session_begins_before_the_code(accounts, store):
    def sessions():
        with store.reading() as session:
            return len(session.exec(select(OperatorSession)).all())

    before = sessions()
    accounts.log_in(ID, PASSWORD)
    accounts.drawn_token(ID, PASSWORD)
    assert sessions() == before


@pytest.mark.usefixtures("secret")
def test_a_password_that_is_to_be_changed_does_not_forgive_wrong_codes(accounts, administrator):
    first = accounts.reset(administrator, ID)
    for number in range(3):
        refused(accounts.change_password, ID, first, NEW, f"{number:06}")
        if number < 2:
            assert accounts.log_in(ID, first).needs is Needs.NEW_PASSWORD
    assert "Please wait" in refused(accounts.change_password, ID, first, NEW, "000004")


def test_no_token_comes_before_a_password_that_is_too_old(
    accounts, desk, administrator, clock, shown
):
    secret = accounts.drawn_token(ID, PASSWORD).secret
    desk.policy.set(administrator, "password_profile", "nic")
    clock.advance(days=46)
    with pytest.raises(Conflict):
        accounts.drawn_token(ID, PASSWORD)
    with pytest.raises(Conflict):
        accounts.enrol(ID, PASSWORD, secret, shown(secret))
