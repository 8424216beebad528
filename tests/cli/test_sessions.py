"""Who is at the shell: login, logout, passwords, one person for each state directory."""

from collections.abc import Callable

from command_line import Shell
from post_office import PASSWORD, STAFF


def test_a_session_is_kept_for_its_owner_only(stranger: Shell):
    refused = stranger.run("whoami", "--json")
    assert (refused.code, refused.error["code"]) == (3, "not_logged_in")
    stranger.log_in("10000003", PASSWORD)
    assert stranger.ask("whoami") == {
        "employee_id": "10000003",
        "name": "Celine Joseph",
        "role": "operator",
        "office": "682001001",
    }
    token = stranger.home / "state" / "dopcrm" / "token"
    assert token.stat().st_mode & 0o777 == 0o600
    assert token.parent.stat().st_mode & 0o777 == 0o700
    stranger.ask("logout")
    assert not token.exists()
    assert stranger.run("whoami").code == 3


def test_two_state_directories_are_two_people(people: Callable[[str], Shell]):
    ids = [people(post).ask("whoami")["employee_id"] for post in ("operator", "auditor")]
    assert ids == [STAFF["operator"][0], STAFF["auditor"][0]]


def test_a_wrong_password_says_no_more_than_that(stranger: Shell):
    words = ("login", "--employee-id", "10000002", "--password-stdin", "--json")
    wrong = stranger.run(*words, stdin="wrong\n")
    nobody = stranger.run("login", "--employee-id", "19999999", *words[3:], stdin="wrong\n")
    assert wrong.code == nobody.code == 3
    assert wrong.error == nobody.error


def test_who_guesses_at_one_account_after_the_other_has_to_wait(stranger: Shell):
    guesser = Shell(stranger.store, stranger.home, {"SSH_CONNECTION": "10.1.2.3 1 10.0.0.1 22"})
    words = ("--password-stdin", "--json")
    said = [
        guesser.run("login", "--employee-id", f"3000{number:04}", *words, stdin="wrong\n")
        for number in range(12)
    ]
    assert {each.code for each in said} == {3}
    assert "Please wait" in said[-1].error["message"]
    assert "Please wait" not in said[9].error["message"]
    stranger.log_in("10000002", PASSWORD)


def test_a_password_is_never_waited_for_where_nobody_can_type(stranger: Shell):
    said = stranger.run("login", "--employee-id", "10000002")
    assert said.code == 7
    assert b"--password-stdin" in said.err


def test_a_new_account_chooses_its_password_first(people: Callable[[str], Shell], stranger: Shell):
    secret = people("administrator").ask(
        *("operator", "add", "--employee-id", "10000077", "--name", "Tara Paul"),
        *("--role", "operator", "--office", "682024001"),
    )["secret"]
    early = stranger.run(
        *("login", "--employee-id", "10000077", "--password-stdin"), stdin=f"{secret}\n"
    )
    assert early.code == 3
    assert b"dopcrm passwd --employee-id 10000077" in early.err
    chosen = "monsoon over the backwater"
    stranger.ask(
        *("passwd", "--employee-id", "10000077", "--password-stdin"),
        stdin=f"{secret}\n{chosen}\n",
    )
    assert stranger.ask("whoami")["office"] == "682024001"
    weak = stranger.run("passwd", "--password-stdin", "--json", stdin=f"{chosen}\nshort\n")
    assert (weak.code, list(weak.error["fields"])) == (7, ["new_password"])
