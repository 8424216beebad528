"""The token by command: a code behind the password, enrolled in two steps or at the terminal."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from command_line import Shell
from post_office import PASSWORD, SettableClock

from data.models.settings import StoreInfo
from dopcrm_tui.services.policy_book import PolicyBook

ID = "10000002"


@pytest.fixture
def clock() -> SettableClock:
    """Commands go by the machine's clock; what is set up here was five minutes before."""
    return SettableClock(datetime.now(UTC) - timedelta(minutes=5))


@pytest.fixture
def stranger(store, administrator, clock, tmp_path) -> Shell:
    """A shell on a real store, where operators show a token."""
    with store.writing() as session:
        session.get_one(StoreInfo, "demo").value = "no"
    PolicyBook(store, clock).set(administrator, "token_demanded_of", "operator")
    return Shell(store.engine.url.render_as_string(hide_password=False), tmp_path)


def now(secret, later=0):
    return pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=later))


@pytest.fixture
def secret(stranger: Shell, accounts, clock) -> str:
    """The secret of the operator's token, enrolled before."""
    assert stranger
    drawn = accounts.drawn_token(ID, PASSWORD).secret
    accounts.enrol(ID, PASSWORD, drawn, pyotp.TOTP(drawn).at(clock()))
    return drawn


def log_in(shell: Shell, *lines: str):
    words = ("login", "--employee-id", ID, "--password-stdin", "--code-stdin", "--json")
    return shell.run(*words, stdin="".join(f"{line}\n" for line in lines))


def test_without_a_token_the_way_to_one_is_told(stranger: Shell):
    said = log_in(stranger, PASSWORD)
    assert said.code == 3
    assert f"dopcrm token enrol --employee-id {ID}" in said.error["message"]


def test_a_token_is_drawn_kept_and_opens_the_desk(stranger: Shell):
    whose = ("--employee-id", ID)
    drawn = stranger.ask("token", "draw", *whose, "--password-stdin", stdin=f"{PASSWORD}\n")
    assert drawn["uri"] == f"otpauth://totp/dopcrm:{ID}?secret={drawn['secret']}&issuer=dopcrm"
    wrong = f"{PASSWORD}\n{drawn['secret']}\n12345\n"
    assert stranger.run("token", "keep", *whose, "--stdin", "--json", stdin=wrong).code == 7
    typed = f"{PASSWORD}\n{drawn['secret']}\n{now(drawn['secret'])}\n"
    told = stranger.ask("token", "keep", *whose, "--stdin", stdin=typed)
    assert told["employee_id"] == stranger.ask("whoami")["employee_id"] == ID


def test_a_code_behind_the_password_logs_in_once(stranger: Shell, secret: str):
    code = now(secret)
    assert log_in(stranger, PASSWORD, code).code == 0
    again = log_in(stranger, PASSWORD, code)
    assert again.code == 3
    assert "used already" in again.error["message"]


@pytest.mark.usefixtures("secret")
def test_where_nobody_can_type_a_code_is_never_waited_for(stranger: Shell):
    said = stranger.run(*("login", "--employee-id", ID, "--password-stdin"), stdin=f"{PASSWORD}\n")
    assert said.code == 7
    assert b"--code-stdin" in said.err


@pytest.mark.usefixtures("secret")
def test_nothing_is_drawn_for_who_has_a_token(stranger: Shell):
    words = ("token", "draw", "--employee-id", ID, "--password-stdin", "--json")
    said = stranger.run(*words, stdin=f"{PASSWORD}\n")
    assert said.code == 6
    assert "an administrator takes it away" in said.error["message"]


def test_the_password_is_changed_with_a_code(stranger: Shell, secret: str):
    new = "monsoon over the backwater"
    words = ("passwd", "--employee-id", ID, "--password-stdin", "--code-stdin", "--json")
    lines = f"{PASSWORD}\n{new}\n"
    assert stranger.run(*words, stdin=f"{lines}000000\n").code == 3
    assert stranger.run(*words, stdin=f"{lines}{now(secret)}\n").code == 0
    assert log_in(stranger, new, now(secret, 30)).code == 0


@pytest.mark.usefixtures("secret")
def test_an_administrator_takes_a_lost_token_away(stranger: Shell, tmp_path_factory):
    administrator = Shell(stranger.store, tmp_path_factory.mktemp("administrator"))
    administrator.log_in("10000001", PASSWORD)
    told = administrator.ask("operator", "take-token", ID)
    assert told == {"employee_id": ID, "token": False}
    assert stranger.run("whoami").code == 3
    assert "token enrol" in log_in(stranger, PASSWORD).error["message"]


def test_drawing_shows_people_a_qr_code_and_the_secret(stranger: Shell):
    words = ("token", "draw", "--employee-id", ID, "--password-stdin")
    said = stranger.run(*words, stdin=f"{PASSWORD}\n")
    lines = said.text.splitlines()
    assert sum(line.startswith("██") for line in lines) >= 19
    assert any(line.startswith("Secret") for line in lines)
