"""Build the office catalogue of data/catalogues from the public directory of post offices.

    python contrib/build_offices.py [--directory pincodes.csv]

The directory is the one the `bharatpin` package carries (MIT; data of the Department of Posts under
the Government Open Data Licence - India). It has no codes; they are made here and assigned once:
the committed catalogue is read first, and every office found again by kind, name and PIN keeps its
code; new ones get the next serial; codes no longer in use go to retired_offices.csv and are never
given to another office. Two offices of one kind, name and PIN are told apart by their division in
brackets, or by a number. How offices stand under each other is told in office_tree.py.
"""

import argparse
import csv
import importlib.util
import io
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from office_names import district_name, division_name, office_name, region_name, state_name
from office_tree import Office, grow, outline

from data.catalogues.circles import circles
from data.catalogues.offices import DEMO_FILE, DIRECTORATE_CODE, OFFICES_FILE, RANKS

RETIRED_FILE = OFFICES_FILE.with_name("retired_offices.csv")
COLUMNS = ("kind", "code", "name", "delivery", "district", "state")
CIRCLE_SPELLINGS = {
    "APS CIRCLE": "Army Postal Service Circle",
    "Chattisgarh Circle": "Chhattisgarh Circle",
    "Jammu Kashmir Circle": "Jammu & Kashmir Circle",
    "North Eastern Circle": "North East Circle",
    "Tamilnadu Circle": "Tamil Nadu Circle",
}
DEMO_DIVISIONS = {
    "Ernakulam Division": (40, 30),
    "Trivandrum North Division": (24, 20),
    "Calicut Division": (24, 20),
    "Bengaluru GPO Division": (10, 0),
    "Bengaluru East Division": (30, 8),
    "Mysuru Division": (24, 20),
}
"""The divisions of the demonstration, and how many sub and branch offices are taken from each."""
DEMO_NAMES = {
    "Directorate, Dak Bhawan",
    "Kerala Circle",
    "RMS EK Division Ernakulam",
    "NSH Ernakulam",
    "Ernakulam RMS",
    "ICH Thrissur",
    "RMS TV Division Thiruvananthapuram",
    "NSH Thiruvananthapuram",
    "Foreign Post Office Kochi",
    "Office of Exchange Kochi Airport",
    "Karnataka Circle",
    "Bengaluru Sorting Division",
    "NSH Bengaluru",
    "Bengaluru City RMS",
    "Foreign Post Office Bengaluru",
}
"""The administrative and mail offices of the demonstration."""


def directory_file() -> Path:
    """Return where the bharatpin package keeps its list."""
    spec = importlib.util.find_spec("bharatpin")
    if spec is None or spec.origin is None:
        raise SystemExit("Install the package bharatpin, or name a list with --directory.")
    return Path(spec.origin).parent / "data" / "pincodes.csv"


def read_directory(path: Path) -> list[Office]:
    """Return the post offices of the directory, cleaned, each with a name of its own."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        offices = [clean(row) for row in csv.DictReader(file)]
    settle_regions(offices)
    settle_states(offices)
    tell_apart(offices)
    return offices


def clean(row: dict[str, str]) -> Office:
    """Return one directory entry with its spellings mended."""
    circle = CIRCLE_SPELLINGS.get(row["circle"], row["circle"])
    state = state_name(row["state"], circle)
    return Office(
        kind=row["officetype"].lower(),
        name=office_name(row["officename"]),
        circle=circle,
        pin=row["pincode"],
        delivery=row["delivery"] == "Delivery",
        district=district_name(row["district"], state),
        state=state,
        region=region_name(row["region"]),
        division=division_name(row["division"]),
    )


def settle_regions(offices: list[Office]) -> None:
    """Give all offices of a division the region most of them name."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for office in offices:
        votes[office.division][office.region] += 1
    for office in offices:
        office.region = votes[office.division].most_common(1)[0][0]


def settle_states(offices: list[Office]) -> None:
    """Give offices without a state the one most offices of their division lie in."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for office in offices:
        if office.state:
            votes[office.division][office.state] += 1
    for office in offices:
        office.state = office.state or votes[office.division].most_common(1)[0][0]


def tell_apart(offices: list[Office]) -> None:
    """Make kind, name and PIN unique: name the division in brackets, else number them."""
    for same in _groups(offices):
        if len({office.division for office in same}) > 1:
            for office in same:
                office.name += f" ({office.division.removesuffix(' Division')})"
    for same in _groups(offices):
        for number, office in enumerate(same[1:], start=2):
            office.name += f" ({number})"


def _groups(offices: list[Office]) -> list[list[Office]]:
    """Return the groups of offices that share kind, name and PIN, case apart."""
    groups: defaultdict[tuple[str, str, str], list[Office]] = defaultdict(list)
    for office in offices:
        groups[office.kind, office.name.lower(), office.pin].append(office)
    return [
        sorted(group, key=lambda o: o.preference) for group in groups.values() if len(group) > 1
    ]


class Codes:
    """The codes assigned so far, and the next free serial of every prefix."""

    def __init__(self, assigned: Iterable[tuple[str, str, str]]) -> None:
        self.known: dict[tuple[str, str, str], str] = {}
        self.last: Counter[str] = Counter()
        self.circles = {circle.name: circle.code for circle in circles()}
        for kind, code, name in assigned:
            self.known[kind, name, code[:6] if code.isdigit() else ""] = code
            self._count(code)

    def give(self, office: Office) -> str:
        """Return the code an office has, or the next free one."""
        code = self.known.get(office.key) or office.code or self._next(office)
        self._count(code)
        return code

    def _next(self, office: Office) -> str:
        if office.kind == "directorate":
            return DIRECTORATE_CODE
        if office.pin:
            return f"{office.pin}{self.last[office.pin] + 1:03d}"
        letter = {"region": "R", "division": "D", "mail": "M"}[office.kind]
        prefix = f"{self.circles[office.circle]}-{letter}"
        serial = self.last[prefix] + 1
        return f"{prefix}{serial}" if letter == "R" else f"{prefix}{serial:02d}"

    def _count(self, code: str) -> None:
        prefix = code[:6] if code.isdigit() else code.rstrip("0123456789")
        if serial := code[len(prefix) :]:
            self.last[prefix] = max(self.last[prefix], int(serial))


def read_assigned() -> Iterator[tuple[str, str, str]]:
    """Yield kind, code and name of every office the committed files know, retired ones included."""
    for path, opened in ((OFFICES_FILE, lzma.open), (RETIRED_FILE, open)):
        if path.exists():
            with opened(path, "rt", encoding="utf-8", newline="") as file:
                for row in islice(csv.reader(file), 1, None):
                    yield row[0], row[1], row[2]


def build(directory: Path, assigned: list[tuple[str, str, str]]) -> list[Office]:
    """Return all offices in the order of the outline, each with its code."""
    post_offices = read_directory(directory)
    nodes = grow(post_offices)
    codes = Codes(assigned)
    for office in [*nodes, *sorted(post_offices, key=_seniority)]:
        office.code = codes.give(office)
    return list(outline(nodes[0]))


def _seniority(office: Office) -> tuple[int, bool, str, str]:
    return RANKS[office.kind], not office.delivery, office.name, office.pin


def demo_offices(tree: list[Office]) -> list[Office]:
    """Return the offices of the demonstration in the order of the outline."""
    wanted = {office.code for office in tree if office.name in DEMO_NAMES}
    for office in tree:
        if office.kind == "region" and any(o.name in DEMO_DIVISIONS for o in office.children):
            wanted.add(office.code)
        if office.kind == "division" and office.name in DEMO_DIVISIONS:
            wanted.update(o.code for o in _demo_division(office, *DEMO_DIVISIONS[office.name]))
    return [office for office in tree if office.code in wanted]


def _demo_division(division: Office, sub_offices: int, branch_offices: int) -> Iterator[Office]:
    """Yield a division, its head offices, and the first sub and branch offices that deliver."""
    yield division
    heads = [office for office in division.children if office.kind == "ho"]
    yield from heads
    subs = [o for head in heads for o in outline(head) if o.kind == "so"]
    subs = sorted(subs, key=lambda o: (not o.delivery, o.code))[:sub_offices]
    yield from subs
    branches = sorted((o for s in subs for o in s.children), key=lambda o: o.code)
    yield from branches[:branch_offices]


def as_csv(offices: Iterable[Office]) -> str:
    """Return the outline as text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for o in offices:
        writer.writerow((o.kind, o.code, o.name, "1" if o.delivery else "", o.district, o.state))
    return text.getvalue()


def write_catalogue(tree: list[Office], assigned: list[tuple[str, str, str]]) -> None:
    """Write the full catalogue, the demonstration's, and the codes no office bears any more."""
    OFFICES_FILE.write_bytes(lzma.compress(as_csv(tree).encode(), preset=9 | lzma.PRESET_EXTREME))
    DEMO_FILE.write_text(as_csv(demo_offices(tree)), encoding="utf-8", newline="\n")
    used = {office.code for office in tree}
    retired = sorted({row for row in assigned if row[1] not in used})
    with RETIRED_FILE.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS[:3], *retired])


def main() -> None:
    """Rebuild the catalogue in place."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--directory", type=Path, help="the list to read; bharatpin's by default")
    directory = parser.parse_args().directory or directory_file()
    assigned = list(read_assigned())
    write_catalogue(build(directory, assigned), assigned)


if __name__ == "__main__":
    main()
