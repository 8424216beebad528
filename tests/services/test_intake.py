"""Registering: what a form becomes, and what is said of a form that is wrong."""

from datetime import timedelta

import pytest
from casebook import EDAPALLY, KOCHI, PDF, PNG, against_staff, document, form
from past_the_program import refuse_rows
from sqlalchemy.exc import DBAPIError
from whole import check_whole

from dopcrm_tui.rules.complaint_number import parse_number
from dopcrm_tui.rules.refusals import InvalidInput, NotPermitted, Refusal
from dopcrm_tui.rules.vocabulary import Action, DeadlineKind, Queue, State
from dopcrm_tui.services.new_complaint import parse_form
from dopcrm_tui.services.papers import Paper

BRANCH = "560048002"
"""Hoodi B.O, whose account office is Mahadevapura S.O."""


def refusal_of(desk, actor, wrong, brought=()):
    with pytest.raises(InvalidInput) as refused:
        desk.intake.register(actor, wrong, brought)
    return refused.value.fields


def test_a_form_becomes_a_complaint_with_a_number_a_holder_and_an_alarm(book, clock):
    made = book.desk.intake.register(book.staff["operator"], form())
    assert parse_number(made.number) == made.number
    assert (made.office_code, made.office_name) == (KOCHI, "Kochi")
    assert made.due_at == clock.now + timedelta(days=30)
    row, facts = book.row(made.number), book.facts(made.number)
    assert (row.state, row.queue, row.version) == (State.PENDING, Queue.PENDING, 1)
    assert facts.deadlines[DeadlineKind.RESOLVE].due_at == made.due_at == row.due_at
    assert [event.action for event in book.events(made.number)] == [Action.REGISTER]


def test_the_customer_is_told_the_number_on_every_way_they_gave(book):
    number = book.register(complainant={"email": "ravi@example.in", "language": "hi"})
    told = {notice.channel: notice.address for notice in book.notices(number)}
    assert told == {"sms": "9876543210", "email": "ravi@example.in"}
    shown = book.desk.outbox.notices(book.staff["operator"], number)
    assert all(number in notice.text.replace("-", "") for notice in shown)
    assert all("शिकायत" in notice.text for notice in shown)


def test_numbers_of_one_circle_follow_each_other(book):
    numbers = [book.register() for _ in range(3)]
    serials = [int(number[4:10]) for number in numbers]
    assert serials == [1, 2, 3]
    assert {number[:2] for number in numbers} == {"26"}


def test_another_circle_counts_for_itself(book):
    assert book.register()[2:4] != book.register("far_operator")[2:4]


def test_a_branch_offices_complaint_sits_with_its_account_office(book):
    made = book.desk.intake.register(book.staff["operator"], form(against_office=BRANCH))
    assert made.office_name == "Mahadevapura"


def test_a_complaint_against_staff_goes_one_level_up(book):
    made = book.desk.intake.register(book.staff["operator"], against_staff("801"))
    assert made.office_name == "Ernakulam Division"


def test_money_matters_have_twenty_one_days(book, clock):
    typed = document(
        grievance="432",
        subject={"cif": "123456789", "scheme": "savings account", "account_office": KOCHI},
    )
    typed["subject"] = {
        name: typed["subject"][name] for name in ("cif", "scheme", "account_office")
    }
    made = book.desk.intake.register(book.staff["operator"], parse_form(typed))
    assert made.due_at == clock.now + timedelta(days=21)
    assert book.row(made.number).subject["scheme"] == "Savings Account"


def test_checking_a_form_leaves_nothing(book):
    before = book.everything()
    said = book.desk.intake.check(book.staff["operator"], form())
    assert (said.number, said.office_code) == ("", KOCHI)
    assert book.everything() == before


def test_a_complaint_on_the_same_article_is_pointed_out(book):
    first = book.register()
    alike = book.desk.intake.check(book.staff["operator"], form()).lookalikes
    assert alike == (first,)


def test_an_old_complaint_on_the_same_article_is_not_pointed_out(book, clock):
    book.register()
    clock.advance(days=31)
    assert book.desk.intake.check(book.staff["operator"], form()).lookalikes == ()


def test_who_may_not_see_the_other_complaint_is_not_told_of_it(book):
    book.register()
    assert book.desk.intake.check(book.staff["far_operator"], form()).lookalikes == ()


@pytest.mark.parametrize("post", ["administrator", "auditor"])
def test_neither_administrators_nor_auditors_register(book, post):
    for door in (book.desk.intake.register, book.desk.intake.check):
        with pytest.raises(NotPermitted, match="register complaints"):
            door(book.staff[post], form())


WRONG = {
    "a PIN without an office": ({"complainant": {"pin": "682999"}}, "complainant.pin", "682999"),
    "a short mobile": (
        {"complainant": {"mobile": "98765"}},
        "complainant.mobile",
        "ten digits; this one has 5",
    ),
    "no mobile": ({"complainant": {"mobile": ""}}, "complainant.mobile", "missing"),
    "no name": ({"complainant": {"name": " "}}, "complainant.name", "Name is empty"),
    "an address that is no e-mail": (
        {"complainant": {"email": "ravi"}},
        "complainant.email",
        "has an @",
    ),
    "an unknown language": ({"complainant": {"language": "fr"}}, "complainant.language", "en, hi"),
    "an empty description": ({"description": "  \n "}, "description", "Description is empty"),
    "100,000 characters": (
        {"description": "x" * 100_000},
        "description",
        "95,000 characters too long: the limit is 5,000",
    ),
    "a booking date to come": (
        {"subject": {"booking_date": "2026-11-24"}},
        "subject.booking_date",
        "has not come yet; today is 23-11-2026",
    ),
    "a date that is none": (
        {"subject": {"booking_date": "31-02-2026"}},
        "subject.booking_date",
        "not a date",
    ),
    "no article": ({"subject": {"article_number": ""}}, "subject.article_number", "is needed"),
    "a short article": (
        {"subject": {"article_number": "EM123"}},
        "subject.article_number",
        "13 to 18",
    ),
    "an unknown booking office": (
        {"subject": {"booking_office": "nowhere"}},
        "subject.booking_office",
        "NOWHERE",
    ),
    "a field of another grievance": (
        {"subject": {"cif": "123456789"}},
        "subject.cif",
        "not asked for",
    ),
    "an unknown grievance": ({"grievance": "000"}, "grievance", "000 is not a grievance code"),
    "no grievance": ({"grievance": ""}, "grievance", "three digits"),
    "an unknown office": (
        {"against_office": "999999999"},
        "against_office",
        "no office with the code 999999999",
    ),
    "no office": ({"against_office": ""}, "against_office", "Name the office"),
    "an unknown channel": ({"channel": "pigeon"}, "channel", "pigeon is not one of"),
    "a number that is none": ({"refers_to": "2607-123456-9"}, "refers_to", "No complaint"),
    "a number of no complaint": ({"refers_to": "2607-123456-4"}, "refers_to", "No complaint"),
    "a received date to come": ({"received_on": "24112026"}, "received_on", "has not come yet"),
    "half an employee ID": ({"named": ["1000"]}, "named", "eight digits"),
    "an office code with an accent": ({"against_office": "6820é"}, "against_office", "no office"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(book, case):
    changes, field, words = WRONG[case]
    before = book.everything()
    fields = refusal_of(book.desk, book.staff["operator"], form(**changes))
    assert list(fields) == [field]
    assert words in fields[field]
    assert fields[field].endswith(".")
    assert book.everything() == before


def test_all_problems_are_told_at_once(book):
    wrong = form(
        complainant={"mobile": "123", "pin": "000000"},
        subject={"booking_date": "2030-01-01"},
        against_office="nowhere",
        description="",
    )
    brought = [Paper("scan.pdf", PNG), Paper("good.pdf", PDF)]
    assert set(refusal_of(book.desk, book.staff["operator"], wrong, brought)) == {
        "complainant.mobile",
        "complainant.pin",
        "subject.booking_date",
        "against_office",
        "description",
        "attachments.0",
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"colour": "red"}, "colour"),
        ({"complainant": {"age": 40}}, "complainant.age"),
        ({"description": 7}, "description"),
        ({"description": "\ud800"}, "description"),
        ({"named": "10000003"}, "named"),
    ],
)
def test_a_document_that_is_no_form_names_the_field(changes, field):
    with pytest.raises(InvalidInput) as refused:
        form(**changes)
    assert list(refused.value.fields) == [field]


def test_a_wrong_check_digit_refuses_until_it_is_accepted(book):
    subject = {"article_number": "EM123456784IN"}
    fields = refusal_of(book.desk, book.staff["operator"], form(subject=subject))
    assert "should be 5, not 4" in fields["subject.article_number"]
    made = book.desk.intake.register(
        book.staff["operator"], form(subject=subject, accept_warnings=True)
    )
    assert set(made.warnings) == {"subject.article_number"}
    assert book.row(made.number).article_number == "EM123456784IN"


def test_typed_numbers_are_kept_in_one_form(book):
    number = book.register(
        complainant={"mobile": "+91 98765-43210"},
        subject={"article_number": "em 123 456 785 in", "booking_date": "1/11/2026"},
    )
    row = book.row(number)
    assert (row.complainant_mobile, row.article_number) == ("9876543210", "EM123456785IN")
    assert row.subject["booking_date"] == "2026-11-01"


def test_an_earlier_complaint_can_be_referred_to(book):
    first = book.register()
    number = book.register(refers_to=f"{first[:4]}-{first[4:10]}-{first[10]}")
    assert book.row(number).refers_to == first


def test_papers_brought_along_are_kept_byte_for_byte(book):
    operator = book.staff["operator"]
    number = book.desk.intake.register(operator, form(), [Paper("letter.pdf", PDF)]).number
    (shown,) = book.desk.cases.show(operator, number).attachments
    assert book.desk.papers.read(operator, number, shown.id) == Paper("letter.pdf", PDF)
    assert [event.action for event in book.events(number)] == [Action.REGISTER]


@pytest.mark.parametrize("table", ["event", "deadline", "notice", "queue_count", "complaint_named"])
def test_what_fails_midway_leaves_nothing(book, store, table):
    """The store itself refuses one row, as a full disk would."""
    refuse_rows(store, table)
    before = book.everything()
    typed = against_staff(named=["10000003"])
    with pytest.raises((DBAPIError, Refusal)):
        book.desk.intake.register(book.staff["operator"], typed)
    assert book.everything() == before
    assert book.desk.queues.search(book.staff["operator"], "Ravi").lines == ()


def test_a_store_of_registered_complaints_is_whole(book, store):
    for office in (KOCHI, EDAPALLY, BRANCH):
        book.register(against_office=office)
    book.desk.intake.register(book.staff["operator"], against_staff(named=["10000003"]))
    with store.reading() as session:
        check_whole(session)
