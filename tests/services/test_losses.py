"""Answer first, blame later: an enquiry and a compensation case beside the complaint."""

from datetime import date, timedelta

import pytest
from casebook import EDAPALLY, ERNAKULAM, KOCHI, Casebook
from casework import CLAIM
from sqlalchemy import text

from dopcrm_tui.rules.compensation import Bar, Carriage, Claim, Harm, Stage
from dopcrm_tui.rules.enquiry import Disposal, Gap, Posting, gap_of
from dopcrm_tui.rules.loss_words import losses
from dopcrm_tui.rules.refusals import Conflict, InvalidInput, NotFound, NotPermitted
from dopcrm_tui.rules.vocabulary import Action, State

DIVISION = "division_supervisor"
BOOKED = {"booking_date": "2026-11-01", "postage_paid": "41.30"}
DELAYED = Claim(carriage=Carriage.SPEED_POST, harm=Harm.DELAY, proof_of_booking=True, days_late=2)


@pytest.fixture
def book(desk, staff, clock):
    return Casebook(desk, staff, clock)


def claim(book, number, made=DELAYED, post="operator"):
    return book.act(number, Action.CLAIM_COMPENSATION, post, claim=made)


def sanction(book, number, **words):
    return book.act(number, Action.SANCTION_COMPENSATION, DIVISION, reference="CPT/88", **words)


def pay(book, number):
    return book.act(number, Action.PAY_COMPENSATION, reference="V/1204")


def post(book, number, office, item, **more):
    posting = Posting(office=office, item=item, **more)
    return book.act(number, Action.POST_DISPOSAL, posting=posting)


def enquire(book, number, route=(KOCHI, ERNAKULAM)):
    return book.act(number, Action.OPEN_ENQUIRY, route=route, reason="It never came.")


def sent(book, number):
    return [notice.template for notice in book.notices(number)]


def test_the_customer_is_answered_and_paid_while_the_enquiry_goes_on(book):
    number = book.register(subject=BOOKED)
    enquire(book, number)
    claim(book, number)
    code = book.seek(number)
    book.deliver()
    assert book.answer(number, Action.ACCEPT, code=code).state == State.CLOSED
    book.clock.advance(days=3)
    sanction(book, number)
    pay(book, number)
    post(book, number, KOCHI, Disposal.DISPATCHED, bag_number="B 14")
    post(book, number, ERNAKULAM, Disposal.NOT_RECEIVED)
    facts = book.facts(number)
    assert facts.state is State.CLOSED
    assert facts.compensation.stage is Stage.PAID
    assert (facts.compensation.order, facts.compensation.voucher) == ("CPT/88", "V/1204")
    assert facts.enquiry.is_open
    assert gap_of(facts.enquiry) == Gap(KOCHI, ERNAKULAM, is_bag=False)
    book.act(number, Action.CLOSE_ENQUIRY, text="Lost between the two.")
    assert book.facts(number).enquiry.finding == "Lost between the two."


def test_an_office_that_is_silent_is_shown_with_the_day_on_which_it_was_to_answer(book, staff):
    number = book.register()
    enquire(book, number)
    post(book, number, KOCHI, Disposal.DISPATCHED)
    view = book.desk.cases.show(staff["operator"], number)
    assert view.answers_due == book.clock.now + timedelta(days=3)
    told = dict(losses(view.enquiry, None, view.named, view.answers_due))
    assert told["Route"] == "Ernakulam (682011001): has not answered, due 26-11-2026 10:00"


def test_both_have_clocks_of_their_own(book):
    number = book.register(subject=BOOKED)
    before = book.row(number).due_at
    enquire(book, number)
    claim(book, number)
    facts = book.facts(number)
    assert facts.enquiry.due_at == book.clock.now + timedelta(days=30)
    assert facts.compensation.due_at == book.clock.now + timedelta(days=10)
    assert book.row(number).due_at == before


def test_the_claim_is_worked_out_from_what_the_complaint_tells(book):
    number = book.register(subject=BOOKED)
    claim(book, number)
    case = book.facts(number).compensation
    assert case.claim.booked_on == date(2026, 11, 1)
    assert (case.stage, case.amount) == (Stage.CLAIMED, 4_130)


def test_a_figure_that_nobody_told_is_asked_for_and_nothing_is_kept(book):
    number = book.register(subject={"booking_date": "2026-11-01"})
    before = book.everything()
    with pytest.raises(InvalidInput) as refusal:
        claim(book, number)
    assert list(refusal.value.fields) == ["postage"]
    assert book.everything() == before


def test_what_is_not_payable_is_refused_at_once_and_who_claims_it_is_told_why(book):
    number = book.register(subject=BOOKED)
    before = sent(book, number)
    done = claim(book, number, Claim(**{**_fields(DELAYED), "bar": Bar.ADDRESSEE}))
    assert "refused. Nothing is payable: delivery failed through the addressee" in done.note
    case = book.facts(number).compensation
    assert (case.stage, case.amount) == (Stage.REFUSED, 0)
    assert sent(book, number) == before, "the customer is told by the answer to the complaint"
    claim(book, number)  # it was not so, after all
    assert book.facts(number).compensation.stage is Stage.CLAIMED


def _fields(made):
    return {name: getattr(made, name) for name in made.__dataclass_fields__}


def test_a_loss_can_be_claimed_when_the_article_counts_as_lost(book):
    number = book.register(subject=BOOKED)
    lost = Claim(carriage=Carriage.SPEED_POST, harm=Harm.LOSS, proof_of_booking=True)
    with pytest.raises(Conflict, match="counts as lost from 31-12-2026"):
        claim(book, number, lost)
    book.clock.advance(days=60)
    claim(book, number, lost)
    assert book.facts(number).compensation.amount == 8_260


def test_the_customer_is_told_of_the_sanction_and_of_the_payment(book):
    number = book.register(subject=BOOKED)
    claim(book, number)
    sanction(book, number, amount=4_000)
    pay(book, number)
    told = sent(book, number)
    assert told[-2:] == ["compensation_sanctioned", "compensation_paid"]
    [paid] = [each for each in book.notices(number) if each.template == "compensation_paid"]
    assert paid.variables["amount"] == "Rs 40.00"
    assert paid.variables["reference"] == "V/1204"


def test_no_more_is_sanctioned_than_the_rules_give(book):
    number = book.register(subject=BOOKED)
    claim(book, number)
    for amount in (0, 4_131):
        with pytest.raises(InvalidInput) as refusal:
            sanction(book, number, amount=amount)
        assert refusal.value.fields == {
            "amount": "An amount above nothing and up to Rs 41.30 can be sanctioned."
        }


def test_each_step_comes_after_the_one_before_and_once(book):
    number = book.register(subject=BOOKED)
    for step in (pay, sanction):
        with pytest.raises(Conflict):
            step(book, number)
    claim(book, number)
    with pytest.raises(Conflict, match="claimed already"):
        claim(book, number)
    with pytest.raises(Conflict, match="sanctioned and unpaid"):
        pay(book, number)
    sanction(book, number)
    pay(book, number)
    for step in (claim, sanction, pay):
        with pytest.raises(Conflict):
            step(book, number)


def test_the_holder_claims_and_pays_and_an_office_above_sanctions(book):
    number = book.register(subject=BOOKED)
    with pytest.raises(NotFound):
        claim(book, number, post="far_operator")
    claim(book, number)
    for who in ("operator", "office_supervisor"):
        with pytest.raises(NotPermitted):
            book.act(number, Action.SANCTION_COMPENSATION, who, reference="CPT/88")
        with pytest.raises(NotPermitted):
            book.act(number, Action.REFUSE_COMPENSATION, who, reason="It came in time.")
    book.act(number, Action.REFUSE_COMPENSATION, DIVISION, reason="It came in time.")
    [notice] = [each for each in book.notices(number) if each.template == "compensation_refused"]
    assert notice.variables["reason"] == "It came in time."
    assert book.facts(number).compensation.why == "It came in time."


@pytest.mark.parametrize(
    ("route", "said"),
    [
        ((KOCHI,), "at least two offices"),
        ((KOCHI, ERNAKULAM, KOCHI.lower()), "once"),
        ((KOCHI, "999999999"), "no office with the code 999999999"),
    ],
)
def test_a_route_is_of_offices_there_are(book, route, said):
    number = book.register()
    with pytest.raises(InvalidInput) as refusal:
        enquire(book, number, route)
    assert said in refusal.value.fields["route"]


def test_only_offices_on_the_route_answer(book):
    number = book.register()
    enquire(book, number)
    with pytest.raises(InvalidInput) as refusal:
        post(book, number, EDAPALLY, Disposal.DISPATCHED)
    assert "is not on the route" in refusal.value.fields["office"]
    with pytest.raises(InvalidInput) as refusal:
        post(book, number, KOCHI, Disposal.DISPATCHED, bag=Disposal.NOT_RECEIVED)
    assert list(refusal.value.fields) == ["bag"]


def test_one_enquiry_is_open_at_a_time_and_another_may_follow(book):
    number = book.register()
    with pytest.raises(Conflict, match="No enquiry"):
        post(book, number, KOCHI, Disposal.DISPATCHED)
    enquire(book, number)
    with pytest.raises(Conflict, match="open already"):
        enquire(book, number)
    book.act(number, Action.CLOSE_ENQUIRY, text="Nothing found.")
    enquire(book, number, (KOCHI, EDAPALLY))
    enquiry = book.facts(number).enquiry
    assert (enquiry.route, enquiry.postings, enquiry.finding) == ((KOCHI, EDAPALLY), {}, "")


def test_the_history_holds_every_word_and_audit_makes_both_again_from_it(book):
    number = book.register(subject=BOOKED)
    enquire(book, number)
    post(book, number, KOCHI, Disposal.DISPATCHED, on=date(2026, 11, 2))
    claim(book, number)
    sanction(book, number, amount=4_000)
    assert book.desk.audit.verify(book.staff["auditor"]).listed == []
    with book.desk.store.writing() as session:
        session.execute(text("UPDATE compensation SET amount = 400000"))
    [finding] = book.desk.audit.verify(book.staff["auditor"]).listed
    assert finding.what == "The compensation is not as the history leaves it."


def test_a_form_that_is_sent_twice_acts_once(book):
    number = book.register(subject=BOOKED)
    for _ in range(2):
        book.act(number, Action.CLAIM_COMPENSATION, claim=DELAYED, key="k1")
    assert sum(each.action is Action.CLAIM_COMPENSATION for each in book.events(number)) == 1


def test_what_somebody_claims_to_be_payable_is_worked_out_anew(book):
    number = book.register(subject=BOOKED)
    claim(book, number, Claim(**{**_fields(CLAIM), "postage": None, "amount": 99_999}))
    assert book.facts(number).compensation.amount == 4_130
