"""A tree of offices small enough to know by heart, written down as who reports to whom."""

from functools import cache

from dopcrm_tui.rules.offices import OfficePath
from dopcrm_tui.rules.vocabulary import OfficeKind

IDS = {
    "directorate": 1,
    "circle": 2,
    "far_circle": 3,
    "region": 10,
    "division": 20,
    "next_division": 21,
    "far_division": 22,
    "head": 30,
    "next_head": 31,
    "far_head": 32,
    "home": 40,
    "sibling": 41,
    "next_sub": 42,
    "far_sub": 43,
    "branch": 50,
    "mail": 60,
}
NAMES = {number: name for name, number in IDS.items()}

PARENT = {
    "circle": "directorate",
    "far_circle": "directorate",
    "region": "circle",
    "division": "region",
    "next_division": "region",
    "far_division": "far_circle",  # a division that reports straight to its circle
    "head": "division",
    "next_head": "next_division",
    "far_head": "far_division",
    "home": "head",
    "sibling": "head",
    "next_sub": "next_head",
    "far_sub": "far_head",
    "branch": "home",
    "mail": "circle",  # no division and no region above
}

KIND = {
    "directorate": OfficeKind.DIRECTORATE,
    "circle": OfficeKind.CIRCLE,
    "far_circle": OfficeKind.CIRCLE,
    "region": OfficeKind.REGION,
    "division": OfficeKind.DIVISION,
    "next_division": OfficeKind.DIVISION,
    "far_division": OfficeKind.DIVISION,
    "head": OfficeKind.HEAD_OFFICE,
    "next_head": OfficeKind.HEAD_OFFICE,
    "far_head": OfficeKind.HEAD_OFFICE,
    "home": OfficeKind.SUB_OFFICE,
    "sibling": OfficeKind.SUB_OFFICE,
    "next_sub": OfficeKind.SUB_OFFICE,
    "far_sub": OfficeKind.SUB_OFFICE,
    "branch": OfficeKind.BRANCH_OFFICE,
    "mail": OfficeKind.MAIL_OFFICE,
}

_RUNG_OF_KIND = {"division": 1, "region": 2, "circle": 3, "directorate": 4}
RUNG = {name: _RUNG_OF_KIND.get(kind.value, 0) for name, kind in KIND.items()}
"""How high an office stands on the ladder of escalation; 0 for post and mail offices."""

_COLUMN = {
    OfficeKind.HEAD_OFFICE: "head_office_id",
    OfficeKind.DIVISION: "division_id",
    OfficeKind.REGION: "region_id",
    OfficeKind.CIRCLE: "circle_id",
}


@cache
def climb(name: str) -> tuple[str, ...]:
    """The office and all above it, lowest first, found by asking each whom it reports to."""
    chain = [name]
    while chain[-1] in PARENT:
        chain.append(PARENT[chain[-1]])
    return tuple(chain)


def path(name: str) -> OfficePath:
    columns = {_COLUMN[KIND[up]]: IDS[up] for up in climb(name) if KIND[up] in _COLUMN}
    return OfficePath(IDS[name], KIND[name], **columns)


PATHS = {name: path(name) for name in IDS}
PATH_OF_ID = {IDS[name]: where for name, where in PATHS.items()}


def superior_of(one: str, other: str) -> str:
    """The lowest administrative office that stands over both, itself included."""
    over_other = climb(other)
    return next(up for up in climb(one) if RUNG[up] and up in over_other)
