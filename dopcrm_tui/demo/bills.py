"""The bill of the demonstration: which stories are played, how often and when."""

from dataclasses import dataclass

from dopcrm_tui.demo.loss_stories import (
    apart,
    lost_and_owed,
    lost_and_paid,
    owed_and_refused,
    together,
)
from dopcrm_tui.demo.stories import (
    Story,
    asked,
    at_customs,
    back_from_customs,
    begun,
    clarified,
    directed,
    documented,
    explained,
    forgotten_outside,
    fresh,
    informed,
    lapsed,
    neglected,
    opened_again,
    ordered_closed,
    passed_on,
    proposed,
    raised,
    rejected,
    settled,
    settled_above,
    settled_elsewhere,
    silent,
    silent_but_urgent,
    unreached,
    waits_for_others,
    withdrawn,
)


@dataclass(frozen=True, slots=True)
class Bill:
    """How often a story is played, and how many days before the end it begins."""

    story: Story
    times: int
    least: float
    most: float
    topics: str = "ordinary"
    """Of which: ordinary, slow (mail, thirty days), quick (twenty-one), foreign, staff or mail."""
    office: str = ""
    """The office complained of, and the one where all were booked; chosen by chance without."""
    origin: str = ""


BILLS = (
    Bill(fresh, 31, 0.05, 9),
    Bill(begun, 20, 2, 12),
    Bill(waits_for_others, 10, 4, 14),
    Bill(passed_on, 16, 3, 12),
    Bill(documented, 6, 2, 10),
    Bill(at_customs, 8, 6, 18, "foreign"),
    Bill(forgotten_outside, 2, 33, 40, "foreign"),
    Bill(unreached, 3, 4, 12),
    Bill(back_from_customs, 3, 10, 20, "foreign"),
    Bill(asked, 14, 6, 14),
    Bill(informed, 8, 5, 12),
    Bill(silent, 6, 12, 50),
    Bill(silent_but_urgent, 4, 9, 13),
    Bill(proposed, 18, 3, 14),
    Bill(settled, 38, 12, 70),
    Bill(settled_elsewhere, 12, 14, 60),
    Bill(lapsed, 16, 14, 65),
    Bill(explained, 4, 12, 50),
    Bill(clarified, 4, 6, 12),
    Bill(rejected, 8, 6, 11),
    Bill(settled_above, 6, 16, 50),
    Bill(directed, 4, 7, 11),
    Bill(raised, 4, 5, 9),
    Bill(neglected, 5, 22, 27, "quick"),
    Bill(neglected, 4, 29, 34, "quick"),
    Bill(neglected, 2, 36, 41, "quick"),
    Bill(neglected, 5, 31, 36, "slow"),
    Bill(ordered_closed, 4, 14, 40),
    Bill(withdrawn, 6, 8, 40),
    Bill(opened_again, 2, 20, 24),
    Bill(lost_and_paid, 4, 14, 40, "mail"),
    Bill(lost_and_owed, 4, 4, 16, "mail"),
    Bill(owed_and_refused, 5, 6, 20, "mail"),
    Bill(together, 5, 3, 9),
    Bill(apart, 1, 4, 6),
    Bill(fresh, 7, 0.5, 2.5, "mail", "682001001", "673001001"),
    Bill(begun, 4, 3, 12, "staff"),
    Bill(settled, 3, 12, 40, "staff"),
)
"""Some three hundred complaints that end in every state."""
