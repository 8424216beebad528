"""A number that was written down wrong is corrected, and the question reaches the customer."""

from datetime import timedelta

import pytest
from corrected import MAIL, NEVER, NEW, OLD, asked, come_back, correct, due, question, unreached
from fake_ways import PlannedChannel
from sqlmodel import select

from data.models.message import NoticeChannel, NoticeState
from data.models.question import Confirmation
from dopcrm_tui.gateways.channel import Fate, Sent
from dopcrm_tui.rules.refusals import Conflict, InvalidInput, NotFound, NotPermitted
from dopcrm_tui.rules.vocabulary import Action, State, Task
from dopcrm_tui.services.corrections import GOES, GONE
from dopcrm_tui.services.sending import LEASE, Sending

LATER = Sent(Fate.LATER, "451 try again")


@pytest.fixture
def sms():
    return PlannedChannel()


@pytest.fixture
def email():
    return PlannedChannel()


@pytest.fixture
def sending(desk, sms, email):
    return Sending(desk.intake.ground, {NoticeChannel.SMS: sms, NoticeChannel.EMAIL: email})


@pytest.mark.usefixtures("real")
def test_a_wrong_number_is_corrected_and_the_48_hours_run_from_the_delivery(
    book, desk, sending, sms, clock
):
    number, code = unreached(book, sending, sms)
    before = question(book, number)["sms"]
    clock.advance(days=3)
    acted = correct(book, number, mobile=NEW)
    assert (acted.note, acted.state) == (GOES, State.CONFIRMATION_SOUGHT)
    row, waits = book.row(number), question(book, number)["sms"]
    assert (row.complainant_mobile, row.task) == (NEW, Task.PHONE_CUSTOMER)
    assert (waits.id, waits.once, waits.address) == (before.id, before.once, NEW)
    assert due(book, number) is None
    clock.advance(hours=1)
    assert sending.send().states == {"delivered": 1}
    assert [(one.to, code in one.text) for one in sms.received] == [(NEW, True)]
    assert book.row(number).task is None
    assert due(book, number) == clock.now + timedelta(hours=48)
    assert book.answer(number, Action.ACCEPT, code=code).state == "closed"
    assert desk.audit.verify(book.staff["auditor"]).clean


def test_the_history_holds_no_plain_number(book):
    number, _ = asked(book)
    correct(book, number, mobile=NEW, email=MAIL)
    event = book.events(number)[-1]
    assert (event.action, event.from_state, event.to_state) == (
        Action.CORRECT_CONTACT,
        State.CONFIRMATION_SOUGHT,
        State.CONFIRMATION_SOUGHT,
    )
    assert event.data["to_mobile"] == "91xxxxxx80"
    assert event.data["reason"] == "Spoke to him on his land line."
    assert not [secret for secret in (OLD, NEW, MAIL) if secret in repr(event.data)]


@pytest.mark.parametrize("state", ["pending", "info_sought", "external"])
def test_in_any_open_state_what_waits_goes_to_the_new_number(book, sending, sms, state):
    number = book.register()
    if state == "info_sought":
        book.ask(number)
    if state == "external":
        book.act(number, Action.REFER_EXTERNAL, authority="customs", reference="FPO/77")
    acted = correct(book, number, mobile=NEW)
    assert (acted.state, bool(acted.note)) == (state, state == "info_sought")
    sending.send()
    assert {one.to for one in sms.received} == {NEW}
    assert len(sms.received) == (2 if state == "info_sought" else 1)


def test_a_closed_one_stays_as_it_is(book):
    number, code = asked(book)
    book.answer(number, Action.ACCEPT, code=code)
    with pytest.raises(Conflict):
        correct(book, number, mobile=NEW)


def test_what_was_put_off_is_due_at_once_with_all_its_tries(book, sending, sms, clock):
    number, _ = asked(book)
    sms.plan.extend([LATER] * 3)
    for _ in range(3):
        sending.send()
        clock.advance(minutes=6)
    assert question(book, number)["sms"].next_try_at <= clock.now + LEASE
    with pytest.raises(Conflict, match="Please try again in 9 min"):
        correct(book, number, mobile=NEW)
    clock.advance(minutes=9)
    correct(book, number, mobile=NEW)
    assert question(book, number)["sms"].attempts == 0
    assert sending.send().states == {"delivered": 1}


def test_while_a_sender_has_it_in_hand_it_is_refused(book, desk, sending):
    number, _ = asked(book)
    before = book.everything()
    reached = []

    class Slow:
        def send(self, notices):
            for one in notices:
                with pytest.raises(Conflict, match="in the sender's hand"):
                    correct(book, number, mobile=NEW)
                reached.append(one.to)
                assert {**book.everything(), "notice": before["notice"]} == before
                yield Sent(Fate.ACCEPTED)

    Sending(desk.intake.ground, {NoticeChannel.SMS: Slow()}).send()
    assert reached == [OLD]
    assert correct(book, number, mobile=NEW).note == GONE
    assert not sending.send().states


def test_who_comes_back_late_from_the_old_number_has_delivered_nothing(book, desk, clock):
    number, _ = asked(book)

    class Asleep:
        def send(self, notices):
            for one in notices:
                if one.to == OLD:
                    clock.advance(minutes=11)
                    correct(book, number, mobile=NEW)
                yield Sent(Fate.ACCEPTED) if one.to == OLD else LATER

    slow = Sending(desk.intake.ground, {NoticeChannel.SMS: Asleep()})
    assert slow.send().states == {"overtaken": 1}
    assert slow.send().states == {"waiting": 1}
    assert due(book, number) is None
    assert question(book, number)["sms"].state is NoticeState.WAITING


@pytest.mark.usefixtures("real")
def test_a_way_that_is_new_is_asked_by_with_the_same_code(book, sending, sms, email):
    number, code = unreached(book, sending, sms)
    assert correct(book, number, email=MAIL).note == GOES
    put = question(book, number)
    assert put["sms"].state is NoticeState.UNDELIVERABLE
    assert put["email"].once == put["sms"].once.replace(":sms:", ":email:")
    assert sending.send().states == {"delivered": 1}
    assert [(one.to, code in one.text) for one in email.received] == [(MAIL, True)]
    assert not sms.received
    assert book.row(number).task is None
    assert book.answer(number, Action.ACCEPT, code=code).state == "closed"


@pytest.mark.usefixtures("real")
def test_where_the_new_way_fails_too_somebody_has_to_phone_again(book, sending, sms, email):
    number, _ = unreached(book, sending, sms)
    correct(book, number, email=MAIL)
    email.plan.append(NEVER)
    sending.send()
    assert book.row(number).task is Task.PHONE_CUSTOMER
    assert due(book, number) is None
    assert correct(book, number, mobile=NEW, email="kumar@example.in").note == GOES
    assert sending.send().states == {"delivered": 2}


@pytest.mark.usefixtures("real")
def test_what_was_delivered_is_not_sent_twice_and_its_code_is_gone(book, sending, clock):
    number, code = asked(book)
    sending.send()
    before = due(book, number)
    clock.advance(hours=1)
    assert correct(book, number, mobile=NEW, email=MAIL).note == GONE
    assert not sending.send().states
    assert due(book, number) == before
    assert book.answer(number, Action.ACCEPT, code=code).state == "closed"


@pytest.mark.usefixtures("real")
def test_one_way_that_arrived_keeps_its_code_when_the_other_is_corrected(
    book, sending, email, clock
):
    number, code = asked(book, email="wrong@example.in")
    email.plan.append(NEVER)
    sending.send()
    before = due(book, number)
    clock.advance(hours=1)
    assert correct(book, number, email=MAIL).note == GOES
    sending.send()
    assert [code in one.text for one in email.received if one.to == MAIL] == [True]
    assert due(book, number) == before
    assert book.answer(number, Action.ACCEPT, code=code).state == "closed"


@pytest.mark.usefixtures("real")
def test_what_came_back_after_it_was_sent_is_asked_anew_and_the_time_begins_anew(
    book, sending, store, clock
):
    number, _ = asked(book)
    sending.send()
    come_back(book, number)
    assert book.row(number).task is Task.PHONE_CUSTOMER
    clock.advance(days=4)
    assert correct(book, number, mobile=NEW).note == GOES
    code = book.code(number)
    assert code.isdigit()
    assert sending.send().states == {"delivered": 1}
    assert book.row(number).task is None
    assert due(book, number) == clock.now + timedelta(hours=48)
    with store.reading() as session:
        assert session.exec(select(Confirmation)).one().delivered_at == clock.now
    assert book.answer(number, Action.ACCEPT, code=code).state == "closed"


@pytest.mark.usefixtures("real")
def test_what_comes_back_after_the_correction_is_sent_again_to_the_new_number(
    book, desk, sending, sms
):
    number, _ = asked(book)
    sending.send()
    correct(book, number, mobile=NEW)
    come_back(book, number)
    sms.received.clear()
    desk.resending.retry(book.staff["operator"], question(book, number)["sms"].id)
    sending.send()
    assert [one.to for one in sms.received] == [NEW]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"mobile": OLD}, {"mobile"}),
        ({"mobile": "+91 98765 43210"}, {"mobile"}),
        ({}, {"mobile"}),
        ({"mobile": "12", "email": "x", "reason": " "}, {"mobile", "email", "reason"}),
        ({"mobile": "12", "email": "x", "reason": "y" * 2001}, {"mobile", "email", "reason"}),
        ({"mobile": NEW, "reason": f"Now {NEW}"}, {"reason"}),
    ],
)
def test_what_is_wrong_is_named_field_by_field_and_nothing_is_done(book, said, fields):
    number, _ = asked(book)
    before = book.everything()
    with pytest.raises(InvalidInput) as refused:
        correct(book, number, **said)
    assert set(refused.value.fields) == fields
    assert book.everything() == before


@pytest.mark.parametrize(
    ("post", "refusal"),
    [("other_operator", NotFound), ("auditor", NotPermitted), ("call_centre", NotPermitted)],
)
def test_who_does_not_act_on_it_corrects_nothing_and_learns_no_number(book, post, refusal):
    number, _ = asked(book)
    for mobile in (OLD, NEW):
        with pytest.raises(refusal):
            correct(book, number, post, mobile=mobile)


def test_sent_twice_with_a_key_it_corrects_once_and_the_slower_is_told(book):
    number, _ = asked(book)
    seen = book.row(number).version
    first = correct(book, number, mobile=NEW, key="k", version=seen)
    assert correct(book, number, mobile=NEW, key="k", version=seen).version == first.version
    with pytest.raises(Conflict, match="corrected the customer's number or e-mail"):
        correct(book, number, "colleague", mobile="9000000001", version=seen)
