"""The office catalogue: all of India's post offices, in one tree, each with a code for ever."""

from collections import Counter

import pytest

from data.catalogues.circles import circles
from data.catalogues.offices import (
    OFFICES_FILE,
    OfficeRow,
    office_id,
    office_words,
    read_demo_offices,
    read_offices,
)

ABOVE = {
    "circle": {"directorate"},
    "region": {"circle"},
    "division": {"circle", "region"},
    "ho": {"division"},
    "so": {"ho", "division"},
    "bo": {"ho", "so"},
    "mail": {"circle", "division"},
}


@pytest.fixture(scope="module")
def offices() -> list[OfficeRow]:
    return list(read_offices())


@pytest.fixture(scope="module")
def by_id(offices: list[OfficeRow]) -> dict[int, OfficeRow]:
    return {office.id: office for office in offices}


def test_every_post_office_of_the_directory_is_there(offices):
    kinds = Counter(office.kind for office in offices)
    assert (kinds["ho"], kinds["so"], kinds["bo"]) == (811, 24_546, 140_270)
    assert kinds["ho"] + kinds["so"] + kinds["bo"] == 165_627
    assert sum(office.delivery for office in offices) == 157_901
    assert (kinds["directorate"], kinds["circle"]) == (1, 24)
    assert kinds["region"] == 49 + 2  # civil regions and the two commands of the army's circle
    postal = {office.division_id for office in offices if office.kind in {"ho", "so", "bo"}}
    assert len(postal) == 482


def test_the_file_is_small_enough_to_ship():
    assert OFFICES_FILE.stat().st_size <= 3 * 1024 * 1024


def test_parents_come_first_and_are_of_a_higher_kind(offices):
    kinds: dict[int, str] = {}
    for office in offices:
        if office.parent_id is None:
            assert office.kind == "directorate"
        else:
            assert kinds[office.parent_id] in ABOVE[office.kind], office
        kinds[office.id] = office.kind


def test_level_ids_are_those_of_the_parent_and_of_the_office_itself(offices, by_id):
    own = {"circle": "circle_id", "region": "region_id", "division": "division_id"}
    own["ho"] = "head_office_id"
    for office in offices:
        if office.parent_id is not None:
            levels = by_id[office.parent_id]._asdict()
            if office.kind in own:
                levels[own[office.kind]] = office.id
            for level in ("head_office_id", "division_id", "region_id", "circle_id"):
                assert getattr(office, level) == levels[level], office


def test_codes_and_ids_are_unique_and_the_id_follows_from_the_code(offices):
    assert len({office.code for office in offices}) == len(offices)
    assert len({office.id for office in offices}) == len(offices)
    assert all(office.id == office_id(office.code) for office in offices)


def test_a_post_office_code_is_its_pin_and_three_digits(offices):
    for office in offices:
        if office.pin is not None:
            assert len(office.code) == 9
            assert office.code[:6] == office.pin
            assert office.pin[0] in "123456789"


@pytest.mark.parametrize(
    ("code", "number"),
    [("IN", 1), ("KL", 120_000), ("KL-R1", 120_101), ("KL-D07", 121_007), ("KL-M03", 122_003)],
)
def test_administrative_ids_lie_in_ranges_of_their_own(code, number):
    assert office_id(code) == number


def test_kochi_head_office_stands_where_it_should(by_id):
    kochi = by_id[682001001]
    assert (kochi.name, kochi.kind, kochi.pin, kochi.state) == ("Kochi", "ho", "682001", "Kerala")
    assert by_id[kochi.division_id].name == "Ernakulam Division"
    assert by_id[kochi.region_id].name == "Kochi Region"
    assert by_id[kochi.circle_id].name == "Kerala Circle"


def test_a_division_of_the_circle_itself_has_no_region(offices):
    division = next(office for office in offices if office.name == "Trivandrum North Division")
    assert division.region_id is None
    assert division.parent_id == division.circle_id


def test_one_pin_may_name_many_offices(offices):
    assert sum(office.pin == "791122" for office in offices) == 153
    assert len({office.pin for office in offices if office.pin}) == 19_586


def test_no_two_offices_of_a_pin_read_alike(offices):
    shown = Counter((o.name.lower(), o.kind, o.pin) for o in offices if o.pin)
    assert [name for name, times in shown.items() if times > 1] == []


def test_no_office_name_carries_its_type(offices):
    endings = (" B.O", " S.O", " H.O", " BO", " SO", " HO", " B.O.", " S.O.")
    assert [o.name for o in offices if o.pin and o.name.endswith(endings)] == []


def test_odd_spellings_are_mended(offices):
    circle_names = {office.name for office in offices if office.kind == "circle"}
    mended = {"Chhattisgarh Circle", "Tamil Nadu Circle", "Jammu & Kashmir Circle"}
    assert mended | {"North East Circle", "Army Postal Service Circle"} <= circle_names
    states = {office.state for office in offices}
    assert "Unknown" not in states
    assert not {office.district for office in offices} & {"NA", "Na", ""}


def test_circles_have_numbers_for_complaint_numbers():
    numbers = [circle.number for circle in circles()]
    assert numbers == sorted(set(numbers))
    assert all(1 <= number <= 99 for number in numbers)
    assert all(len(circle.code) == 2 and circle.code.isupper() for circle in circles())


def test_there_are_mail_offices_of_every_sort(offices):
    names = [office.name for office in offices if office.kind == "mail"]
    for sort in ("NSH ", "ICH ", "Foreign Post Office ", "Office of Exchange "):
        assert any(name.startswith(sort) for name in names), sort
    assert any(name.endswith(" RMS") for name in names)


def test_the_demonstration_is_a_part_of_the_full_list(by_id):
    demo = list(read_demo_offices())
    assert 250 <= len(demo) <= 400
    assert [office for office in demo if by_id[office.id] != office] == []
    names = {office.name for office in demo}
    assert {"Kerala Circle", "Karnataka Circle", "Ernakulam", "Kochi", "Bengaluru GPO"} <= names
    assert {office.kind for office in demo} == {"directorate", *ABOVE}


def test_an_office_is_found_by_name_district_pin_and_code():
    words = office_words("Kherda (Jalgaon)", "443402", "443402006", "Buldhana")
    assert words == ("kherda", "jalgaon", "buldhana", "443402", "443402006")
    assert office_words("Kochi Region", None, "KL-R2") == ("kochi", "region", "kl-r2")
