"""What can be complained of, what each grievance asks for, and how CPGRAMS names it."""

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, cast

TAXONOMY_FILE = Path(__file__).with_name("taxonomy.csv")
FIELDS_FILE = Path(__file__).with_name("fields.toml")
CPGRAMS_FILE = Path(__file__).with_name("cpgrams.csv")

Routing = Literal["mail", "account", "incident"]
FieldKind = Literal[
    "article", "date", "pin", "text", "digits", "money", "choice", "office", "country", "time"
]


@dataclass(frozen=True, slots=True)
class Grievance:
    """One row of the taxonomy: a three-digit code that stands for category, service and type."""

    code: str
    category: str
    service: str
    grievance_type: str
    field_set: str
    limit_days: int
    limit_rule: str
    """Which policy the limit comes from: R21, R30, LOST, INQ, COMP."""
    norm_days: int | None
    """The service standard: before it has run out the complaint is early. None where unknown."""
    routing: Routing
    confined: bool
    """Seen from division level up only (corruption, harassment, atrocities)."""
    against_staff: bool
    """Routed one level up."""
    cpgrams: tuple[int, ...]
    """The CPGRAMS leaves it is reported under, the usual one first."""
    closed_on: date | None
    """From when the service takes no new articles; complaints about older ones go on."""
    active: bool

    @property
    def label(self) -> str:
        """Service and type in one line."""
        return f"{self.service} - {self.grievance_type}"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a field set; lengths count characters."""

    name: str
    label: str
    kind: FieldKind
    help: str
    required: bool = False
    min_length: int = 0
    max_length: int | None = None
    choices: tuple[str, ...] = ()
    one_of: str | None = None
    """A group of fields of which at least one must be given."""


@dataclass(frozen=True, slots=True)
class CpgramsNode:
    """One node of the CPGRAMS tree of DPOST, spelling corrected; a leaf names its grievance."""

    code: int
    parent: int | None
    label: str
    grievance: str | None


@cache
def grievances() -> tuple[Grievance, ...]:
    """Return the whole taxonomy in the order of the codes, inactive rows included."""
    with TAXONOMY_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_grievance(row) for row in csv.DictReader(file))


def grievance(code: str) -> Grievance:
    """Return the grievance of a code; KeyError when there is none."""
    return _by_code()[code]


@cache
def field_set(name: str) -> tuple[Field, ...]:
    """Return the fields of a set in the order they are asked; KeyError when there is none."""
    return tuple(_field(entry) for entry in _field_sets()[name]["fields"])


@cache
def field_set_names() -> tuple[str, ...]:
    """Return the names of all field sets."""
    return tuple(_field_sets())


@cache
def cpgrams() -> dict[int, CpgramsNode]:
    """Return the CPGRAMS tree by node code."""
    with CPGRAMS_FILE.open(encoding="utf-8", newline="") as file:
        nodes = (_node(row) for row in csv.DictReader(file))
        return {node.code: node for node in nodes}


@cache
def _by_code() -> dict[str, Grievance]:
    return {one.code: one for one in grievances()}


@cache
def _field_sets() -> dict[str, dict[str, list[dict[str, object]]]]:
    with FIELDS_FILE.open("rb") as file:
        return tomllib.load(file)


def _grievance(row: dict[str, str]) -> Grievance:
    return Grievance(
        code=row["code"],
        category=row["category"],
        service=row["service"],
        grievance_type=row["grievance_type"],
        field_set=row["field_set"],
        limit_days=int(row["limit_days"]),
        limit_rule=row["limit_rule"],
        norm_days=int(row["norm_days"]) if row["norm_days"] else None,
        routing=cast(Routing, row["routing"]),
        confined=row["confined"] == "yes",
        against_staff=row["against_staff"] == "yes",
        cpgrams=tuple(int(leaf) for leaf in row["cpgrams"].split()),
        closed_on=date.fromisoformat(row["closed_on"]) if row["closed_on"] else None,
        active=row["active"] == "yes",
    )


def _field(entry: dict[str, object]) -> Field:
    return Field(
        name=str(entry["name"]),
        label=str(entry["label"]),
        kind=cast(FieldKind, entry["kind"]),
        help=str(entry["help"]),
        required=bool(entry.get("required", False)),
        min_length=cast(int, entry.get("min", 0)),
        max_length=cast("int | None", entry.get("max")),
        choices=tuple(cast("list[str]", entry.get("choices", []))),
        one_of=cast("str | None", entry.get("one_of")),
    )


def _node(row: dict[str, str]) -> CpgramsNode:
    return CpgramsNode(
        code=int(row["code"]),
        parent=int(row["parent"]) if row["parent"] else None,
        label=row["label"],
        grievance=row["grievance"] or None,
    )
