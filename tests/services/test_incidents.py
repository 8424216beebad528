"""One incident, many complaints: proposed, put together, worked at once, confirmed one by one."""

import pytest
from busy_desk import article
from casebook import EDAPALLY, ERNAKULAM, KOCHI, Casebook
from sqlalchemy import text

from dopcrm_tui.rules.enquiry import Disposal, Posting
from dopcrm_tui.rules.refusals import Conflict, InvalidInput, NotPermitted
from dopcrm_tui.rules.vocabulary import Action, Queue, State
from dopcrm_tui.services.queues import Narrowed


@pytest.fixture
def book(desk, staff, clock):
    return Casebook(desk, staff, clock)


def lose(book, many, *, origin=ERNAKULAM, day="2026-11-10", mobiles=0):
    """Register complaints about articles from Ernakulam that never came to Kochi."""
    return [
        book.register(
            complainant={"mobile": f"97000000{mobiles + place:02}"},
            subject={
                "article_number": article(mobiles + place),
                "booking_date": day,
                "booking_office": origin,
            },
        )
        for place in range(many)
    ]


def join(book, number, to, post="operator"):
    return book.act(number, Action.JOIN_INCIDENT, post, reference=to)


def proposed(book, post="operator"):
    return [each.numbers for each in book.desk.incidents.proposed(book.staff[post])]


def test_articles_of_one_route_and_week_are_proposed(book):
    numbers = lose(book, 3)
    lose(book, 2, origin=EDAPALLY, mobiles=10)
    [found] = book.desk.incidents.proposed(book.staff["operator"])
    assert found.numbers == tuple(numbers)
    assert (found.origin, found.destination) == (ERNAKULAM, KOCHI)


def test_articles_of_one_bag_are_proposed_whatever_their_route(book):
    numbers = [*lose(book, 1), *lose(book, 1, origin=EDAPALLY, mobiles=10)]
    for number in numbers:
        book.act(number, Action.OPEN_ENQUIRY, route=(EDAPALLY, KOCHI), reason="Lost.")
        posting = Posting(office=KOCHI, item=Disposal.NOT_RECEIVED, bag_number="B 14")
        book.act(number, Action.POST_DISPOSAL, posting=posting)
    [found] = book.desk.incidents.proposed(book.staff["operator"])
    assert (found.numbers, found.bag) == (tuple(numbers), "B 14")


def test_an_incident_is_called_by_its_first_complaint_and_grows(book):
    first, second, third, fourth = lose(book, 4)
    for number in (first, second):
        join(book, number, first)
    join(book, third, second)
    assert {book.row(number).incident for number in (first, second, third)} == {first}
    [more] = book.desk.incidents.proposed(book.staff["operator"])
    assert (more.numbers, more.incident) == ((fourth,), first)
    [known] = book.desk.incidents.known(book.staff["operator"])
    assert (known.number, known.complaints, known.open) == (first, 3, 3)


def test_one_update_reaches_all_and_each_customer_confirms_alone(book):
    numbers = lose(book, 3)
    for number in numbers:
        join(book, number, numbers[0])
    members = book.desk.incidents.members(book.staff["operator"], numbers[0])
    assert list(members) == numbers
    for number, version in members.items():
        words = {"text": "The bag was found at Ernakulam.", "version": version}
        book.act(number, Action.SEEK_CONFIRMATION, **words)
    codes = {number: book.code(number) for number in numbers}
    assert len(set(codes.values())) == 3
    book.deliver()
    book.answer(numbers[0], Action.ACCEPT, code=codes[numbers[0]])
    assert [book.row(number).state for number in numbers] == [
        State.CLOSED,
        State.CONFIRMATION_SOUGHT,
        State.CONFIRMATION_SOUGHT,
    ]
    assert list(book.desk.incidents.members(book.staff["operator"], numbers[0])) == numbers[1:]


def test_a_queue_is_narrowed_to_an_incident(book, staff):
    numbers = lose(book, 2)
    lose(book, 1, origin=EDAPALLY, mobiles=10)
    for number in numbers:
        join(book, number, numbers[0])
    narrowed = Narrowed(incident=numbers[0])
    page = book.desk.queues.page(staff["operator"], Queue.PENDING, narrowed=narrowed)
    assert sorted(line.number for line in page.lines) == sorted(numbers)
    assert book.desk.queues.count(staff["operator"], Queue.PENDING, narrowed) == 2


def test_who_is_in_one_is_in_no_other_until_taken_out(book):
    first, second = lose(book, 2)
    join(book, first, first)
    with pytest.raises(Conflict, match="already"):
        join(book, first, second)
    book.act(first, Action.LEAVE_INCIDENT, reason="It came by another bag.")
    with pytest.raises(Conflict, match="no incident"):
        book.act(first, Action.LEAVE_INCIDENT, reason="Once more.")
    join(book, first, second)
    assert book.row(first).incident == second


@pytest.mark.parametrize("typed", ["2612-000099-9", "abc", "26120000018"])
def test_an_incident_is_called_by_a_complaint_there_is(book, typed):
    [number] = lose(book, 1)
    with pytest.raises(InvalidInput) as refusal:
        join(book, number, typed)
    assert list(refusal.value.fields) == ["reference"]


def test_nobody_is_told_of_complaints_elsewhere(book):
    numbers = lose(book, 3)
    for number in numbers[:2]:
        join(book, number, numbers[0])
    far = book.staff["far_operator"]
    assert proposed(book, "far_operator") == []
    assert list(book.desk.incidents.known(far)) == []
    assert book.desk.incidents.members(far, numbers[0]) == {}
    for post in ("auditor", "call_centre", "administrator"):
        with pytest.raises(NotPermitted):
            book.desk.incidents.proposed(book.staff[post])


def test_audit_finds_an_incident_that_nobody_made(book, staff):
    numbers = lose(book, 2)
    for number in numbers:
        join(book, number, numbers[0])
    assert book.desk.audit.verify(staff["auditor"]).clean

    with book.desk.store.writing() as session:
        session.execute(text("UPDATE complaint SET incident = NULL"))
    found = book.desk.audit.verify(staff["auditor"]).listed
    assert sorted(each.number for each in found) == numbers
    assert "incident" in found[0].what
