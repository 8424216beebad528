"""One complaint of the demonstration: who acts on it next, and what they do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from dopcrm_tui.demo.customers import Topic, said
from dopcrm_tui.demo.customers import form as new_form
from dopcrm_tui.demo.letters import letter
from dopcrm_tui.demo.stage import Stage
from dopcrm_tui.rules.compensation import Carriage, Claim, Harm
from dopcrm_tui.rules.compensation import Stage as CaseStage
from dopcrm_tui.rules.complaint import Act, Actor
from dopcrm_tui.rules.dates import today
from dopcrm_tui.rules.enquiry import Disposal, Posting
from dopcrm_tui.rules.jurisdiction import handles, stands_above
from dopcrm_tui.rules.lifecycle import LIFECYCLE, Who
from dopcrm_tui.rules.vocabulary import Action, Authority, OnSilence, Role


@dataclass(slots=True)
class Play:
    """A complaint on the stage; `office` is the one complained of, `end` when the curtain falls."""

    stage: Stage
    topic: Topic
    office: str
    end: datetime
    origin: str = ""
    """Where the article was booked; without it, chance tells."""
    number: str = ""

    @property
    def random(self) -> Random:
        """The chance of the whole demonstration."""
        return self.stage.random

    def days(self, least: float, most: float) -> datetime:
        """Return a time so many days from now."""
        return self.stage.clock.now + timedelta(days=self.random.uniform(least, most))

    def before_end(self, least: float, most: float) -> datetime:
        """Return a time so many days before the end, or now where that is past."""
        wanted = self.end - timedelta(days=self.random.uniform(least, most))
        return max(wanted, self.stage.clock.now)

    def register(self) -> None:
        """Register it, at a counter or over the telephone; some bring a letter."""
        day = today(self.stage.clock.now)
        here = self.origin or self.random.choice(self.stage.counters())
        form = new_form(self.topic, self.office, day, self.random, here)
        brought = [letter(self.random)] if self.random.random() < 0.04 else []
        self.number = self.stage.desk.intake.register(self._clerk(), form, brought).number

    def take(self) -> None:
        """Take it, and say so to the colleagues."""
        self._act(Action.TAKE)

    def remark(self) -> None:
        """Write down what was found."""
        self._act(Action.REMARK, text=self.random.choice(self.topic.remarks))

    def attach(self) -> None:
        """Attach what the customer brought later."""
        self.stage.desk.papers.attach(self._worker(), self.number, [letter(self.random)])

    def interim(self) -> None:
        """Tell the customer that it takes longer."""
        day = today(self.stage.clock.now) + timedelta(days=self.random.randint(3, 9))
        self._act(Action.INTERIM_REPLY, reason=self.says("interim"), expected_by=day)

    def transfer(self, to: str) -> None:
        """Hand it to another office."""
        self._act(Action.TRANSFER, target=to, reason=self.says("transfer"))

    def elsewhere(self) -> str:
        """Return another staffed office of the same circle."""
        circle = self.stage.offices[self.office].circle_id
        own = self.stage.standing(self.number).holder.id
        return self.random.choice(
            [
                code
                for code in self.stage.staffed()
                if (path := self.stage.offices[code]).circle_id == circle and path.id != own
            ]
        )

    def refer(self, authority: Authority) -> None:
        """Refer it to an authority outside."""
        reference = f"{authority.value[:3].upper()}/{self.random.randrange(10_000):04}"
        self._act(Action.REFER_EXTERNAL, authority=authority, reference=reference)

    def update(self) -> None:
        """Write down what the authority outside says."""
        self._act(Action.EXTERNAL_UPDATE, text=self.says("update"))

    def come_back(self) -> None:
        """Take it back from the authority outside."""
        self._act(Action.EXTERNAL_RETURN, text=self.says("returned"))

    def ask(self, on_silence: OnSilence) -> None:
        """Ask the customer for what is missing."""
        question = self.random.choice(self.topic.questions)
        self._act(Action.SEEK_INFORMATION, text=question, on_silence=on_silence)

    def resolve(self) -> None:
        """Propose to close it."""
        self._act(Action.SEEK_CONFIRMATION, text=self.random.choice(self.topic.resolutions))

    def deliver(self) -> None:
        """Let the notice of it arrive, and whatever else waits."""
        self.stage.deliver()

    def lose(self) -> None:
        """Let the notices of it reach nobody."""
        self.stage.lose(self.number)

    def answer(self, action: Action, **words: Any) -> None:  # noqa: ANN401  fields of `Act`
        """Let the customer answer with the code, at the counter or over the telephone."""
        code = self.stage.code(self.number)
        act = Act(action=action, **words)
        self.stage.desk.answers.respond(self._clerk(), self.number, act, code=code)

    def accept(self, *, rated: bool) -> None:
        """Let the customer accept, and perhaps rate."""
        rating = self.random.choice((3, 4, 4, 5, 5)) if rated else None
        self.answer(Action.ACCEPT, rating=rating, feedback=self.says("feedback") if rated else "")

    def withdraw(self) -> None:
        """Let the customer withdraw it on paper."""
        act = Act(action=Action.WITHDRAW, reason=self.says("withdraw"))
        self.stage.desk.answers.respond(
            self._worker(), self.number, act, signed_statement=letter(self.random)
        )

    def escalate(self) -> None:
        """Place it before the next level by hand."""
        self._act(Action.ESCALATE, reason=self.says("escalate"))

    def direct(self) -> None:
        """Give it back to the holder's people with a direction."""
        self._act(Action.DIRECT, text=self.says("direct"))

    def close_by_direction(self) -> None:
        """Close it on the order of a higher office."""
        reference = f"PG/{self.random.randrange(1, 90)}-{self.random.randrange(1, 9)}"
        self._act(Action.CLOSE_BY_DIRECTION, reference=reference, reason=self.says("order"))

    def reopen(self) -> None:
        """Open it again: it was closed improperly."""
        self._act(Action.REOPEN, reason=self.says("reopen"))

    def review(self) -> None:
        """Look at how it was worked."""
        self._act(Action.REVIEW, text=self.says("review"))

    def enquire(self) -> None:
        """Ask the offices on the way what they did with it; some answer."""
        route = tuple(dict.fromkeys((self.office, self.elsewhere())))
        self._act(Action.OPEN_ENQUIRY, route=route, reason=self.says("enquire"))
        bag = f"B {self.random.randrange(100, 999)}"
        for office, item in zip(route, (Disposal.DISPATCHED, Disposal.NOT_RECEIVED), strict=False):
            posting = Posting(office=office, item=item, bag_number=bag)
            self._act(Action.POST_DISPOSAL, posting=posting)

    def find(self) -> None:
        """Close the enquiry."""
        self._act(Action.CLOSE_ENQUIRY, text=self.says("find"))

    def claim(self) -> None:
        """Claim compensation for a delay."""
        booked = today(self.stage.clock.now) - timedelta(days=self.random.randint(8, 14))
        claim = Claim(
            carriage=Carriage.SPEED_POST,
            harm=Harm.DELAY,
            booked_on=booked,
            proof_of_booking=True,
            days_late=self.random.randint(1, 9),
            postage=self.random.randrange(3_540, 11_800, 10),
        )
        self._act(Action.CLAIM_COMPENSATION, claim=claim)

    def decide_claim(self, *, grants: bool) -> None:
        """Sanction it, or refuse it, where the rules give anything."""
        shown = self.stage.desk.cases.show(self._superior(), self.number)
        if shown.compensation is None or shown.compensation.stage is not CaseStage.CLAIMED:
            return
        if grants:
            reference = f"CPT/{self.random.randrange(10, 99)}"
            self._act(Action.SANCTION_COMPENSATION, reference=reference)
        else:
            self._act(Action.REFUSE_COMPENSATION, reason=self.says("refuse"))

    def pay(self) -> None:
        """Note that it is paid, where it was sanctioned."""
        shown = self.stage.desk.cases.show(self._superior(), self.number)
        if shown.compensation is not None and shown.compensation.stage is CaseStage.SANCTIONED:
            voucher = f"V/{self.random.randrange(1_000, 9_999)}"
            self._act(Action.PAY_COMPENSATION, reference=voucher)

    def join(self) -> None:
        """Put it to the incident of its office; the first one begins it."""
        reference = self.stage.incidents.setdefault(self.office, self.number)
        self._act(Action.JOIN_INCIDENT, reference=reference)

    def leave(self) -> None:
        """Take it out of its incident again."""
        self._act(Action.LEAVE_INCIDENT, reason=self.says("leave"))

    def _act(self, action: Action, *, target: str | None = None, **words: Any) -> None:  # noqa: ANN401
        actor = self._superior() if LIFECYCLE[action].who in _ABOVE else self._worker()
        act = Act(action=action, **words)
        self.stage.desk.processing.act(actor, self.number, act, target_code=target)

    def _worker(self) -> Actor:
        """Return one of those whose work it is now, the lowest first."""
        complaint = self.stage.standing(self.number)
        able = [one for one in self.stage.people if handles(one, complaint)]
        lowest = min(_rank(one) for one in able)
        return self.random.choice([one for one in able if _rank(one) == lowest])

    def _superior(self) -> Actor:
        complaint = self.stage.standing(self.number)
        able = [one for one in self.stage.people if stands_above(one, complaint) and _level(one)]
        return min(able, key=_rank)

    def _clerk(self) -> Actor:
        if self.random.random() < 0.15:
            return self.stage.at("IN", Role.CALL_CENTRE)
        return self.stage.at(self.office)

    def says(self, what: str) -> str:
        """Return something that fits the occasion."""
        return said(what, self.random)


_ABOVE = frozenset({Who.SUPERIOR, Who.REOPENER})


def _rank(actor: Actor) -> tuple[int, bool]:
    """Order people from the counter upwards."""
    return _level(actor), actor.role is Role.SUPERVISOR


def _level(actor: Actor) -> int:
    return int(actor.office.level) if actor.office else 0
