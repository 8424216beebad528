"""One pass: answers first, then alarms, then notices; and what happens while a door is shut."""

from datetime import timedelta

import pytest
from fake_ways import PlannedChannel, PlannedDoor

from data.models.message import NoticeChannel
from dopcrm_tui.gateways.channel import Arrived
from dopcrm_tui.rules.vocabulary import Action, ClosureReason, State
from dopcrm_tui.services.digests import Digests
from dopcrm_tui.services.listening import Listening
from dopcrm_tui.services.sealing import Sealing
from dopcrm_tui.services.sending import Sending
from dopcrm_tui.services.summing import Summing
from dopcrm_tui.services.sweep_pass import SweepPass


@pytest.fixture
def door():
    return PlannedDoor()


@pytest.fixture
def sms():
    return PlannedChannel()


@pytest.fixture
def sweep(desk, door, sms):
    ground = desk.intake.ground
    return SweepPass(
        name="post-1:77",
        beats=desk.beats,
        listening=Listening(ground, [(NoticeChannel.EMAIL, door)], desk.inbound.keep),
        reader=desk.inbound,
        sweeper=desk.sweeper,
        sending=Sending(ground, {NoticeChannel.SMS: sms}),
        digests=Digests(ground, PlannedChannel()),
        sealing=Sealing(ground),
        summing=Summing(ground),
    )


def letter(number, code, words, at, cursor="1"):
    content = (
        f"From: ravi@example.in\nTo: care+{number}@post.example\n"
        f"Message-ID: <{cursor}@example.in>\n"
        f"Subject: Complaint {number}\n\n{words} {code}\n"
    )
    return Arrived(f"{cursor}@example.in", "ravi@example.in", at, content.encode(), cursor)


def asked(book, sweep):
    number = book.register()
    code = book.seek(number)
    sweep.once()
    return number, code


def test_a_pass_sends_what_waits_and_says_what_it_did(book, sweep, sms, desk, clock):
    book.register()
    done = sweep.once()
    assert done["notices"] == {"delivered": 1}
    assert len(sms.received) == 1
    assert desk.beats.last_seen() == clock.now


def test_what_a_pass_decides_is_told_in_the_same_pass(book, sweep, sms, clock):
    number, _ = asked(book, sweep)
    clock.advance(days=3)
    done = sweep.once()
    assert done["acts"] == {"confirmation_lapses": 1}
    assert [one.number for one in sms.received][-1] == number
    assert "closed" in sms.received[-1].text


def test_an_answer_that_lay_in_the_mailbox_in_time_counts_before_any_silence(
    book, sweep, door, clock
):
    number, code = asked(book, sweep)
    in_time = clock.now + timedelta(hours=47, minutes=59, seconds=59)
    door.arrived.append(letter(number, code, "ACCEPT", in_time))
    clock.advance(hours=60)
    done = sweep.once()
    assert (done["messages"], done["worked"], done["acts"]) == (1, 1, {})
    assert book.row(number).closure_reason is ClosureReason.CONFIRMED


def test_an_answer_that_came_at_the_deadline_came_too_late(book, sweep, door, clock):
    number, code = asked(book, sweep)
    door.arrived.append(letter(number, code, "ACCEPT", clock.now + timedelta(hours=48)))
    clock.advance(hours=60)
    sweep.once()
    assert book.row(number).closure_reason is ClosureReason.AUTO_CLOSED


def test_while_the_mailbox_cannot_be_read_nobody_is_silent(book, sweep, door, clock, desk):
    number, code = asked(book, sweep)
    door.shut = "The mailbox does not answer."
    clock.advance(hours=60)
    assert sweep.once()["unheard"] == 1
    assert book.facts(number).state is State.CONFIRMATION_SOUGHT
    (mailbox,) = desk.beats.doors()
    assert mailbox.trouble == "The mailbox does not answer."
    door.shut = ""
    door.arrived.append(letter(number, code, "REJECT not mine", clock.now - timedelta(hours=50)))
    sweep.once()
    assert book.facts(number).escalation_level == 1
    assert desk.beats.doors()[0].trouble is None


def test_a_door_is_read_on_from_where_it_was_read_to(book, sweep, door, clock):
    number, code = asked(book, sweep)
    door.arrived.append(letter(number, code, "ACCEPT", clock.now))
    assert sweep.once()["messages"] == 1
    assert sweep.once()["messages"] == 0


def test_a_door_that_is_no_more_is_forgotten_and_silence_counts_again(
    book, sweep, door, clock, desk
):
    number, _ = asked(book, sweep)
    door.shut = "There is no such host."
    clock.advance(hours=60)
    sweep.once()
    assert desk.beats.forget_door(door.name)
    desk.sweeper.ring(heard=sweep.listening.heard())
    assert book.facts(number).state is State.CLOSED


def test_a_message_that_came_twice_by_two_doors_answers_once(book, sweep, door, clock):
    number, code = asked(book, sweep)
    door.arrived += [
        letter(number, code, "CLARIFY who signed?", clock.now, "1"),
        letter(number, code, "CLARIFY who signed?", clock.now, "1"),
    ]
    sweep.once()
    asking = [event for event in book.events(number) if event.action == "ask_clarification"]
    assert len(asking) == 1


def test_the_record_is_sealed_once_a_day_and_the_digest_carries_its_head(book, sweep, desk, clock):
    sealing = Sealing(desk.intake.ground)
    number = book.register()
    sweep.once()
    first = sealing.head()
    assert (first.number, first.entries) == (1, len(book.events(number)))
    clock.advance(hours=23)
    book.act(number, Action.REMARK, text="Asked.")
    sweep.once()
    assert sealing.head() == first
    clock.advance(hours=1)
    sweep.once()
    assert sealing.head().number == 2
    way = PlannedChannel()
    digests = Digests(desk.intake.ground, way, signed_head=lambda: str(sealing.head().number))
    book.act(number, Action.ESCALATE, reason="Needs the division.")
    digests.send(sweep.sending)
    assert way.received[0].text.endswith("\n\n2")
