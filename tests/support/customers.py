"""What customers know: what reached them, what they said, and until when it has to count.

A memory of its own: it is fed by what the ways out took and by what the walk did, never by what
the desk has stored of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from dopcrm_tui.gateways.channel import Fate, Outgoing, Sent
from dopcrm_tui.rules.vocabulary import Action, OnSilence, State

ANSWERS = {
    State.CONFIRMATION_SOUGHT: {Action.ACCEPT, Action.REJECT, Action.ASK_CLARIFICATION},
    State.INFO_SOUGHT: {Action.GIVE_INFORMATION},
}
WORDS = {
    Action.ACCEPT: "ACCEPT {code}",
    Action.REJECT: "REJECT {code} nothing has come",
    Action.ASK_CLARIFICATION: "Please explain who signed for it. Code {code}",
    Action.GIVE_INFORMATION: "It was counter 3. Code {code}",
    Action.WITHDRAW: "I withdraw my complaint. Code: {code}",
    Action.RATE: "rating 4, code {code}",
}
WAITING, LOST, THERE = "waiting", "lost", "there"


@dataclass
class Asked:
    """A question, and what became of each notice that puts it, by the notice's reference."""

    number: str
    state: State
    at: datetime
    on_silence: OnSilence | None
    notices: dict[str, str]
    codes: dict[str, str]
    due: datetime | None
    tries: dict[str, int] = field(default_factory=dict)
    is_open: bool = True
    all_lost_once: bool = False

    @property
    def known(self) -> list[str]:
        """The codes that a customer has in hand."""
        return [self.codes[one] for one, fate in self.notices.items() if fate == THERE]

    def arrive(self, reference: str, until: datetime) -> None:
        """A notice has arrived; the first one starts the customer's time."""
        self.notices[reference], self.all_lost_once = THERE, False
        if self.is_open and self.due is None:
            self.due = until

    def lose(self, reference: str) -> None:
        """A notice never arrives; with the last one the customer's time ends."""
        self.notices[reference] = LOST
        if set(self.notices.values()) == {LOST}:
            self.due, self.all_lost_once = None, True

    def wait_again(self, reference: str) -> None:
        """A notice is tried anew, from the first try on."""
        self.notices[reference] = WAITING
        self.tries.pop(reference, None)

    def still_open_to(self, said: "Said") -> bool:
        """Whether this answer has to count."""
        return (
            self.is_open
            and said.number == self.number
            and said.action in ANSWERS[self.state]
            and (said.code is None or said.code in self.known)
            and self.in_time(said)
        )

    def in_time(self, said: "Said") -> bool:
        return said.at >= self.at and (self.due is None or said.at < self.due)


@dataclass
class Said:
    """An answer of a customer, by whatever door; without a code it is a signed statement."""

    number: str
    action: Action
    code: str | None
    at: datetime
    key: str = ""
    used: bool = False

    def could_be(self, action: Action) -> bool:
        """Whether it is recorded as this; in a letter every word but one may be information."""
        informs = action is Action.GIVE_INFORMATION and self.action is not Action.WITHDRAW
        return action is self.action or (informs and self.key != "")


@dataclass
class Bounced:
    """A report on its way that a notice came back."""

    reference: str
    at: datetime
    key: str
    worked: bool = False
    mended: bool = False
    """The notice has been sent again since, and taken."""


class Way:
    """A way out that takes, refuses or puts off whatever it is given, as it is told to."""

    def __init__(self, hear) -> None:
        self.fate = Fate.ACCEPTED
        self.taken: list[str] = []
        self._hear = hear

    def send(self, notices) -> Iterator[Sent]:
        for notice in notices:
            if self.fate is Fate.ACCEPTED:
                self.taken.append(notice.reference)
            self._hear(notice, self.fate)
            yield Sent(self.fate, f"{self.fate}, says the way")


class Customers:
    """All customers of a desk, and what they were asked."""

    def __init__(self, tries: int) -> None:
        self.asked: dict[str, list[Asked]] = {}
        self.said: list[Said] = []
        self.bounces: list[Bounced] = []
        self._tries = tries

    def all_asked(self) -> Iterator[Asked]:
        for questions in self.asked.values():
            yield from questions

    def of(self, reference: str) -> Asked | None:
        """The question that a notice puts."""
        return next((one for one in self.all_asked() if reference in one.notices), None)

    def open_question(self, number: str) -> Asked | None:
        last = self.asked.get(number, [])[-1:]
        return last[0] if last and last[0].is_open else None

    def newest(self, number: str, state: State) -> Asked | None:
        of_kind = [one for one in self.asked.get(number, []) if one.state is state]
        return of_kind[-1] if of_kind else None

    def known_codes(self, number: str) -> list[str]:
        return [code for one in self.asked.get(number, []) for code in one.known]

    def hear(self, notice: Outgoing, fate: Fate, until) -> None:
        """A way out says what came of a notice; `until` is the time it would start."""
        asked = self.of(notice.reference)
        if asked is None:
            return
        assert asked.is_open, "no question is put that is answered already"
        assert asked.codes[notice.reference] in notice.text
        asked.tries[notice.reference] = asked.tries.get(notice.reference, 0) + 1
        if fate is Fate.ACCEPTED:
            for each in self.bounces:
                each.mended |= each.reference == notice.reference
            asked.arrive(notice.reference, until(asked.state))
        elif fate is Fate.NEVER or asked.tries[notice.reference] >= self._tries:
            asked.lose(notice.reference)

    def proving(self, number: str, event, said_at: datetime) -> Said | None:
        """What a customer said of this complaint that an entry records, None where nobody did."""
        by_code = event.data["proof"] == "code"
        fitting = [
            said
            for said in self.said
            if not said.used
            and said.number == number
            and said.at == said_at
            and by_code is (said.code is not None)
            and said.could_be(event.action)
            and self._right(said, event.action)
        ]
        return min(fitting, key=lambda said: said.action is not event.action, default=None)

    def _right(self, said: Said, action: Action) -> bool:
        if said.code is None:
            return True
        states = [state for state, answers in ANSWERS.items() if action in answers]
        if action is Action.RATE:
            states = [State.CONFIRMATION_SOUGHT]
        newest = [self.newest(said.number, state) for state in states or ANSWERS]
        return any(one and said.code in one.codes.values() for one in newest)
