"""The tree of offices: Directorate, circles, regions where there are any, divisions, post offices.

The directory does not say which office is above which post office. These links are derived, not
published, by rules that never leave the division:

* a sub office stands below the head office of its division; of several, the one with the nearest
  PIN; of equally near ones, that with the lower PIN; without a head office, below the division;
* a branch office stands below its account office: the head or sub office with its PIN; of several,
  one that delivers before one that does not, a head office before a sub office, then by name;
  without any, the one with the nearest PIN by the same order;
* a division belongs to the region most of its offices name; `DivReportingCircle` and `NA` are none.

Mail offices come from the seed list mail_offices.csv and stand below an RMS division or the circle.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from data.catalogues.circles import circles
from data.catalogues.offices import OFFICES_FILE, RANKS

MAIL_FILE = OFFICES_FILE.with_name("mail_offices.csv")


@dataclass(slots=True, eq=False)
class Office:
    """One office while the tree is built."""

    kind: str
    name: str
    circle: str
    pin: str = ""
    delivery: bool = False
    district: str = ""
    state: str = ""
    region: str = ""
    division: str = ""
    code: str = ""
    children: list["Office"] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str, str]:
        """What an office is known by from one build to the next."""
        return self.kind, self.name, self.pin

    @property
    def preference(self) -> tuple[bool, int, str, str]:
        """Which of several offices of one PIN comes first."""
        return not self.delivery, RANKS[self.kind], self.name, self.division


def read_mail_offices() -> Iterator[tuple[Office, str]]:
    """Yield the seed list's offices with the name of what each stands under."""
    with MAIL_FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        circle_of: dict[str, str] = {}
        for row in rows:
            kind = "division" if row["subkind"] == "rms-division" else "mail"
            circle = circle_of.get(row["under"], row["under"])
            circle_of[row["name"]] = circle
            office = Office(kind, row["name"], circle)
            office.district, office.state = row["district"], row["state"]
            yield office, row["under"]


def grow(post_offices: list[Office]) -> list[Office]:
    """Hang every office under its parent and return the administrative and mail offices."""
    root = Office("directorate", "Directorate, Dak Bhawan", "")
    nodes: dict[str, Office] = {}
    for circle in circles():
        nodes[circle.name] = _child(
            root, Office("circle", circle.name, circle.name, code=circle.code)
        )
    for office in sorted(post_offices, key=lambda o: (o.circle, o.region, o.division)):
        if office.region and office.region not in nodes:
            above = nodes[office.circle]
            nodes[office.region] = _child(above, Office("region", office.region, office.circle))
        if office.division not in nodes:
            above = nodes[office.region or office.circle]
            nodes[office.division] = _child(
                above, Office("division", office.division, office.circle)
            )
    for office, under in read_mail_offices():
        nodes[office.name] = _child(nodes[under], office)
    _hang_post_offices(post_offices, nodes)
    return [root, *nodes.values()]


def _child(parent: Office, child: Office) -> Office:
    parent.children.append(child)
    return child


def _hang_post_offices(post_offices: list[Office], divisions: dict[str, Office]) -> None:
    """Hang sub offices under head offices and branch offices under account offices."""
    accounts: defaultdict[str, list[Office]] = defaultdict(list)
    heads: defaultdict[str, list[Office]] = defaultdict(list)
    for office in post_offices:
        if office.kind != "bo":
            accounts[office.division].append(office)
        if office.kind == "ho":
            heads[office.division].append(office)

    @cache
    def head(division: str, pin: str) -> Office:
        return min(
            heads[division], key=lambda o: (_distance(pin, o), o.pin), default=divisions[division]
        )

    @cache
    def account(division: str, pin: str) -> Office:
        return min(
            accounts[division],
            key=lambda o: (_distance(pin, o), o.preference),
            default=divisions[division],
        )

    parents = {"so": head, "bo": account}
    for office in post_offices:
        find = parents.get(office.kind)
        above = find(office.division, office.pin) if find else divisions[office.division]
        above.children.append(office)


def _distance(pin: str, office: Office) -> int:
    return abs(int(pin) - int(office.pin))


def outline(office: Office) -> Iterator[Office]:
    """Yield an office and all below it: leaves first, so that the kinds alone tell the depth."""
    yield office
    for child in sorted(office.children, key=lambda o: (-RANKS[o.kind], o.code)):
        yield from outline(child)
