"""How complaints go: each story does a step and yields the time of the next one."""

from collections.abc import Callable, Iterator
from datetime import datetime

from dopcrm_tui.demo.play import Play
from dopcrm_tui.rules.vocabulary import Action, Authority, OnSilence

Steps = Iterator[datetime]
Story = Callable[[Play], Steps]


def fresh(_: Play) -> Steps:
    """Nobody has looked yet."""
    yield from ()


def begun(play: Play) -> Steps:
    """Somebody took it and has found something out."""
    yield play.days(0.1, 0.8)
    play.take()
    yield play.days(0.2, 1)
    play.remark()


def waits_for_others(play: Play) -> Steps:
    """The customer knows that it takes longer."""
    yield play.days(0.5, 1.5)
    play.remark()
    yield play.days(0.5, 1.5)
    play.interim()


def passed_on(play: Play) -> Steps:
    """Another office has it now."""
    yield play.days(0.2, 1)
    play.transfer(play.elsewhere())
    yield play.days(0.5, 1)
    play.remark()


def at_customs(play: Play) -> Steps:
    """Customs have the article, and take their time."""
    yield play.days(0.5, 1.5)
    play.refer(play.random.choice((Authority.CUSTOMS, Authority.FOREIGN_ADMINISTRATION)))
    yield play.days(3, 4)
    play.update()


def back_from_customs(play: Play) -> Steps:
    """Customs have answered."""
    yield from at_customs(play)
    yield play.days(2, 3)
    play.come_back()


def asked(play: Play) -> Steps:
    """The customer has been asked and has not answered yet."""
    yield play.before_end(1, 5)
    play.ask(OnSilence.CLOSE)
    yield from _arrives(play)


def unreached(play: Play) -> Steps:
    """The customer was asked, and no notice reaches them: somebody has to phone."""
    yield play.before_end(0.5, 3)
    play.resolve()
    play.lose()


def forgotten_outside(play: Play) -> Steps:
    """An authority has it and does not answer: it is to be reminded."""
    yield play.days(0.2, 0.8)
    play.refer(Authority.FOREIGN_ADMINISTRATION)


def informed(play: Play) -> Steps:
    """The customer was asked and has answered."""
    yield play.days(0.3, 1)
    play.ask(OnSilence.ESCALATE)
    yield from _arrives(play)
    yield play.days(0.5, 3)
    play.answer(Action.GIVE_INFORMATION, text=play.says("informed"))


def silent(play: Play) -> Steps:
    """The customer was asked and never answered: the complaint closes by itself."""
    yield play.days(0.5, 1)
    play.ask(OnSilence.CLOSE)
    yield from _arrives(play)


def silent_but_urgent(play: Play) -> Steps:
    """The customer was asked and never answered: a higher office looks at it."""
    yield play.days(0.5, 1)
    play.ask(OnSilence.ESCALATE)
    yield from _arrives(play)


def proposed(play: Play) -> Steps:
    """A resolution waits for the customer's word; the 48 hours run."""
    yield play.days(0.3, 1)
    play.take()
    yield play.before_end(0.1, 1.6)
    play.resolve()
    yield from _arrives(play)


def settled(play: Play) -> Steps:
    """Taken, worked, proposed, accepted."""
    yield play.days(0.2, 1)
    play.take()
    yield from proposed_within(play, 1, 5)
    yield play.days(0.1, 1.2)
    play.accept(rated=play.random.random() < 0.7)


def settled_elsewhere(play: Play) -> Steps:
    """Transferred first, then settled."""
    yield play.days(0.2, 1)
    play.transfer(play.elsewhere())
    yield from proposed_within(play, 2, 5)
    yield play.days(0.1, 1.2)
    play.accept(rated=True)


def lapsed(play: Play) -> Steps:
    """Proposed and never answered: closed after 48 hours; some rate it later all the same."""
    yield from proposed_within(play, 1, 6)
    if play.random.random() < 0.3:
        yield play.days(3, 4)
        play.answer(Action.RATE, rating=play.random.randint(1, 4), feedback=play.says("feedback"))


def explained(play: Play) -> Steps:
    """The customer asks what the resolution means; it is explained, and accepted."""
    yield from clarified(play)
    yield from proposed_within(play, 0.3, 1)
    yield play.days(0.1, 1)
    play.accept(rated=True)


def clarified(play: Play) -> Steps:
    """The customer has asked what the resolution means."""
    yield from proposed_within(play, 1, 3)
    yield play.days(0.1, 1)
    play.answer(Action.ASK_CLARIFICATION, reason=play.says("clarify"))


def rejected(play: Play) -> Steps:
    """The customer has rejected the resolution: the division has it now."""
    yield from proposed_within(play, 1, 3)
    yield play.days(0.2, 1.2)
    play.answer(Action.REJECT, reason=play.says("reject"))


def settled_above(play: Play) -> Steps:
    """Rejected, and settled by the division."""
    yield from rejected(play)
    yield play.days(0.5, 2)
    play.remark()
    yield from proposed_within(play, 0.5, 2)
    yield play.days(0.1, 1)
    play.accept(rated=True)


def directed(play: Play) -> Steps:
    """Rejected, and given back with a direction."""
    yield from rejected(play)
    yield play.days(0.5, 1)
    play.direct()


def raised(play: Play) -> Steps:
    """Placed before the division by hand."""
    yield play.days(1, 2)
    play.remark()
    yield play.days(0.5, 1)
    play.escalate()


def neglected(play: Play) -> Steps:
    """Nobody does anything: the deadlines place it before office after office."""
    yield play.days(2, 4)
    play.remark()


def ordered_closed(play: Play) -> Steps:
    """Closed by order of a higher office."""
    yield play.days(2, 4)
    play.remark()
    yield play.days(2, 4)
    play.close_by_direction()


def withdrawn(play: Play) -> Steps:
    """Withdrawn by the customer on paper."""
    yield play.days(1, 5)
    play.withdraw()


def opened_again(play: Play) -> Steps:
    """Closed for want of an answer, looked at, and opened again by the division."""
    yield from silent(play)
    yield play.days(8, 9)
    play.review()
    play.reopen()


def documented(play: Play) -> Steps:
    """The customer brought a paper later."""
    yield play.days(0.3, 1)
    play.attach()


def proposed_within(play: Play, least: float, most: float) -> Steps:
    """Propose a resolution and let the notice arrive."""
    yield play.days(least, most)
    play.resolve()
    yield from _arrives(play)


def _arrives(play: Play) -> Steps:
    """Let the notice arrive: the customer's time begins."""
    yield play.days(0.001, 0.005)
    play.deliver()
