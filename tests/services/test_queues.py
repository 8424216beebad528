"""Reading queues page by page, and finding a complaint again."""

import pytest
from casebook import EDAPALLY, ERNAKULAM, KOCHI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dopcrm_tui.rules.refusals import InvalidInput, NotFound, NotPermitted, Refusal
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


@pytest.fixture
def library(book):
    """Three complaints to be found again."""
    return {
        "letter": book.register(),
        "parcel": book.register(
            complainant={"name": "सुनीता पारिजात", "mobile": "9000011111"},
            subject={"article_number": "CL123456785IN"},
            description="Der Päckchen-Inhalt fehlt: two silk dupattas.",
            external_reference="DPOST/E/2026/0001234",
            accept_warnings=True,
        ),
        "far": book.register("far_operator", against_office="560005001", accept_warnings=True),
    }


@pytest.mark.parametrize(
    "typed",
    [
        "CL123456785IN",
        "cl 123 456 785 in",
        "9000011111",
        "+91 90000-11111",
        "DPOST/E/2026/0001234",
        "सुनीता",
        "पारिजात सुनीता",
        "päckchen",
        "DUPATTAS silk",
        "dupat",
    ],
)
def test_a_complaint_is_found_by_what_people_remember_of_it(book, library, typed):
    found = book.desk.queues.search(book.staff["operator"], typed).lines
    assert [line.number for line in found] == [library["parcel"]]


@pytest.mark.parametrize("shape", ["{0}", "{1}-{2}-{3}", " {1} {2} {3} "])
def test_a_complaint_is_found_by_its_number_however_typed(book, library, shape):
    number = library["letter"]
    typed = shape.format(number, number[:4], number[4:10], number[10:])
    (found,) = book.desk.queues.search(book.staff["operator"], typed).lines
    assert found.number == number


def test_a_number_with_a_wrong_check_digit_is_said_to_be_wrong(book, library):
    number = library["letter"]
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    with pytest.raises(InvalidInput, match="check digit"):
        book.desk.queues.search(book.staff["operator"], wrong)


def test_a_search_finds_only_what_is_seen(book, library):
    near, far = book.staff["operator"], book.staff["far_operator"]
    assert library["far"] not in {
        line.number for line in book.desk.queues.search(near, "Ravi").lines
    }
    assert [line.number for line in book.desk.queues.search(far, "Ravi").lines] == [library["far"]]
    for post in ("auditor", "call_centre", "directorate_supervisor"):
        assert len(book.desk.queues.search(book.staff[post], "Ravi").lines) == 2


def test_the_newest_comes_first_and_pages_go_on(book):
    numbers = []
    for _ in range(7):
        book.clock.advance(seconds=1)
        numbers.append(book.register())
    operator, found, after = book.staff["operator"], [], None
    while True:
        page = book.desk.queues.search(operator, "booked never", after=after, limit=3)
        found += [line.number for line in page.lines]
        if not page.more:
            break
        after = page.last.id
    assert found == numbers[::-1]


def test_pages_of_an_exact_find_end_where_it_ends(book):
    for _ in range(4):
        book.clock.advance(seconds=1)
        book.register()
    first = book.desk.queues.search(book.staff["operator"], "9876543210", limit=4)
    beyond = book.desk.queues.search(book.staff["operator"], "9876543210", after=first.last.id)
    assert (first.more, beyond.lines) == (False, ())


HOSTILE = [
    "'; DROP TABLE complaint; --",
    '"',
    '""" OR 1',
    "*",
    "NEAR(a b)",
    "complainant_name:Ravi",
    "-Ravi",
    "a AND",
    "NOT",
    "{",
    "^",
    "%",
    "_" * 50,
    "\x1b[2J",
    "‮Ravi",
    "().,;",
    "०",
    "🙂",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_is_typed_is_never_query_syntax(book, library, typed):
    found = {line.number for line in book.desk.queues.search(book.staff["auditor"], typed).lines}
    assert found <= set(library.values())
    assert len(book.desk.queues.search(book.staff["auditor"], "Ravi").lines) == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Search is empty"), (" \t ", "empty"), ("x" * 201, "too long"), ("a\0", "be stored")],
)
def test_what_cannot_be_searched_for_is_said(book, typed, words):
    with pytest.raises(InvalidInput, match=words) as refused:
        book.desk.queues.search(book.staff["operator"], typed)
    assert list(refused.value.fields) == ["text"]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=st.text(st.characters(), max_size=40))
def test_any_text_finds_or_is_refused_with_a_sentence(book, typed):
    try:
        said = repr(book.desk.queues.search(book.staff["auditor"], typed).lines)
    except Refusal as refusal:
        said = str(refusal)
    assert said == "()" or said.endswith(".")
