"""What comes enclosed with a letter."""

from casebook import PDF, PNG
from letters import letter
from post_bag import BIG, to
from sqlmodel import select

from data.models.papers import Attachment
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.inbound_mail import CUT
from dopcrm_tui.rules.vocabulary import (
    Action,
    State,
)


def papers_of(book, number):
    row = book.row(number)
    with book.desk.store.reading() as session:
        wanted = select(Attachment).where(Attachment.complaint_id == row.id)
        return sorted(session.exec(wanted).all(), key=lambda paper: paper.file_name)


def test_of_three_papers_the_one_too_big_is_named_and_the_answer_counts(book, asked, mail):
    papers = (("one.pdf", PDF), ("big.pdf", BIG), ("two.pdf", PDF))
    text = f"REJECT {book.code(asked)}. See the papers."
    outcome = mail(letter(text, to=to(asked), papers=papers))
    shown = show_number(asked)
    told = f"rejected: {shown}; attachment refused: big.pdf is 245 KB; the limit is 200 KB."
    assert outcome == told
    found = papers_of(book, asked)
    assert [(each.file_name, each.content) for each in found] == [
        ("one.pdf", PDF),
        ("two.pdf", PDF),
    ]
    assert {(each.added_by, each.signed_statement) for each in found} == {(None, False)}
    assert [each.action for each in book.events(asked)][-2:] == [Action.ATTACH, Action.REJECT]
    shown_to_clerk = book.desk.cases.show(book.staff["operator"], asked)
    assert len(shown_to_clerk.attachments) == 2


def cut(content):
    """What a mailbox gives of a letter that is too large."""
    return CUT + b"%d\r\n%b" % (len(content), content[:200_000])


def test_the_answer_in_a_letter_too_large_to_be_fetched_whole_counts(book, asked, mail):
    papers = (("one.pdf", PDF), ("photo.pdf", BIG))
    content = letter(f"ACCEPT {book.code(asked)}", to=to(asked), papers=papers)
    outcome = mail(cut(content))
    assert outcome.startswith("accepted")
    assert "photo.pdf is too large to be kept; the letter is kept as far as it was read" in outcome
    assert [each.file_name for each in papers_of(book, asked)] == ["one.pdf"]


def test_a_letter_cut_off_before_any_word_is_answered_with_a_question(asked, mail):
    outcome = mail(cut(letter(" ", to=to(asked), papers=(("photo.pdf", BIG),))))
    assert outcome.startswith("empty: Nothing written was found")


def test_what_is_no_paper_is_named_with_why(book, asked, mail):
    content = letter(f"ACCEPT {book.code(asked)}", to=to(asked), papers=(("seal.pdf", PNG),))
    outcome = mail(content)
    assert outcome.startswith("accepted")
    assert "attachment refused: seal.pdf is not a PDF: its content is PNG" in outcome


def test_a_signed_statement_without_a_code_waits_for_a_clerk(book, asked, mail):
    content = letter("I accept.", to=to(asked), papers=(("statement.pdf", PDF), ("big.pdf", BIG)))
    outcome = mail(content)
    assert outcome.startswith("needs a clerk")
    assert "statement.pdf" in outcome
    assert "big.pdf is 245 KB" in outcome
    assert book.row(asked).state is State.CONFIRMATION_SOUGHT
    assert [each.file_name for each in papers_of(book, asked)] == ["statement.pdf"]
    event = book.events(asked)[-1]
    assert (event.action, event.data["reason"]) == (Action.ATTACH, "I accept.")


def test_a_complaint_takes_ten_papers_from_customers_too(book, asked, mail):
    papers = tuple((f"{n}.pdf", PDF) for n in range(12))
    outcome = mail(letter("See these.", to=to(asked), papers=papers))
    assert len(papers_of(book, asked)) == 10
    assert outcome.count("A complaint takes 10 attachments.") == 2


def test_information_may_be_papers_alone(book, number, mail):
    code = book.ask(number)
    outcome = mail(letter(f"code {code}", to=to(number), papers=(("receipt.pdf", PDF),)))
    assert outcome.startswith("information given")
    assert book.events(number)[-1].data["text"] == "receipt.pdf"
