"""The taxonomy: three-digit codes, the fields each asks for, and the way to CPGRAMS and back."""

import re
import subprocess
import sys

import pytest

from data.catalogues.policy import policy_entries
from data.catalogues.taxonomy import (
    cpgrams,
    field_set,
    field_set_names,
    grievance,
    grievances,
)

LEAVES = {74, *range(77, 94), *range(106, 188), *range(190, 251)}
"""The leaves of the CPGRAMS tree of DPOST."""
CATEGORY_OF_FIRST_DIGIT = {
    "1": "Mail/Money Orders",
    "2": "Mail/Money Orders",
    "3": "Mail/Money Orders",
    "4": "Financial Services",
    "5": "Financial Services",
    "7": "Insurance",
    "8": "Other Issues",
    "9": "Other Issues",
}


def test_codes_are_three_digits_and_unique():
    codes = [one.code for one in grievances()]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[1-9]\d\d", code) for code in codes)


def test_the_first_digit_tells_the_category():
    for one in grievances():
        assert one.category == CATEGORY_OF_FIRST_DIGIT[one.code[0]], one.code


def test_the_commonest_complaint_has_the_lowest_code():
    first = grievances()[0]
    assert first.code == "101"
    assert first.label == "Speed Post Letters - Delay in delivery"


def test_no_grievance_is_listed_twice():
    labels = [(one.service, one.grievance_type) for one in grievances()]
    assert len(set(labels)) == len(labels)


def test_the_same_fault_has_the_same_last_digits_for_each_accountable_service():
    for code in ("101", "121", "141", "161", "181", "201", "221", "241"):
        assert grievance(code).grievance_type == "Delay in delivery"


def test_an_unknown_code_is_a_key_error():
    with pytest.raises(KeyError):
        grievance("998")


def test_every_grievance_has_a_field_set_and_a_known_routing():
    for one in grievances():
        assert field_set(one.field_set), one.code
        assert one.routing in {"mail", "account", "incident"}, one.code


def test_every_field_set_is_used():
    assert {one.field_set for one in grievances()} == set(field_set_names())


def test_limits_are_those_of_the_policy():
    keys = {
        "R21": "resolve_limit",
        "R30": "resolve_limit_mail",
        "LOST": "resolve_limit_lost",
        "INQ": "resolve_limit_inquiry",
        "COMP": "resolve_limit_compensation",
    }
    latest = {entry.key: entry.value for entry in policy_entries()}
    for one in grievances():
        assert one.limit_days == latest[keys[one.limit_rule]].days, one.code


def test_corruption_harassment_and_atrocities_are_confined_and_go_one_level_up():
    confined = [one for one in grievances() if one.confined]
    assert {237, 239, 240, 241, 242, 243, 244} == {leaf for c in confined for leaf in c.cpgrams}
    assert all(one.against_staff for one in confined)
    assert grievance("801").against_staff
    assert not grievance("801").confined


def test_registered_letters_are_kept_for_old_articles_only():
    closed = {one.service for one in grievances() if one.closed_on}
    assert closed == {"Registered Letter"}
    assert all(one.active for one in grievances() if one.service == "Registered Letter")


def test_the_whole_cpgrams_tree_is_kept():
    tree = cpgrams()
    assert len(tree) == 190
    assert tree[61].parent is None
    assert all(node.parent in tree for node in tree.values() if node.code != 61)
    assert set(tree) - {node.parent for node in tree.values()} == LEAVES


def test_every_cpgrams_leaf_leads_to_one_grievance_that_leads_back():
    for code, node in cpgrams().items():
        if code in LEAVES:
            assert node.grievance is not None, node
            assert code in grievance(node.grievance).cpgrams, node
        else:
            assert node.grievance is None


def test_every_grievance_can_be_reported_to_cpgrams():
    for one in grievances():
        assert one.cpgrams, one.code
        assert set(one.cpgrams) <= LEAVES, one.code


def test_the_spelling_of_cpgrams_labels_is_corrected():
    labels = " ".join(node.label for node in cpgrams().values())
    for slip in ("Articless", "Dublicate", "Tansfer", "encashement", "Aadhar ", "Misbehavior"):
        assert slip not in labels


@pytest.mark.parametrize("name", field_set_names())
def test_fields_are_well_formed(name):
    fields = field_set(name)
    assert len({field.name for field in fields}) == len(fields)
    kinds = {"article", "date", "pin", "text", "digits", "money", "choice", "office", "country"}
    for field in fields:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", field.name)
        assert field.kind in kinds | {"time"}
        assert bool(field.choices) == (field.kind == "choice")
        assert field.max_length is None or field.min_length <= field.max_length
        assert field.kind not in {"text", "digits"} or field.max_length
        assert field.help.endswith(".")
        assert len(field.help) <= 160


@pytest.mark.parametrize(
    ("name", "required"),
    [
        ("ART", {"article_number", "booking_date", "booking_office"}),
        ("MO", {"money_order_number", "amount", "issue_date"}),
        ("INS", {"policy_number", "policy_office"}),
        ("PEN", {"ppo_number", "division"}),
        ("ORD", {"order_number"}),
        ("OTH", set()),
    ],
)
def test_no_more_is_required_than_the_department_asks(name, required):
    assert {field.name for field in field_set(name) if field.required} == required


def test_official_lengths_are_kept():
    lengths = {"cif": (5, 50), "policy_number": (5, 50), "ppo_number": (5, 50)}
    lengths |= {"order_number": (5, 50), "article_number": (13, 18)}
    for name in field_set_names():
        for field in field_set(name):
            if field.name in lengths:
                assert (field.min_length, field.max_length) == lengths[field.name]


def test_reading_the_taxonomy_loads_neither_store_nor_screens():
    script = "import sys, data.catalogues.taxonomy as t; t.grievances(); t.field_set('ART')\n"
    script += "print({'sqlmodel', 'sqlalchemy', 'textual', 'pydantic'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
