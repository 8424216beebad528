"""A day at the desk that nobody planned: anybody does anything that is allowed."""

from random import Random

from casebook import EDAPALLY, ERNAKULAM, KOCHI, SIGNED, Casebook, against_staff, form
from casework import act_of

from dopcrm_tui.rules.complaint import Act, Actor
from dopcrm_tui.rules.loss import OF_LOSS
from dopcrm_tui.rules.refusals import NotFound
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.answers import ANSWERS

FAR = "560005001"
UNKNOWN_BEFORE = OF_LOSS | {Action.JOIN_INCIDENT, Action.LEAVE_INCIDENT}
"""What the release before this one did not do."""
OFFICES = (KOCHI, ERNAKULAM, EDAPALLY, FAR)
CLERKS = ("operator", "other_operator", "far_operator", "office_supervisor", "call_centre")


def register_some(book: Casebook, chance: Random, many: int) -> list[str]:
    """Register complaints anywhere against anywhere; some are confined, some name somebody."""
    return [_register(book, chance) for _ in range(many)]


def _register(book: Casebook, chance: Random) -> str:
    named = [
        chance.choice(list(book.staff.values())).employee_id
        for _ in range(chance.choice((0, 0, 2)))
    ]
    clerk = book.staff[chance.choice(CLERKS)]
    if chance.random() < 0.3:
        typed = against_staff(chance.choice(("801", "802")), named=named)
    else:
        typed = form(against_office=chance.choice(OFFICES), named=named)
    book.clock.advance(minutes=chance.randint(0, 90))
    return book.desk.intake.register(clerk, typed).number


def act_some(
    book: Casebook,
    chance: Random,
    numbers: list[str],
    many: int,
    never: frozenset[Action] = frozenset(),
) -> None:
    """Let somebody do something they may, many times."""
    for _ in range(many):
        book.clock.advance(hours=chance.choice((0, 1, 30)))
        actor = chance.choice(list(book.staff.values()))
        act_once(book, chance, actor, chance.choice(numbers), never)


def act_once(
    book: Casebook,
    chance: Random,
    actor: Actor,
    number: str,
    never: frozenset[Action] = frozenset(),
) -> None:
    try:
        may = book.desk.cases.show(actor, number).actions
    except NotFound:
        return
    open_to = [one for one, against in may.items() if against is None and one not in never]
    if not open_to:
        return
    action = chance.choice(open_to)
    if action is Action.ATTACH:
        book.desk.papers.attach(actor, number, [SIGNED])
    elif action in ANSWERS:
        act = act_of(action, proof=None)
        book.desk.answers.respond(actor, number, act, signed_statement=SIGNED)
    elif action is Action.TRANSFER:
        holder = book.desk.cases.show(actor, number).office_code
        target = chance.choice([office for office in OFFICES if office != holder])
        act = Act(action=action, reason="Elsewhere.")
        book.desk.processing.act(actor, number, act, target_code=target)
    elif action is Action.CORRECT_CONTACT:
        mobile = f"9{chance.randrange(10**9):09}"
        book.desk.processing.act(actor, number, act_of(action, mobile=mobile))
    elif action is Action.JOIN_INCIDENT:
        book.desk.processing.act(actor, number, act_of(action, reference=number))
    else:
        book.desk.processing.act(actor, number, act_of(action))
