"""What people bring: kept byte for byte, whole, and of two kinds only."""

import pytest
import strange_files
from casebook import PDF, PNG
from strange_files import padded_pdf

from data.models.papers import Attachment
from dopcrm_tui.rules.refusals import InvalidInput, NotFound
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.papers import Paper

LIMIT = 200 * 1024


@pytest.fixture
def number(book):
    return book.register()


def attach(book, number, *brought, post="operator"):
    return book.desk.papers.attach(book.staff[post], number, list(brought))


@pytest.mark.parametrize("size", [len(PDF), LIMIT - 1, LIMIT])
def test_a_paper_is_read_back_byte_for_byte(book, number, size):
    content = PDF if size == len(PDF) else padded_pdf(size)
    attach(book, number, Paper("पत्र scan.pdf", content))
    operator = book.staff["operator"]
    (shown,) = book.desk.cases.show(operator, number).attachments
    assert (shown.kind, shown.size, shown.file_name) == ("pdf", size, "पत्र scan.pdf")
    assert book.desk.papers.read(operator, number, shown.id).content == content
    assert book.events(number)[-1].action is Action.ATTACH


REFUSED = {
    "one byte too many": (Paper("scan.pdf", padded_pdf(LIMIT + 1)), "the limit is 200 KB"),
    "201 KB": (
        Paper("scan.pdf", padded_pdf(201 * 1024)),
        "scan.pdf is 201 KB; the limit is 200 KB",
    ),
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


@pytest.mark.parametrize("make", [strange_files.with_script, strange_files.swelling])
def test_what_would_harm_who_opens_it_is_kept_nowhere(book, number, make):
    before = book.events(number)
    with pytest.raises(InvalidInput) as refused:
        attach(book, number, Paper("letter.pdf", make()))
    assert refused.value.fields["attachments.0"].startswith("letter.pdf ")
    assert book.events(number) == before


def test_a_picture_is_kept_without_the_place_it_was_taken(book, number):
    brought = strange_files.jpeg(64, 48, place=(9.0, 58.0, 11.5))
    attach(book, number, Paper("parcel.jpg", brought))
    operator = book.staff["operator"]
    (shown,) = book.desk.cases.show(operator, number).attachments
    kept = book.desk.papers.read(operator, number, shown.id).content
    assert strange_files.place_of(brought)
    assert not any(strange_files.place_of(kept).values())
    assert strange_files.pixels_of(kept) == strange_files.pixels_of(brought)


def test_one_that_is_not_as_it_was_kept_is_not_handed_out(book, number):
    attach(book, number, Paper("receipt.pdf", PDF))
    operator = book.staff["operator"]
    (shown,) = book.desk.cases.show(operator, number).attachments
    with book.desk.store.writing() as session:
        session.get_one(Attachment, shown.id).content = PDF.replace(b"receipt", b"Receipt")
    with pytest.raises(NotFound, match="not as it was kept"):
        book.desk.papers.read(operator, number, shown.id)
