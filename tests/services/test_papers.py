"""What people bring: kept byte for byte, whole, and of two kinds only."""

import pytest
from casebook import PDF, PNG

from dopcrm_tui.rules.refusals import InvalidInput, NotFound
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.papers import Paper

LIMIT = 200 * 1024


def padded(size: int) -> bytes:
    """A PDF of exactly so many bytes."""
    head, tail = b"%PDF-1.4\n%", b"\n%%EOF\n"
    return head + b"x" * (size - len(head) - len(tail)) + tail


@pytest.fixture
def number(book):
    return book.register()


def attach(book, number, *brought, post="operator"):
    return book.desk.papers.attach(book.staff[post], number, list(brought))


@pytest.mark.parametrize("size", [len(PDF), LIMIT - 1, LIMIT])
def test_a_paper_is_read_back_byte_for_byte(book, number, size):
    content = PDF if size == len(PDF) else padded(size)
    attach(book, number, Paper("पत्र scan.pdf", content))
    operator = book.staff["operator"]
    (shown,) = book.desk.cases.show(operator, number).attachments
    assert (shown.kind, shown.size, shown.file_name) == ("pdf", size, "पत्र scan.pdf")
    assert book.desk.papers.read(operator, number, shown.id).content == content
    assert book.events(number)[-1].action is Action.ATTACH


REFUSED = {
    "one byte too many": (Paper("scan.pdf", padded(LIMIT + 1)), "the limit is 200 KB"),
    "201 KB": (Paper("scan.pdf", padded(201 * 1024)), "scan.pdf is 201 KB; the limit is 200 KB"),
    "a PNG by another name": (Paper("scan.pdf", PNG), "its content is PNG"),
    "a PDF cut off": (Paper("scan.pdf", PDF[:-7]), "its end is missing"),
    "nothing": (Paper("scan.pdf", b""), "scan.pdf is empty"),
    "no name": (Paper(" ", PDF), "The file name is empty"),
    "a name too long": (Paper("x" * 256, PDF), "1 character too long"),
    "a name that cannot be stored": (Paper("a\ud800.pdf", PDF), "cannot be stored"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_paper_that_will_not_do_is_refused_with_all_that_came_along(book, number, case):
    bad, words = REFUSED[case]
    before = book.everything()
    with pytest.raises(InvalidInput) as refused:
        attach(book, number, Paper("good.pdf", PDF), bad)
    assert list(refused.value.fields) == ["attachments.1"]
    assert words in refused.value.fields["attachments.1"]
    assert book.everything() == before


def test_no_paper_is_refused(book, number):
    with pytest.raises(InvalidInput, match="at least one file"):
        attach(book, number)


def test_a_complaint_takes_ten_papers_and_no_eleventh(book, number):
    for place in range(5):
        attach(book, number, Paper(f"{place}a.pdf", PDF), Paper(f"{place}b.pdf", PDF))
    before = book.everything()
    with pytest.raises(InvalidInput, match="takes 10 attachments"):
        attach(book, number, Paper("11.pdf", PDF))
    assert book.everything() == before


def test_eleven_papers_at_once_are_refused(book, number):
    with pytest.raises(InvalidInput) as refused:
        attach(book, number, *(Paper(f"{place}.pdf", PDF) for place in range(11)))
    assert list(refused.value.fields) == ["attachments"]


def test_a_paper_is_read_only_by_who_sees_its_complaint(book, number):
    attach(book, number, Paper("letter.pdf", PDF))
    (shown,) = book.desk.cases.show(book.staff["operator"], number).attachments
    for post in ("far_operator", "administrator"):
        with pytest.raises(NotFound):
            book.desk.papers.read(book.staff[post], number, shown.id)
    assert book.desk.papers.read(book.staff["auditor"], number, shown.id).content == PDF


def test_a_paper_is_not_read_by_the_number_of_another_complaint(book, number):
    attach(book, number, Paper("letter.pdf", PDF))
    operator, other = book.staff["operator"], book.register()
    (shown,) = book.desk.cases.show(operator, number).attachments
    for wrong in ((other, shown.id), (number, shown.id + 1), ("26070000000", shown.id)):
        with pytest.raises(NotFound):
            book.desk.papers.read(operator, *wrong)
