"""What must hold of a walked desk after every step, whatever has happened and in which order."""

from collections import Counter
from datetime import datetime, timedelta

from customers import Asked, Customers
from sqlmodel import col, select
from walk_words import ANSWERS as QUESTIONS
from walk_words import CLOSURES, LEADS_TO, MAY_BE_ARMED, TASKS
from walked_desk import WalkedDesk, reference_of
from whole import check_whole

from data.models.history import Event
from data.models.message import InboundMessage, NoticeState
from data.models.question import Confirmation, InformationRequest
from dopcrm_tui.rules.complaint import Complaint
from dopcrm_tui.rules.vocabulary import (
    Action,
    DeadlineKind,
    OnSilence,
    Queue,
    Role,
    State,
    Task,
)

A = Action
CLOSES = {
    A.ACCEPT: "confirmed",
    A.CONFIRMATION_LAPSES: "auto_closed",
    A.INFORMATION_LAPSES_CLOSED: "no_information",
    A.CLOSE_BY_DIRECTION: "directed",
    A.WITHDRAW: "withdrawn",
}
SPOKEN = {A.ACCEPT, A.REJECT, A.ASK_CLARIFICATION, A.GIVE_INFORMATION, A.WITHDRAW, A.RATE}
ALARMED = {
    A.ESCALATE: DeadlineKind.RESOLVE,
    A.INTERIM_DRAFTED: DeadlineKind.INTERIM,
    A.EXTERNAL_REMINDER: DeadlineKind.EXTERNAL,
}
PROMISED = {
    A.REGISTER: ("registered",),
    A.INTERIM_REPLY: ("interim_reply",),
    A.TRANSFER: ("transferred",),
    A.SEEK_INFORMATION: ("information_sought",),
    A.SEEK_CONFIRMATION: ("confirmation_sought",),
    A.INFORMATION_LAPSES_CLOSED: ("closed",),
    A.INFORMATION_LAPSES_ESCALATED: ("escalated",),
    A.ACCEPT: ("closed",),
    A.REJECT: ("escalated",),
    A.CONFIRMATION_LAPSES: ("closed",),
    A.ESCALATE: ("escalated",),
    A.CLOSE_BY_DIRECTION: ("closed",),
    A.WITHDRAW: ("closed",),
    A.REOPEN: ("reopened",),
    A.SANCTION_COMPENSATION: ("compensation_sanctioned",),
    A.REFUSE_COMPENSATION: ("compensation_refused",),
    A.PAY_COMPENSATION: ("compensation_paid",),
}
"""What the customer is told of, by each way that is known of them."""

TO_THE_OFFICE = {
    A.INFORMATION_LAPSES_ESCALATED: ("escalated_to_you",),
    A.REJECT: ("escalated_to_you",),
    A.ESCALATE: ("escalated_to_you",),
    A.NOTICE_UNDELIVERABLE: ("undeliverable",),
    A.INTERIM_DRAFTED: ("interim_drafted",),
    A.EXTERNAL_REMINDER: ("external_reminder",),
}
REPLIES = {"not_understood", "answer_refused"}


class Checks:
    """Looks at the desk after each step, and remembers how it stood before."""

    def __init__(self, walked: WalkedDesk) -> None:
        self.walked = walked
        self.before: dict[str, Complaint] = {}
        self.seen: dict[str, list[Event]] = {}

    @property
    def customers(self) -> Customers:
        return self.walked.customers

    def look(self) -> None:
        self._learn_of_bounces()
        for number in self.walked.numbers:
            facts, events = self.walked.book.facts(number), self.walked.book.events(number)
            old = self.seen.get(number, [])
            assert [(e.id, e.hash) for e in events[: len(old)]] == [(e.id, e.hash) for e in old]
            for last, event in zip(
                [*old[-1:], *events[len(old) :]], events[len(old) :], strict=False
            ):
                self._new_event(number, None if last is event else last, event)
            self._standing(number, facts, events)
            self.before[number], self.seen[number] = facts, events
        self._notices()
        self._questions()

    # What has happened

    def _learn_of_bounces(self) -> None:
        on_the_way = [each for each in self.customers.bounces if not each.worked]
        if not on_the_way:
            return
        with self.walked.store.reading() as session:
            wanted = select(InboundMessage.message_id).where(
                col(InboundMessage.outcome).is_not(None)
            )
            worked = set(session.exec(wanted))
        for each in on_the_way:
            if any(name.startswith(f"email:{each.key}-") for name in worked):
                each.worked = True
                self.customers.of(each.reference).lose(each.reference)

    def _new_event(self, number: str, last: Event | None, event: Event) -> None:
        assert event.at == self.walked.clock.now
        assert event.from_state == (last.to_state if last else None)
        came_from = last.to_state if last else State.PENDING
        assert event.to_state == LEADS_TO.get(event.action.value, came_from)
        if last and last.to_state is not State.CLOSED:
            assert event.escalation_level >= last.escalation_level, "the level never falls"
        if event.action in SPOKEN:
            self._was_said(number, event)
        if event.actor_role is Role.SWEEPER:
            self._was_due(number, event)
        if event.to_state is State.CLOSED and event.from_state is not State.CLOSED:
            assert event.action in CLOSES
            assert event.action is not A.CLOSE_BY_DIRECTION or event.data["reference"]
        asked = self.customers.open_question(number)
        if asked and event.from_state is asked.state and event.to_state is not asked.state:
            asked.is_open = False

    def _was_said(self, number: str, event: Event) -> None:
        """Nothing is recorded of a customer but what they said in time, once, with proof."""
        said_at = datetime.fromisoformat(event.data["said_at"])
        said = self.customers.proving(number, event, said_at)
        assert said, f"{event.action} was said by nobody"
        said.used = True
        if event.action not in {A.WITHDRAW, A.RATE}:
            assert self.customers.open_question(said.number).in_time(said)

    def _was_due(self, number: str, event: Event) -> None:
        silence = {A.CONFIRMATION_LAPSES, A.INFORMATION_LAPSES_CLOSED}
        if event.action in silence | {A.INFORMATION_LAPSES_ESCALATED}:
            self._was_silent(self.customers.open_question(number), event)
        elif event.action in ALARMED:
            alarm = self.before[number].deadlines[ALARMED[event.action]]
            if alarm.paused:
                assert alarm.remaining <= timedelta(0), "it went on in this step, late already"
            else:
                assert alarm.due_at <= event.at

    def _was_silent(self, asked: Asked, event: Event) -> None:
        """The notice had arrived, the window was over, and no answer had come to any door."""
        assert asked.due is not None, "no time runs for who was not reached"
        assert asked.due <= event.at
        if asked.state is State.INFO_SOUGHT:
            closes = event.action is A.INFORMATION_LAPSES_CLOSED
            assert asked.on_silence is (OnSilence.CLOSE if closes else OnSilence.ESCALATE)
        assert not self._overheard(asked), "a silence of somebody who had answered"
        back = (each for each in self.customers.bounces if not each.mended)
        gone = {each.reference for each in back if each.at < asked.due}
        here = {one for one, fate in asked.notices.items() if fate == "there"}
        assert here - gone or here == set(), "all that had arrived had come back"

    def _overheard(self, asked: Asked) -> list[str]:
        if self.locked(asked):
            return []
        return [
            said.key
            for said in self.customers.said
            if not said.used and said.key and asked.still_open_to(said)
        ]

    def all_is_heard(self) -> None:
        """After a whole pass with open doors: nobody's valid answer waits, no alarm has rung."""
        for number in self.walked.numbers:
            asked = self.customers.open_question(number)
            assert not (asked and self._overheard(asked))
            alarms = self.walked.book.facts(number).deadlines.values()
            assert not [one for one in alarms if one.due_at and one.due_at <= self.walked.clock.now]

    def locked(self, asked: Asked) -> bool:
        """Whether five wrong codes were tried."""
        table = Confirmation if asked.state is State.CONFIRMATION_SOUGHT else InformationRequest
        with self.walked.store.reading() as session:
            rows = session.exec(select(table).where(table.asked_at == asked.at)).all()
        return any(row.tries >= 5 for row in rows if row.complaint_id == self._id(asked.number))

    def _id(self, number: str) -> int:
        return self.walked.book.row(number).id

    # How it stands

    def _standing(self, number: str, facts: Complaint, events: list[Event]) -> None:
        state, alarms = facts.state, facts.deadlines
        assert facts.version == len(events) == events[-1].sequence
        assert (state, facts.holder.id) == (events[-1].to_state, events[-1].office_id)
        assert set(alarms) <= MAY_BE_ARMED[state]
        assert facts.task in TASKS[state]
        self._closure(facts, events)
        if state is State.CLOSED:
            return
        assert alarms[DeadlineKind.RESOLVE].paused is (state in QUESTIONS)
        if state not in QUESTIONS:
            return
        asked = self.customers.open_question(number)
        assert asked.state is state
        running = alarms.get(QUESTIONS[state][0])
        assert (running.due_at if running else None) == asked.due
        lost = set(asked.notices.values()) == {"lost"}
        assert (facts.task is Task.PHONE_CUSTOMER) is (lost or self._waits_again(asked))
        assert facts.queue is (Queue.PENDING if facts.task else Queue.WAITING)

    def _waits_again(self, asked: Asked) -> bool:
        """Whether all were lost once and none has arrived since: somebody still has to phone."""
        return asked.all_lost_once and "there" not in asked.notices.values()

    def _closure(self, facts: Complaint, events: list[Event]) -> None:
        closure = facts.closure
        assert (closure is not None) is (facts.state is State.CLOSED)
        if closure is not None:
            ending = [each for each in events if each.action in CLOSES][-1]
            assert closure.reason.value in CLOSURES
            assert closure.reason.value == CLOSES[ending.action]

    def _notices(self) -> None:
        """What an event promises is written once for each way, and none of it is lost."""
        every = self.walked.all_notices()
        assert len({each.once for each in every}) == len(every)
        written = Counter(
            (each.event_id, each.template, each.channel)
            for each in every
            if each.template not in REPLIES
        )
        assert written == Counter(self._promised())
        taken = {ref for way in self.walked.ways.values() for ref in way.taken}
        back = {each.reference for each in self.customers.bounces if each.worked}
        for each in every:
            if each.channel == "desk":
                continue
            reference = reference_of(each)
            if each.state is NoticeState.DELIVERED:
                assert reference in taken
            elif reference in taken:
                assert reference in back, "what its way had taken was delivered"
            assert each.state is not NoticeState.WAITING or each.next_try_at is not None
            if each.state in {NoticeState.DELIVERED, NoticeState.OVERTAKEN}:
                code = each.variables.get("code", "")
                assert not code.isdigit(), "no code is kept longer than it is needed"

    def _promised(self):
        for number, events in self.seen.items():
            ways = ["sms"] + (["email"] if self.walked.book.row(number).complainant_email else [])
            level = 0
            for event in events:
                for template in PROMISED.get(event.action, ()):
                    if template != "escalated" or event.escalation_level > level:
                        yield from ((event.id, template, way) for way in ways)
                for template in TO_THE_OFFICE.get(event.action, ()):
                    yield event.id, template, "desk"
                level = event.escalation_level

    def _questions(self) -> None:
        codes = {code for one in self.customers.all_asked() for code in one.codes.values()}
        with self.walked.store.reading() as session:
            for table in (Confirmation, InformationRequest):
                for row in session.exec(select(table)):
                    assert len(row.code_hash) == 64
                    assert row.code_hash not in codes
                    assert row.tries <= 5

    def at_the_end(self) -> None:
        """The whole store is whole, is what its histories give, and every list counts the same."""
        desk, staff = self.walked.desk, self.walked.book.staff
        checked = desk.audit.verify(staff["auditor"])
        assert checked.clean, checked.listed
        with self.walked.store.reading() as session:
            if self.walked.numbers:
                check_whole(session)
        for post in ("operator", "other_operator", "division_supervisor", "auditor"):
            badges = desk.queues.badges(staff[post])
            for queue in Queue:
                lines = desk.queues.page(staff[post], queue).lines
                told = badges[queue], desk.queues.count(staff[post], queue)
                assert told == (len(lines), len(lines)), (post, queue)
