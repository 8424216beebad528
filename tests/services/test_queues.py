"""Reading queues page by page."""

import pytest
from casebook import EDAPALLY, ERNAKULAM, KOCHI

from dopcrm_tui.rules.refusals import NotFound, NotPermitted
from dopcrm_tui.rules.vocabulary import Action, Queue, State
from dopcrm_tui.services.queues import Narrowed

LIMITS = (1, 3, 7, 100)


def forwards(book, actor, queue, limit, meanwhile=lambda: None):
    """All numbers of a queue, page by page; `meanwhile` happens between the pages."""
    numbers, after = [], None
    while True:
        page = book.desk.queues.page(actor, queue, after=after, limit=limit)
        numbers += [line.number for line in page.lines]
        if not page.more:
            return numbers
        after = page.last
        meanwhile()


def backwards(book, actor, queue, limit):
    numbers, before = [], None
    while True:
        page = book.desk.queues.page(actor, queue, after=before, limit=limit, backwards=True)
        numbers = [line.number for line in page.lines] + numbers
        if not page.more:
            return numbers
        before = page.first


@pytest.fixture
def twenty(book, clock):
    """Twenty complaints; each four were registered at one instant and are due together."""
    numbers = []
    for place in range(20):
        numbers.append(book.register())
        if place % 4 == 3:
            clock.advance(hours=1)
    return numbers


@pytest.fixture
def closed(book, twenty):
    """Nine of them closed, three at one instant each."""
    words = {"reference": "PG/1", "reason": "Settled."}
    for place, number in enumerate(twenty[:9]):
        book.act(number, Action.CLOSE_BY_DIRECTION, "division_supervisor", **words)
        if place % 3 == 2:
            book.clock.advance(minutes=1)
    return twenty[:9]


@pytest.mark.parametrize("limit", LIMITS)
def test_pages_hold_every_complaint_once_the_most_urgent_first(book, twenty, limit):
    found = forwards(book, book.staff["operator"], Queue.PENDING, limit)
    assert sorted(found) == sorted(twenty)
    due = [book.row(number).due_at for number in found]
    assert due == sorted(due)


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("queue", [Queue.PENDING, Queue.CLOSED])
@pytest.mark.usefixtures("closed")
def test_backwards_the_same_pages_come_in_the_same_order(book, queue, limit):
    operator = book.staff["operator"]
    assert backwards(book, operator, queue, limit) == forwards(book, operator, queue, 100)


def test_the_closed_queue_begins_with_the_newest(book, closed):
    found = forwards(book, book.staff["operator"], Queue.CLOSED, 2)
    assert sorted(found) == sorted(closed)
    at = [book.row(number).closed_at for number in found]
    assert at == sorted(at, reverse=True)


def test_who_pages_while_others_register_misses_nothing_and_sees_nothing_twice(book, twenty):
    operator = book.staff["operator"]
    found = forwards(book, operator, Queue.PENDING, 3, meanwhile=book.register)
    assert found[:20] == sorted(
        twenty, key=lambda number: (book.row(number).due_at, book.row(number).id)
    )
    assert len(found) == len(set(found))


def test_who_pages_while_others_close_misses_nothing_that_stays(book, twenty):
    gone = iter(twenty[::2])
    words = {"reference": "PG/1", "reason": "Settled."}

    def close():
        number = next(gone)
        book.act(number, Action.CLOSE_BY_DIRECTION, "division_supervisor", **words)

    found = forwards(book, book.staff["operator"], Queue.PENDING, 4, meanwhile=close)
    assert set(twenty[1::2]) <= set(found)
    assert len(found) == len(set(found))


@pytest.mark.usefixtures("twenty")
def test_a_page_says_whether_more_follow(book):
    operator = book.staff["operator"]
    assert book.desk.queues.page(operator, Queue.PENDING, limit=19).more
    assert not book.desk.queues.page(operator, Queue.PENDING, limit=20).more


def test_an_empty_queue_is_an_empty_page(book):
    page = book.desk.queues.page(book.staff["operator"], Queue.ESCALATED)
    assert (page.lines, page.first, page.last, page.more) == ((), None, None, False)


def test_a_complaint_moves_from_queue_to_queue(book):
    number = book.register()
    operator = book.staff["operator"]

    def lies_in():
        return {queue for queue, many in book.desk.queues.badges(operator).items() if many}

    assert lies_in() == {Queue.PENDING}
    book.act(number, Action.TAKE)
    assert lies_in() == {Queue.PENDING, Queue.MINE}
    book.seek(number)
    assert lies_in() == {Queue.WAITING, Queue.MINE}
    book.deliver()
    book.answer(number, Action.REJECT, code=book.code(number), reason="Nothing came.")
    assert lies_in() == {Queue.PENDING, Queue.ESCALATED}
    words = {"reference": "PG/1", "reason": "Settled."}
    book.act(number, Action.CLOSE_BY_DIRECTION, "division_supervisor", **words)
    assert lies_in() == {Queue.CLOSED}


def test_a_supervisor_reads_the_queues_of_all_offices_below(book):
    numbers = [book.register(against_office=office) for office in (KOCHI, ERNAKULAM, EDAPALLY)]
    for post in ("division_supervisor", "region_supervisor", "circle_supervisor", "auditor"):
        assert sorted(forwards(book, book.staff[post], Queue.PENDING, 2)) == sorted(numbers)
    assert forwards(book, book.staff["office_supervisor"], Queue.PENDING, 2) == numbers[:1]


def test_a_queue_is_narrowed(book, clock):
    ours = book.register()
    theirs = book.register(against_office=EDAPALLY)
    book.ask(ours)
    division = book.staff["division_supervisor"]

    def shows(queue, **by):
        narrowed = Narrowed(**by)
        page = book.desk.queues.page(division, queue, narrowed=narrowed)
        assert len(page.lines) == book.desk.queues.count(division, queue, narrowed)
        return [line.number for line in page.lines]

    assert shows(Queue.PENDING, office_code=EDAPALLY) == [theirs]
    assert shows(Queue.PENDING, office_code=KOCHI) == []
    assert shows(Queue.WAITING, state=State.INFO_SOUGHT) == [ours]
    assert shows(Queue.WAITING, state=State.CONFIRMATION_SOUGHT) == []
    assert shows(Queue.PENDING, category="Mail/Money Orders") == [theirs]
    assert shows(Queue.PENDING, category="Insurance") == []
    assert shows(Queue.PENDING, overdue=True) == []
    clock.advance(days=30)
    assert shows(Queue.PENDING, overdue=True) == [theirs]


def test_an_office_outside_the_jurisdiction_is_refused(book):
    with pytest.raises(NotPermitted, match="Fraser Town is outside your jurisdiction"):
        book.desk.queues.page(
            book.staff["division_supervisor"],
            Queue.PENDING,
            narrowed=Narrowed(office_code="560005001"),
        )
    with pytest.raises(NotFound, match="nowhere"):
        book.desk.queues.count(
            book.staff["operator"], Queue.PENDING, Narrowed(office_code="nowhere")
        )


@pytest.mark.parametrize("post", ["administrator", "call_centre"])
def test_who_works_no_complaints_has_no_queues(book, post):
    with pytest.raises(NotPermitted):
        book.desk.queues.badges(book.staff[post])


def test_a_line_shows_no_whole_mobile(book):
    book.register()
    (line,) = book.desk.queues.page(book.staff["operator"], Queue.PENDING).lines
    assert line.mobile == "98xxxxxx10"
    assert "9876543210" not in repr(line)
