"""What an administrator does from the shell, and that others may not."""

from collections.abc import Callable

import pytest
from command_line import Shell


@pytest.fixture
def administrator(people: Callable[[str], Shell]) -> Shell:
    return people("administrator")


def test_offices_are_found_by_pin_and_by_name(operator: Shell):
    at_pin = operator.ask("office", "list", "--pin", "682024")["offices"]
    assert (at_pin[0]["code"], at_pin[0]["name"]) == ("682024001", "Edapally")
    by_name = operator.ask("office", "list", "--search", "edapal", "--under", "KL-D18")
    assert {each["code"] for each in by_name["offices"]} >= {"682024001"}
    wrong = operator.run("office", "list", "--pin", "12", "--json")
    assert (wrong.code, list(wrong.error["fields"])) == (7, ["pin"])
    assert operator.run("office", "show", "NOWHERE").code == 5


def test_an_office_is_added_and_retired(administrator: Shell):
    added = administrator.ask(
        *("office", "add", "--code", "682024901", "--name", "Metro Pillar", "--kind", "so"),
        *("--parent", "682001001", "--pin", "682024", "--delivery"),
    )
    assert (added["parent"], added["active"]) == ("682001001", True)
    assert administrator.ask("office", "retire", "682024901")["active"] is False


def test_accounts_are_closed_opened_moved_and_reset(administrator: Shell):
    assert administrator.ask("operator", "disable", "10000012")["active"] is False
    listed = {
        each["employee_id"]: each for each in administrator.ask("operator", "list")["operators"]
    }
    assert listed["10000012"]["active"] is False
    administrator.ask("operator", "enable", "10000012")
    assert administrator.ask("operator", "move", "10000012", "--office", "682024001")["office"]
    assert len(administrator.ask("operator", "reset", "10000012")["secret"]) == 19


def test_accounts_come_from_a_file_all_or_none(administrator: Shell):
    head = "employee_id,name,role,office\n"
    rows = "10000301,Anu,operator,682001001\n10000302,Baiju,call_centre,IN\n"
    bad = administrator.run(
        *("operator", "import", "-", "--json"), stdin=f"{head}{rows}99,Cini,operator,NOWHERE\n"
    )
    assert bad.code == 7
    assert {"row 3 employee_id", "row 3 office"} <= set(bad.error["fields"])
    good = administrator.ask("operator", "import", "-", stdin=head + rows)
    assert [each["employee_id"] for each in good["operators"]] == ["10000301", "10000302"]


def test_policy_is_dated_and_only_administrators_set_it(administrator: Shell, operator: Shell):
    administrator.ask("policy", "set", "confirmation_window", "PT72H", "--from", "01-01-2090")
    lines = [
        (line["value"], line["valid_from"], line["in_force"])
        for line in operator.ask("policy", "show")["policy"]
        if line["key"] == "confirmation_window"
    ]
    assert lines[-1] == ("PT72H", "2090-01-01", False)
    wrong = administrator.run("policy", "set", "confirmation_window", "soon", "--json")
    assert (wrong.code, list(wrong.error["fields"])) == (7, ["value"])
    assert operator.run("policy", "set", "confirmation_window", "PT1H").code == 4


def test_an_administrator_sees_no_complaint(administrator: Shell):
    assert administrator.run("complaint", "list").code == 4
