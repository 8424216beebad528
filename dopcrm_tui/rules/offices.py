"""Where an office stands in the tree, and which office is above which."""

from dataclasses import dataclass

from dopcrm_tui.rules.vocabulary import LEVEL_OF_KIND, Level, OfficeKind

DIRECTORATE_ID = 1
"""The root of the tree: its id never changes."""


@dataclass(frozen=True, slots=True)
class OfficePath:
    """An office and the ids of the levels above it; on its own level it names itself."""

    id: int
    kind: OfficeKind
    head_office_id: int | None = None
    division_id: int | None = None
    region_id: int | None = None
    circle_id: int | None = None

    @property
    def level(self) -> Level:
        """Its rung on the ladder; `Level.NONE` for post and mail offices."""
        return LEVEL_OF_KIND.get(self.kind, Level.NONE)

    def lineage(self) -> tuple[int, ...]:
        """The office and all that stand above it, lowest first."""
        above = (self.head_office_id, self.division_id, self.region_id, self.circle_id)
        ids = (self.id, *(office for office in above if office is not None), DIRECTORATE_ID)
        return tuple(dict.fromkeys(ids))

    def contains(self, other: "OfficePath") -> bool:
        """Whether `other` is this office or one below it."""
        return self.id in other.lineage()

    def ladder(self) -> tuple[tuple[Level, int], ...]:
        """The administrative offices strictly above, lowest first; a missing region is left out."""
        rungs = (
            (Level.DIVISION, self.division_id),
            (Level.REGION, self.region_id),
            (Level.CIRCLE, self.circle_id),
            (Level.DIRECTORATE, DIRECTORATE_ID),
        )
        return tuple(
            (level, office) for level, office in rungs if office is not None and level > self.level
        )


def common_superior(one: OfficePath, other: OfficePath) -> int:
    """Return the lowest administrative office above both, or the one that is above the other.

    Two post offices under one head office have their division as the superior: a head office
    settles no dispute (domain, section 3).
    """
    first = [office for _, office in one.ladder()]
    if one.level:
        first.insert(0, one.id)
    second = {office for _, office in other.ladder()} | ({other.id} if other.level else set())
    return next(office for office in first if office in second)


def handler_of(holder: OfficePath, escalation_level: Level) -> int:
    """Return the office whose people may act: the holder, or the ancestor it was escalated to.

    A complaint transferred up to an office of its level, or above, is handled by that office.
    """
    if holder.level >= escalation_level:
        return holder.id
    rungs = (office for level, office in holder.ladder() if level >= escalation_level)
    return next(rungs, DIRECTORATE_ID)


def next_level(holder: OfficePath, escalation_level: Level) -> Level | None:
    """Return the next level at which somebody else handles a complaint, or None at the top."""
    handler = handler_of(holder, escalation_level)
    rungs = ((level, office) for level, office in holder.ladder() if level > escalation_level)
    return next((level for level, office in rungs if office != handler), None)
