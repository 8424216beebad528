"""Finding offices, and what administrators change among them."""

from datetime import date

import pytest
from sqlmodel import select

from data.catalogues.offices import read_demo_offices
from data.models.complaint import Complaint
from data.models.office import Office
from data.models.operator import AccountEvent
from dopcrm_tui.rules.refusals import Conflict, InvalidInput, NotFound, NotPermitted
from dopcrm_tui.rules.vocabulary import OfficeKind
from dopcrm_tui.services.directory import Directory
from dopcrm_tui.services.office_changes import NewOffice

OFFICES = {row.code: row for row in read_demo_offices()}
BRANCH = next(row for row in OFFICES.values() if row.kind == "bo")


@pytest.fixture
def directory(store, clock, random):
    return Directory(store, clock, random)


def new(**changes):
    typed = {
        "code": "682099001",
        "name": "Marine Drive",
        "kind": "so",
        "parent": "682011001",
        "pin": "682099",
        "delivery": "yes",
        "district": "Ernakulam",
        "state": "Kerala",
    }
    return NewOffice(**{**typed, **changes})


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("682001001", "Kochi H.O · 682001 · Ernakulam Division"),
        ("682024001", "Edapally S.O · 682024 · Ernakulam Division"),
        ("KL-D18", "Ernakulam Division · Kochi Region"),
        ("KL-D04", "Trivandrum North Division · Kerala Circle"),
        ("KL-M10", "Foreign Post Office Kochi · Kerala Circle"),
        ("KL", "Kerala Circle"),
        ("IN", "Directorate, Dak Bhawan"),
    ],
)
def test_an_office_is_told_apart_by_its_label(directory, code, label):
    assert directory.by_code(code).label == label


def test_a_code_may_be_typed_in_small_letters(directory):
    assert directory.by_code(" kl-d18 ").code == "KL-D18"


def test_an_unknown_code_is_named(directory):
    with pytest.raises(NotFound, match="KL-D99"):
        directory.by_code("KL-D99")


def test_a_line_knows_the_path_the_rules_work_with(directory, staff):
    assert directory.by_code("682001001").path == staff["operator"].office
    assert directory.path_of(682001001) == staff["operator"].office


def test_a_pin_names_its_delivery_offices_head_and_sub_offices_first(directory):
    found = directory.at_pin("682 021")
    assert {office.code for office in found} == {
        row.code for row in OFFICES.values() if row.pin == "682021" and row.delivery
    }
    ranks = [list(OfficeKind).index(office.kind) for office in found]
    assert ranks == sorted(ranks)


def test_a_pin_without_a_delivery_office_names_the_offices_it_has(directory):
    pins = {row.pin for row in OFFICES.values() if row.pin}
    delivering = {row.pin for row in OFFICES.values() if row.delivery}
    for pin in pins - delivering:
        assert {office.pin for office in directory.at_pin(pin)} == {pin}


def test_a_pin_of_no_office_gives_none_and_a_wrong_one_is_named(directory):
    assert directory.at_pin("110001") == ()
    with pytest.raises(InvalidInput) as refused:
        directory.at_pin("1234")
    assert set(refused.value.fields) == {"pin"}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("koch", "682001001"),
        ("KOCHI", "682001001"),
        ("682001", "682001001"),
        ("kochi ernak", "682001001"),
        ("naval ko", "682004001"),
        ("ernakulam div", "KL-D18"),
        ("kl-d18", "KL-D18"),
        ("rms ek", "KL-D25"),
    ],
)
def test_the_beginnings_of_words_find_an_office(directory, typed, first):
    assert directory.find(typed)[0].code == first


@pytest.mark.parametrize("typed", ["", " ", "!!!", "zzzz", "कोच्ची", "' OR 1=1 --", "%", "kochi zz"])
def test_what_matches_nothing_finds_nothing(directory, typed):
    assert directory.find(typed) == ()


def test_a_short_beginning_gives_a_short_list(directory):
    assert len(directory.find("k")) == 8
    assert len(directory.find("k", limit=3)) == 3


@pytest.mark.parametrize(
    ("code", "column"),
    [
        ("KL", "circle_id"),
        ("KL-R2", "region_id"),
        ("KL-D18", "division_id"),
        ("682011001", "head_office_id"),
        ("682024001", "id"),
    ],
)
def test_below_an_office_lies_what_names_it_and_itself(directory, code, column):
    top = OFFICES[code]
    below = {row.code for row in OFFICES.values() if getattr(row, column) == top.id}
    assert {office.code for office in directory.under(code)} == below


def test_below_the_directorate_lies_everything(directory):
    assert len(directory.under("IN")) == len(OFFICES)


def test_children_report_directly(directory):
    children = {office.code for office in directory.children("KL-D18")}
    assert children == {row.code for row in OFFICES.values() if row.parent_id == 121018}


def test_a_branch_office_keeps_its_accounts_at_its_parent(directory, store):
    with store.reading() as session:
        assert directory.account_office(session, BRANCH.id).id == BRANCH.parent_id
        assert directory.account_office(session, 682024001).id == 682024001


def test_an_added_office_is_found_and_stands_in_its_division(directory, administrator, staff):
    added = directory.add(administrator, new())
    assert directory.find("marine drive")[0] == added
    assert added.label == "Marine Drive S.O · 682099 · Ernakulam Division"
    assert staff["division_supervisor"].office.contains(added.path)
    assert added.path.head_office_id == 682011001


def test_an_added_division_is_the_division_of_what_is_added_below(directory, administrator):
    directory.add_all(
        administrator,
        [
            new(
                code="KL-D90", name="Idukki Hills Division", kind="division", parent="KL-R2", pin=""
            ),
            new(code="685001001", kind="ho", parent="KL-D90", pin="685001"),
        ],
    )
    assert directory.by_code("685001001").division == "Idukki Hills Division"
    assert {office.code for office in directory.under("KL-D90")} == {"KL-D90", "685001001"}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"code": "682001001"}, {"code"}),
        ({"code": "§"}, {"code"}),
        ({"name": " "}, {"name"}),
        ({"kind": "circle"}, {"kind"}),
        ({"parent": "nowhere"}, {"parent"}),
        ({"kind": "ho", "parent": "682024001"}, {"parent"}),
        ({"pin": ""}, {"pin"}),
        (
            {"code": "", "name": "", "kind": "", "parent": "", "pin": "1"},
            {"code", "name", "kind", "parent", "pin"},
        ),
    ],
)
def test_every_wrong_field_of_a_new_office_is_named(directory, administrator, changes, wrong):
    with pytest.raises(InvalidInput) as refused:
        directory.add(administrator, new(**changes))
    assert set(refused.value.fields) == wrong


def test_a_file_with_a_wrong_row_adds_nothing(directory, administrator):
    lines = [
        "code,name,kind,parent,pin",
        "682099001,Marine Drive,so,682011001,682099",
        "682099002,Marine Drive Two,so,nowhere,682099",
    ]
    with pytest.raises(InvalidInput) as refused:
        directory.import_csv(administrator, lines)
    assert set(refused.value.fields) == {"row 2 parent"}
    with pytest.raises(NotFound):
        directory.by_code("682099001")
    assert directory.import_csv(administrator, lines[:2]) == 1


def test_a_file_without_a_column_says_which(directory, administrator):
    with pytest.raises(InvalidInput, match="parent"):
        directory.import_csv(administrator, ["code,name,kind"])


def test_a_retired_office_is_not_offered_but_still_known(directory, administrator, store):
    directory.retire(administrator, BRANCH.code)
    assert not directory.by_code(BRANCH.code).active
    assert BRANCH.code not in {office.code for office in directory.find(BRANCH.name, limit=50)}
    assert BRANCH.code not in {office.code for office in directory.at_pin(BRANCH.pin)}
    with store.reading() as session:
        kinds = session.exec(select(AccountEvent.kind)).all()
    assert "office_retired" in kinds


def test_an_office_with_others_below_it_is_not_retired(directory, administrator):
    with pytest.raises(Conflict, match="offices below it"):
        directory.retire(administrator, "KL-D18")
    assert directory.by_code("KL-D18").active


def test_an_office_with_accounts_is_not_retired(directory, administrator, accounts):
    accounts.move(administrator, "10000002", BRANCH.code)
    with pytest.raises(Conflict, match="accounts"):
        directory.retire(administrator, BRANCH.code)
    accounts.disable(administrator, "10000002")
    directory.retire(administrator, BRANCH.code)


def test_an_office_with_open_complaints_is_not_retired(directory, administrator, store, clock):
    with store.writing() as session:
        office = session.get_one(Office, BRANCH.id)
        session.add(open_complaint(office, administrator.id, clock()))
    with pytest.raises(Conflict, match="open complaints"):
        directory.retire(administrator, BRANCH.code)


def open_complaint(office, operator_id, now):
    return Complaint(
        id=1,
        number="26120000011",
        state="pending",
        queue="pending",
        office_id=office.id,
        division_id=office.division_id,
        circle_id=office.circle_id,
        due_at=now,
        registered_at=now,
        registered_office_id=office.id,
        registered_circle_id=office.circle_id,
        registered_by=operator_id,
        received_on=date(2026, 11, 23),
        channel="counter",
        grievance="101",
        category="mail",
        against_office_id=office.id,
        complainant_name="Rajan",
        complainant_mobile="9876543210",
        language="en",
        relation="sender",
        description="Not delivered.",
    )


@pytest.mark.parametrize("post", ["operator", "directorate_supervisor", "auditor"])
def test_only_administrators_change_the_tree(directory, staff, post):
    with pytest.raises(NotPermitted):
        directory.add(staff[post], new())
    with pytest.raises(NotPermitted):
        directory.retire(staff[post], BRANCH.code)
