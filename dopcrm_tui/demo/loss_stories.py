"""How complaints go whose article was lost: paid, owed, refused; and several of one cause."""

from dopcrm_tui.demo.play import Play
from dopcrm_tui.demo.stories import Steps, proposed_within


def lost_and_paid(play: Play) -> Steps:
    """The customer is answered and paid; who is to blame is found out later."""
    yield play.days(0.5, 1)
    play.enquire()
    play.claim()
    yield from proposed_within(play, 0.3, 1)
    yield play.days(0.1, 1)
    play.accept(rated=True)
    yield play.days(1, 3)
    play.decide_claim(grants=True)
    yield play.days(1, 3)
    play.pay()
    play.find()


def lost_and_owed(play: Play) -> Steps:
    """Compensation is claimed and waits; the enquiry is open."""
    yield play.days(0.5, 1)
    play.enquire()
    play.claim()


def owed_and_refused(play: Play) -> Steps:
    """Compensation is claimed and refused."""
    yield play.days(0.5, 1)
    play.claim()
    yield play.days(1, 2)
    play.decide_claim(grants=False)


def together(play: Play) -> Steps:
    """It has the cause of others of the same office: they are worked as one."""
    yield play.days(0.5, 1)
    play.join()
    yield play.days(0.2, 1)
    play.remark()


def apart(play: Play) -> Steps:
    """It was taken for one of them, and is none."""
    yield from together(play)
    yield play.days(0.2, 0.5)
    play.leave()
