"""One incident, many complaints: which of those that are open have the same cause, as it seems."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

ALIKE_BAGS, ALIKE_ROUTES = 2, 3
"""How many complaints make an incident: of one bag, and of one route within days."""

APART, SPAN = timedelta(days=2), timedelta(days=7)
"""How far two neighbours of a route may be booked from each other, and the first from the last."""


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident by its number: its complaints, those open, since when; as some offices see it."""

    number: str
    complaints: int
    open: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Trait:
    """What an open complaint may share with others; offices by their codes.

    `destination` is the office of delivery, the one complained of where none is known; `day` that
    of booking. `incident` is the one it belongs to already.
    """

    number: str
    origin: str
    destination: str
    day: date
    bags: frozenset[str] = frozenset()
    incident: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Complaints that seem to have one cause; `incident` is the one that some of them belong to.

    `bag` is the bag they share; without one, they share route and days.
    """

    numbers: tuple[str, ...]
    origin: str
    destination: str
    first: date
    last: date
    bag: str = ""
    incident: str = ""


def proposals(traits: Iterable[Trait]) -> list[Proposal]:
    """Return what to put together, the most complaints first; none is in two of them."""
    found: list[Proposal] = []
    left = sorted(traits, key=lambda trait: (trait.day, trait.number))
    for groups in (_by_bag, _by_route):
        made = [proposal for each in groups(left) for proposal in _made(*each)]
        taken = {number for proposal in made for number in proposal.numbers}
        left = [trait for trait in left if trait.number not in taken]
        found += made
    return sorted(found, key=lambda proposal: (-len(proposal.numbers), proposal.numbers))


def _by_bag(traits: Sequence[Trait]) -> Iterator[tuple[str, list[Trait]]]:
    """Yield the complaints of each bag; one that lay in several goes with the first."""
    bags: defaultdict[str, list[Trait]] = defaultdict(list)
    for trait in traits:
        if trait.bags:
            bags[min(trait.bags)].append(trait)
    for bag, alike in sorted(bags.items()):
        if len(alike) >= ALIKE_BAGS:
            yield bag, alike


def _by_route(traits: Sequence[Trait]) -> Iterator[tuple[str, list[Trait]]]:
    """Yield complaints of one route that were booked one soon after the other."""
    routes: defaultdict[tuple[str, str], list[Trait]] = defaultdict(list)
    for trait in traits:
        if trait.origin and trait.destination and trait.origin != trait.destination:
            routes[trait.origin, trait.destination].append(trait)
    for _, alike in sorted(routes.items()):
        for near in _near(alike):
            if len(near) >= ALIKE_ROUTES:
                yield "", near


def _near(traits: Sequence[Trait]) -> Iterator[list[Trait]]:
    """Yield runs of neighbours in time; `traits` come by their days."""
    run: list[Trait] = []
    for trait in traits:
        if run and (trait.day - run[-1].day > APART or trait.day - run[0].day > SPAN):
            yield run
            run = []
        run.append(trait)
    if run:
        yield run


def _made(bag: str, alike: Sequence[Trait]) -> Iterator[Proposal]:
    """Yield the proposal of a group, unless all of it is together, or it touches two incidents."""
    incidents = {trait.incident for trait in alike if trait.incident}
    free = tuple(trait.number for trait in alike if not trait.incident)
    if free and len(incidents) < 2:
        first, last = alike[0], alike[-1]
        yield Proposal(
            free,
            first.origin,
            first.destination,
            first.day,
            last.day,
            bag,
            next(iter(incidents), ""),
        )
