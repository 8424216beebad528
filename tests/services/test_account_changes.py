"""What administrators do to accounts, and who sees them."""

import pytest
from post_office import PASSWORD
from sqlmodel import select

from data.models.operator import Operator
from dopcrm_tui.rules.refusals import (
    Conflict,
    InvalidInput,
    NotFound,
    NotLoggedIn,
    NotPermitted,
)
from dopcrm_tui.rules.vocabulary import Role

NEW = "a lighthouse keeps slow time"


def add(accounts, administrator, **changes):
    typed = {"employee_id": "20000001", "name": "Mary Paul", "role": "operator"}
    return accounts.add(administrator, **{**typed, "office_code": "682001001", **changes})


def test_a_reset_ends_sessions_and_asks_for_a_new_password(accounts, administrator):
    token = accounts.log_in("10000002", PASSWORD).token
    secret = accounts.reset(administrator, "10000002")
    with pytest.raises(NotLoggedIn):
        accounts.actor(token)
    with pytest.raises(NotLoggedIn):
        accounts.log_in("10000002", PASSWORD)
    assert accounts.log_in("10000002", secret).must_change


def test_a_closed_account_is_out_at_once_and_back_when_opened(accounts, administrator):
    token = accounts.log_in("10000002", PASSWORD).token
    accounts.disable(administrator, "10000002")
    with pytest.raises(NotLoggedIn):
        accounts.actor(token)
    with pytest.raises(NotLoggedIn, match="closed"):
        accounts.log_in("10000002", PASSWORD)
    with pytest.raises(NotLoggedIn, match="do not belong together"):
        accounts.log_in("10000002", "a wrong password, tried")
    accounts.enable(administrator, "10000002")
    with pytest.raises(NotLoggedIn):
        accounts.actor(token)
    accounts.actor(accounts.log_in("10000002", PASSWORD).token)


def test_a_move_changes_the_office_of_a_running_session(accounts, administrator):
    token = accounts.log_in("10000002", PASSWORD).token
    accounts.move(administrator, "10000002", "560005001")
    assert accounts.actor(token).office.id == 560005001


def test_the_last_administrator_cannot_be_closed(accounts, administrator):
    with pytest.raises(Conflict, match="last administrator"):
        accounts.disable(administrator, "10000001")
    add(accounts, administrator, role="administrator", office_code="IN")
    accounts.disable(administrator, "10000001")


def test_there_is_one_first_administrator(accounts):
    with pytest.raises(Conflict):
        accounts.first_administrator("30000001", NEW)


ACTS = {
    "add": lambda accounts, by: add(accounts, by),
    "import": lambda accounts, by: accounts.import_csv(by, ["employee_id,name,role,office"]),
    "reset": lambda accounts, by: accounts.reset(by, "10000002"),
    "disable": lambda accounts, by: accounts.disable(by, "10000002"),
    "enable": lambda accounts, by: accounts.enable(by, "10000002"),
    "move": lambda accounts, by: accounts.move(by, "10000002", "560005001"),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "post", ["operator", "office_supervisor", "directorate_supervisor", "call_centre", "auditor"]
)
def test_only_administrators_change_accounts(accounts, staff, store, act, post):
    with store.reading() as session:
        before = session.exec(select(Operator)).all()
    with pytest.raises(NotPermitted):
        ACTS[act](accounts, staff[post])
    with store.reading() as session:
        assert session.exec(select(Operator)).all() == before


def test_every_wrong_field_of_a_new_account_is_named(accounts, administrator):
    with pytest.raises(InvalidInput) as refused:
        add(
            accounts, administrator, employee_id="123", name=" ", role="king", office_code="nowhere"
        )
    assert set(refused.value.fields) == {"employee_id", "name", "role", "office"}


@pytest.mark.parametrize("role", ["complainant", "sweeper"])
def test_the_customer_and_the_alarm_clock_get_no_account(accounts, administrator, role):
    with pytest.raises(InvalidInput):
        add(accounts, administrator, role=role)


def test_an_employee_id_has_one_account(accounts, administrator):
    with pytest.raises(InvalidInput, match="already"):
        add(accounts, administrator, employee_id="10000002")


@pytest.mark.parametrize("act", ["reset", "disable", "enable"])
def test_an_act_on_nobody_says_so(accounts, administrator, act):
    with pytest.raises(NotFound, match="99999999"):
        getattr(accounts, act)(administrator, "99999999")


def test_a_file_of_accounts_is_taken_whole(accounts, administrator):
    lines = [
        "employee_id,name,role,office",
        "20000001,Mary Paul,operator,682001001",
        "20000002,Noor Khan,supervisor,KL-D18",
    ]
    first, second = accounts.import_csv(administrator, lines)
    assert accounts.log_in("20000001", first.secret).must_change
    assert accounts.log_in("20000002", second.secret).actor.role is Role.SUPERVISOR


def test_a_file_with_wrong_rows_is_refused_whole_and_every_fault_named(accounts, administrator):
    lines = [
        "employee_id,name,role,office",
        "20000001,Mary Paul,operator,682001001",
        "20000001,Mary Paul,operator,682001001",
        "20000003,Noor Khan,king,nowhere",
    ]
    with pytest.raises(InvalidInput) as refused:
        accounts.import_csv(administrator, lines)
    assert set(refused.value.fields) == {"row 2 employee_id", "row 3 role", "row 3 office"}
    with pytest.raises(NotFound):
        accounts.reset(administrator, "20000001")


def test_a_file_without_a_column_says_which(accounts, administrator):
    with pytest.raises(InvalidInput, match="role"):
        accounts.import_csv(administrator, ["employee_id,name,office"])


@pytest.mark.parametrize(
    ("post", "seen"),
    [
        ("office_supervisor", {"10000002", "10000003", "10000005"}),
        ("division_supervisor", {"10000002", "10000003", "10000004", "10000005", "10000006"}),
    ],
)
def test_supervisors_see_the_accounts_below_them(accounts, staff, post, seen):
    assert {line.employee_id for line in accounts.operators(staff[post])} == seen


def test_a_supervisor_asking_beyond_the_own_offices_gets_nobody(accounts, staff):
    assert accounts.operators(staff["division_supervisor"], under="KA") == ()


def test_administrators_see_all_accounts_or_those_below_an_office(accounts, administrator):
    assert len(accounts.operators(administrator)) == 12
    below = accounts.operators(administrator, under="ka")
    assert [line.employee_id for line in below] == ["10000012"]
    with pytest.raises(NotFound):
        accounts.operators(administrator, under="nowhere")


@pytest.mark.parametrize("post", ["operator", "call_centre"])
def test_operators_and_call_centre_see_no_accounts(accounts, staff, post):
    with pytest.raises(NotPermitted):
        accounts.operators(staff[post])
