"""A real desk with its sweeper, led by hand: every way out, every door, and the clock are set."""

import json
import random as chance
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from casebook import PDF, Casebook
from customers import LOST, THERE, WAITING, WORDS, Asked, Bounced, Customers, Said, Way
from fake_ways import PlannedDoor
from happenings import WORK
from letters import bounced, letter
from post_bag import EMAIL, SMS, to
from post_office import SettableClock, Template

from data.models.message import Notice, NoticeChannel, NoticeState
from data.models.settings import StoreInfo
from dopcrm_tui.desk import Desk
from dopcrm_tui.gateways.channel import Arrived, Outgoing
from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.vocabulary import Action, State
from dopcrm_tui.services.composing import REFERENCE
from dopcrm_tui.services.digests import Digests
from dopcrm_tui.services.listening import Listening
from dopcrm_tui.services.papers import Paper
from dopcrm_tui.services.sealing import Sealing
from dopcrm_tui.services.sending import Sending
from dopcrm_tui.services.summing import Summing
from dopcrm_tui.services.sweep_pass import SweepPass

INDIA = timedelta(hours=5, minutes=30)
WINDOW = {State.CONFIRMATION_SOUGHT: "confirmation", State.INFO_SOUGHT: "information"}
USUAL = {
    "confirmation_window": timedelta(hours=48),
    "information_window": timedelta(days=7),
    "confirmation_runs_from": "delivery",
    "information_runs_from": "delivery",
}
"""What the handbook and the design say until an administrator says otherwise."""


class WalkedDesk:
    """The desk, and beside it what its customers and the days' policies are known to be."""

    def __init__(self, template: Template, folder: Path) -> None:
        self.clock = SettableClock()
        self.store = template.copy(folder)
        desk = Desk.over(self.store, clock=self.clock, chance=chance.Random(3))
        self.desk, self.book = desk, Casebook(desk, template.staff, self.clock)
        with self.store.writing() as session:
            session.get_one(StoreInfo, "demo").value = "no"
        self.numbers: list[str] = []
        self.customers = Customers(tries=8)
        self.policies: list[tuple[date, str, Any]] = []
        self.ways = {SMS: Way(self._hear), EMAIL: Way(self._hear)}
        self.digest = Way(lambda *_: None)
        self.doors = {SMS: PlannedDoor("sms"), EMAIL: PlannedDoor("imap")}
        ground = desk.intake.ground
        self.listening = Listening(ground, list(self.doors.items()), desk.inbound.keep)
        self.sending = Sending(ground, self.ways)
        self.sweep = SweepPass(
            name="walk",
            beats=desk.beats,
            listening=self.listening,
            reader=desk.inbound,
            sweeper=desk.sweeper,
            sending=self.sending,
            digests=Digests(ground, self.digest),
            sealing=Sealing(ground),
            summing=Summing(ground),
        )

    def close(self) -> None:
        self.store.close()

    # What the department does

    def offered(self, number: str, post: str) -> list[Action]:
        """What somebody may do to a complaint now, of what needs no customer's word."""
        try:
            may = self.desk.cases.show(self.book.staff[post], number).actions
        except Refusal:
            return []
        return [action for action in WORK if may[action] is None]

    def register(self, office: str, by_mail: bool) -> str:
        booked = (self.clock.now - timedelta(days=5)).date().isoformat()
        place = len(self.numbers)
        known = {"mobile": f"98765432{place:02}"}
        known |= {"email": f"ravi{place}@example.in"} if by_mail else {}
        number = self.book.register(
            against_office=office, subject={"booking_date": booked}, complainant=known
        )
        self.numbers.append(number)
        return number

    def ask(self, number: str, act: Act, post: str) -> None:
        """Put a question, no two in one second; its code is in the notices until they have gone."""
        self.clock.advance(seconds=1)
        self.desk.processing.act(self.book.staff[post], number, act)
        event = self.book.events(number)[-1]
        notices = [each for each in self.book.notices(number) if each.event_id == event.id]
        state = event.to_state
        asking = self.policy(f"{WINDOW[state]}_runs_from") == "asking"
        asked = Asked(
            number,
            state,
            event.at,
            act.on_silence,
            {reference_of(each): WAITING for each in notices},
            {reference_of(each): str(each.variables["code"]) for each in notices},
            self.until(state) if asking else None,
        )
        assert len(set(asked.codes.values())) == 1, "one question has one code"
        self.customers.asked.setdefault(number, []).append(asked)

    def asks_still(self, notice: Notice) -> bool:
        """Whether a notice puts a question that is open."""
        asked = self.customers.of(reference_of(notice))
        return asked is not None and asked.is_open

    def retry(self, notice: Notice, post: str) -> bool:
        """Send a notice again; whether that may be."""
        try:
            self.desk.resending.retry(self.book.staff[post], notice.id)
        except Refusal:
            return False
        asked = self.customers.of(reference_of(notice))
        if asked is not None:
            asked.wait_again(reference_of(notice))
            self._learn_codes(asked)
        return True

    def number_corrected(self, number: str) -> None:
        """Learn what becomes of the open question once the customer's mobile is corrected.

        An SMS that has not arrived is tried anew, and one given up too where nothing has arrived.
        """
        asked = self.customers.open_question(number)
        if asked is None:
            return
        nothing_there = THERE not in asked.notices.values()
        for notice in self.book.notices(number):
            reference = reference_of(notice)
            if reference not in asked.notices or notice.channel is not SMS:
                continue
            fate = asked.notices[reference]
            assert not (fate == LOST and nothing_there) or notice.state is NoticeState.WAITING
            if notice.state is NoticeState.WAITING:
                asked.wait_again(reference)
        self._learn_codes(asked)

    def _learn_codes(self, asked: Asked) -> None:
        """Read with which code the notices of a question will go out: all with the same."""
        kept = {reference_of(each): each.variables.get("code") for each in self.all_notices()}
        asked.codes.update({ref: kept[ref] for ref in asked.codes if kept[ref].isdigit()})
        going = {asked.codes[ref] for ref, fate in asked.notices.items() if fate == WAITING}
        assert len(going) <= 1, "one question has one code"

    def change_policy(self, key: str, written: str, value: Any, days: int) -> None:
        day = (self.clock.now + INDIA).date() + timedelta(days=days)
        self.desk.policy.set(self.book.staff["administrator"], key, written, day)
        self.policies.append((day, key, value))

    def policy(self, key: str) -> Any:
        """What the policy says today; of one day, what was said last."""
        today = (self.clock.now + INDIA).date()
        told = [(day, n, value) for n, (day, of, value) in enumerate(self.policies) if of == key]
        held = sorted(each[:2] for each in told if each[0] <= today)
        return self.policies[held[-1][1]][2] if held else USUAL.get(key)

    def until(self, state: State) -> datetime:
        return self.clock.now + self.policy(f"{WINDOW[state]}_window")

    # What customers do

    def answer_at_counter(self, said: Said, post: str) -> Refusal | None:
        """Let a clerk take an answer down; return the refusal, None where it was recorded."""
        self.customers.said.append(said)
        act = Act(action=said.action, **_spoken(said.action))
        paper = None if said.code else Paper("statement.pdf", PDF)
        try:
            self.desk.answers.respond(
                self.book.staff[post], said.number, act, code=said.code, signed_statement=paper
            )
        except Refusal as refusal:
            self.customers.said.remove(said)
            return refusal
        return None

    def write(self, said: Said, channel: NoticeChannel) -> None:
        """Let an answer come to a door."""
        said.key = f"m{len(self.customers.said)}"
        self.customers.said.append(said)
        text = WORDS[said.action].format(code=said.code)
        place = self.numbers.index(said.number)
        if channel is EMAIL:
            sender = f"ravi{place}@example.in"
            ours = f"<{said.key}@mail.test>"
            content = letter(text, to=to(said.number), sender=sender, message_id=ours)
        else:
            sender = f"+9198765432{place:02}"
            told = {"id": said.key, "from": sender, "text": f"{text} complaint {said.number}"}
            content = json.dumps({**told, "received_at": said.at.isoformat()}).encode()
        self._lay(channel, said.key, sender, said.at, content)

    def write_again(self, channel: NoticeChannel, place: int) -> None:
        """Let a message come a second time."""
        lying = self.doors[channel].arrived
        one = lying[place % len(lying)]
        self._lay(channel, one.reference, one.sender, self.clock.now, one.content)

    def come_back(self, reference: str) -> None:
        """Let a letter that its way had taken be reported as lost."""
        key = f"b{len(self.customers.bounces)}"
        self.customers.bounces.append(Bounced(reference, self.clock.now, key))
        report = bounced(f"<{reference}@desk.example>", why=f"550 gone {key}")
        report = report.replace(b"Message-ID: <report-", f"Message-ID: <{key}-".encode(), 1)
        self._lay(EMAIL, key, "MAILER-DAEMON@mx.example", self.clock.now, report)

    def _lay(self, channel, key, sender, at, content) -> None:
        door = self.doors[channel]
        door.arrived.append(Arrived(key, sender, at, content, str(len(door.arrived) + 1)))

    def _hear(self, notice: Outgoing, fate) -> None:
        self.customers.hear(notice, fate, self.until)

    # What time does

    def ring(self) -> None:
        """Let the sweeper answer alarms alone, knowing only what was read when it was."""
        heard = self.listening.heard()
        waiting = self.desk.inbound.waiting_since()
        self.desk.sweeper.ring(heard=min(heard, waiting or heard))

    def all_notices(self) -> list[Notice]:
        return [notice for number in self.numbers for notice in self.book.notices(number)]


def reference_of(notice: Notice) -> str:
    """The id by which a way out knows a notice."""
    return REFERENCE.format(id=notice.id)


def _spoken(action: Action) -> Mapping[str, Any]:
    return {
        Action.REJECT: {"reason": "Nothing has come."},
        Action.ASK_CLARIFICATION: {"reason": "Who signed for it?"},
        Action.GIVE_INFORMATION: {"text": "It was counter 3."},
        Action.RATE: {"rating": 4},
    }.get(action, {})
