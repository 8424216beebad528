"""Finding a complaint again, by whatever people remember of it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dopcrm_tui.rules.refusals import InvalidInput, Refusal


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
        "cl 1234",
        "L123456785",
        "0001111",
        "नीता",
        "ता पारि",
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
