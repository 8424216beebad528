"""A desk with complaints of every kind at every height of the tree, and who stands over whom."""

from contextlib import suppress
from itertools import product
from random import Random
from typing import Any

from casebook import EDAPALLY, ERNAKULAM, KOCHI, Casebook, against_staff, form
from casework import act_of
from random_work import FAR, act_some, register_some
from sqlmodel import select

from data.models.complaint import Complaint
from data.models.office import Office
from dopcrm_tui.rules.article_number import s10_check_digit
from dopcrm_tui.rules.complaint import Act, Actor
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.vocabulary import LEVEL_OF_KIND, Action, Role
from dopcrm_tui.services.new_complaint import NewComplaint

AGAINST = (KOCHI, KOCHI, EDAPALLY, ERNAKULAM, FAR, "KL-D18", "KL-R2", "KL", "IN")
REGISTRARS = (
    "operator",
    "call_centre",
    "far_operator",
    "division_supervisor",
    "other_operator",
    "directorate_supervisor",
)


def article(place: int) -> str:
    """An article number of its own for every place."""
    serial = f"{place:08}"
    return f"EM{serial}{s10_check_digit(serial)}IN"


def fill(
    book: Casebook,
    chance: Random,
    complaints: int,
    acts: int,
    never: frozenset[Action] = frozenset(),
) -> list[str]:
    """Register complaints at many counters, some at one instant; then let people act on them."""
    kinds = list(product(("102", "801", "802", "102"), AGAINST))
    chance.shuffle(kinds)
    everybody = [actor.employee_id for actor in book.staff.values()]
    numbers = []
    for place in range(complaints):
        kind, office = kinds[place % len(kinds)]
        named = [everybody[place // 3 % len(everybody)]] if place % 3 == 0 else []
        registrar = book.staff[REGISTRARS[place % len(REGISTRARS)]]
        typed = form_of(place, kind, against_office=office, named=named)
        numbers.append(book.desk.intake.register(registrar, typed).number)
        book.clock.advance(minutes=chance.choice((0, 0, 1, 50)))
    act_some(book, chance, numbers, acts, never)
    return numbers


def neglect(book: Casebook, chance: Random, numbers: list[str]) -> None:
    """Leave work undone until the desk itself names it: authorities, limits, lost notices."""
    chief = book.staff["directorate_supervisor"]
    for number in chance.sample(numbers, 30):
        _try(book, chief, number, act_of(Action.REFER_EXTERNAL))
    book.clock.advance(days=31)
    book.desk.sweeper.ring()
    fresh = register_some(book, chance, 20)
    for number in fresh[::2]:
        _try(book, chief, number, act_of(Action.REFER_EXTERNAL))
    book.clock.advance(days=27)
    book.desk.sweeper.ring()
    for number in chance.sample(numbers, 40):
        question = chance.choice((Action.SEEK_INFORMATION, Action.SEEK_CONFIRMATION))
        _try(book, chief, number, act_of(question))
        if chance.random() < 0.5:
            book.lose(number)
    book.deliver()
    book.desk.sweeper.ring()
    for number, post in product([*numbers, *fresh], ("operator", "circle_supervisor")):
        if chance.random() < 0.3:
            _try(book, book.staff[post], number, act_of(Action.TAKE))


def _try(book: Casebook, actor: Actor, number: str, act: Act) -> None:
    with suppress(Refusal):
        book.desk.processing.act(actor, number, act)


def form_of(place: int, kind: str, **changes: Any) -> NewComplaint:
    """The complaint of a place in the list; everything by which it can be found is its own."""
    own = {
        "external_reference": f"LETTER/{place}",
        "complainant": {"name": f"Customer{place:04}x Nair", "mobile": f"98{place:08}"},
        **changes,
    }
    if kind in {"801", "802"}:
        return against_staff(kind, **own)
    return form(grievance=kind, subject={"article_number": article(place)}, **own)


def rows(book: Casebook) -> list[Complaint]:
    """All complaints of the store."""
    with book.desk.store.reading() as session:
        return list(session.exec(select(Complaint).order_by(Complaint.id)))


class Tree:
    """Who stands over whom, found by asking each office whom it reports to."""

    def __init__(self, book: Casebook) -> None:
        with book.desk.store.reading() as session:
            offices = list(session.exec(select(Office)))
        self._parents = {each.id: each.parent_id for each in offices}
        self._administrative = {each.id for each in offices if each.kind in LEVEL_OF_KIND}

    def over(self, office: int, below: int) -> bool:
        """Whether an office is another one or stands above it."""
        here: int | None = below
        while here is not None and here != office:
            here = self._parents[here]
        return here == office

    def below(self, office: int, holder: int) -> int:
        """The office under `office` in which a holder lies, or itself; a head office is no step."""
        path = [holder]
        while path[-1] != office:
            above = self._parents[path[-1]]
            assert above is not None
            path.append(above)
        below = [each for each in path[:-1] if each in self._administrative]
        return below[-1] if below else holder

    def works_for(self, actor: Actor, holder: int) -> bool:
        """Whether the holder's complaints are in the actor's queues; auditors read all."""
        assert actor.office is not None
        if actor.role is Role.OPERATOR:
            return actor.office.id == holder
        return actor.role is Role.AUDITOR or self.over(actor.office.id, holder)
