"""Building the office catalogue: cleaned names, derived parents, codes that stay."""

import csv
import lzma
from pathlib import Path

import pytest

CONTRIB = Path(__file__).parents[2] / "contrib"
COLUMNS = ["pincode", "officename", "officetype", "delivery", "district", "state"]
COLUMNS += ["division", "region", "circle"]
ERNAKULAM = ("Ernakulam", "Kerala", "Ernakulam Division", "Kochi Region", "Kerala Circle")


@pytest.fixture
def builder(monkeypatch):
    monkeypatch.syspath_prepend(str(CONTRIB))
    import build_offices

    return build_offices


@pytest.fixture
def build(builder, tmp_path):
    def build(*offices, assigned=()):
        path = tmp_path / "directory.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for pin, name, kind, delivery, *place in offices:
                writer.writerow([pin, name, kind, delivery, *(place or ERNAKULAM)])
        return builder.build(path, list(assigned))

    return build


def codes(tree):
    return {office.name: office.code for office in tree}


def parent_of(tree, name):
    return next(o.name for o in tree if name in [child.name for child in o.children])


KOCHI = ("682001", "Kochi HO", "HO", "Delivery")
ALUVA = ("683101", "Aluva H.O", "HO", "Delivery")
FORT = ("682001", "Fort Kochi S.O", "SO", "Non Delivery")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Kothimir B.O", "Kothimir"),
        ("Rampur BO", "Rampur"),
        ("Sisai SO Hisar", "Sisai (Hisar)"),
        ("Ramnagar S.O (Satna)", "Ramnagar (Satna)"),
        ("Nagra (Porsa S.O)B.O", "Nagra (Porsa)"),
        ("Indore G.P.O.", "Indore GPO"),
        ("NDC HYDERABAD GPO", "NDC Hyderabad GPO"),
        ("POTHIREDDI PALLE", "Pothireddi Palle"),
        ("JNU SO", "JNU"),
        ("Channalli` B.O", "Channalli"),
        ("Titonli(Badagaon) B.O", "Titonli (Badagaon)"),
        ("Delchi  Buzurg B.O", "Delchi Buzurg"),
    ],
)
def test_an_office_name_is_cleaned(builder, written, name):
    assert builder.office_name(written) == name


def test_a_branch_office_stands_below_the_delivering_office_of_its_pin(build):
    tree = build(KOCHI, FORT, ("682001", "Vypin B.O", "BO", "Delivery"))
    assert parent_of(tree, "Vypin") == "Kochi"


def test_a_branch_office_without_an_office_of_its_pin_goes_to_the_nearest_pin(build):
    tree = build(KOCHI, ALUVA, ("683099", "Edathala B.O", "BO", "Delivery"))
    assert parent_of(tree, "Edathala") == "Aluva"


def test_a_sub_office_stands_below_the_nearest_head_office(build):
    tree = build(KOCHI, ALUVA, ("683105", "Angamaly SO", "SO", "Delivery"), FORT)
    assert parent_of(tree, "Angamaly") == "Aluva"
    assert parent_of(tree, "Fort Kochi") == "Kochi"


def test_a_sub_office_of_a_division_without_head_office_stands_below_the_division(build):
    assert parent_of(build(FORT), "Fort Kochi") == "Ernakulam Division"


def test_a_parent_is_never_of_another_division(build):
    other = ("Thrissur", "Kerala", "Trichur Division", "Kochi Region", "Kerala Circle")
    tree = build(
        KOCHI,
        ("680001", "Thrissur HO", "HO", "Delivery", *other),
        ("682001", "Chittattukara B.O", "BO", "Delivery", *other),
    )
    assert parent_of(tree, "Chittattukara") == "Thrissur"


def test_a_division_takes_the_region_most_of_its_offices_name(build):
    stray = ("Ernakulam", "Kerala", "Ernakulam Division", "NA", "Kerala Circle")
    tree = build(KOCHI, ALUVA, ("682001", "Fort Kochi S.O", "SO", "Delivery", *stray))
    assert parent_of(tree, "Ernakulam Division") == "Kochi Region"


def test_offices_that_read_alike_are_told_apart(build):
    other = ("Thrissur", "Kerala", "Trichur Division", "Kochi Region", "Kerala Circle")
    tree = build(
        KOCHI,
        ("682001", "Vengad BO", "BO", "Delivery"),
        ("682001", "Vengad B.O", "BO", "Delivery", *other),
        ("682001", "Luchi", "BO", "Delivery"),
        ("682001", "Luchi BO", "BO", "Delivery"),
    )
    names = {"Vengad (Ernakulam)", "Vengad (Trichur)", "Luchi", "Luchi (2)"}
    assert names <= set(codes(tree))


def test_head_and_sub_offices_get_the_low_serials(build):
    tree = build(("682001", "Amaravathi B.O", "BO", "Delivery"), FORT, KOCHI)
    assert codes(tree)["Kochi"] == "682001001"
    assert codes(tree)["Fort Kochi"] == "682001002"
    assert codes(tree)["Amaravathi"] == "682001003"


def test_a_new_office_gets_the_next_serial_and_moves_no_other(build):
    before = build(KOCHI, FORT)
    assigned = [(office.kind, office.code, office.name) for office in before]
    after = build(KOCHI, FORT, ("682001", "Aaa B.O", "BO", "Delivery"), ALUVA, assigned=assigned)
    assert codes(after).items() >= codes(before).items()
    assert codes(after)["Aaa"] == "682001003"


def test_the_code_of_a_vanished_office_is_not_given_to_another(build):
    assigned = [(o.kind, o.code, o.name) for o in build(KOCHI, FORT)]
    after = build(KOCHI, ("682001", "Mattancherry SO", "SO", "Delivery"), assigned=assigned)
    assert codes(after)["Mattancherry"] == "682001003"


@pytest.mark.campaign
def test_building_again_gives_the_committed_catalogue(builder):
    tree = builder.build(builder.directory_file(), list(builder.read_assigned()))
    with lzma.open(builder.OFFICES_FILE, "rt", encoding="utf-8", newline="") as file:
        assert builder.as_csv(tree) == file.read()
    demo = builder.DEMO_FILE.read_text(encoding="utf-8")
    assert builder.as_csv(builder.demo_offices(tree)) == demo
