"""A form is sent with a key: sent twice, it acts once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from casebook import EDAPALLY, PDF, SIGNED, form
from whole import check_whole

from dopcrm_tui.rules.refusals import Conflict, InvalidInput
from dopcrm_tui.rules.vocabulary import Action, State
from dopcrm_tui.services.papers import Paper


def test_a_form_sent_by_twenty_threads_with_one_key_is_one_complaint(book, store):
    operator = book.staff["operator"]
    with ThreadPoolExecutor(8) as pool:
        sent = [
            pool.submit(book.desk.intake.register, operator, form(), key="k") for _ in range(20)
        ]
        numbers = {each.result().number for each in sent}
    assert len(numbers) == 1
    with store.reading() as session:
        check_whole(session)
    assert len(book.everything()["complaint"]) == 1


def test_forms_with_keys_of_their_own_are_as_many_complaints(book):
    operator = book.staff["operator"]
    made = {book.desk.intake.register(operator, form(), key=f"k{n}").number for n in range(5)}
    assert len(made) == 5


def test_a_form_without_a_key_is_a_complaint_each_time(book):
    assert book.register() != book.register()


def test_a_repeated_form_gives_the_answer_of_the_first(book):
    operator = book.staff["operator"]
    first = book.desk.intake.register(operator, form(), key="k")
    book.clock.advance(days=2)
    again = book.desk.intake.register(operator, form(), key="k")
    assert (again.number, again.registered_at) == (first.number, first.registered_at)


@pytest.mark.parametrize(
    "other",
    [
        lambda: (form(description="Something else."), []),
        lambda: (form(against_office=EDAPALLY), []),
        lambda: (form(), [Paper("letter.pdf", PDF)]),
    ],
)
def test_a_key_used_for_another_form_is_a_conflict(book, other):
    operator = book.staff["operator"]
    book.desk.intake.register(operator, form(), key="k")
    before = book.everything()
    for door in (book.desk.intake.register, book.desk.intake.check):
        with pytest.raises(Conflict, match=r"is in 2612-000001-7; what was changed since is not"):
            door(operator, *other(), key="k")
    assert book.everything() == before


def test_checking_a_form_that_is_registered_tells_its_number_and_warns_of_nothing(book):
    """The clerk who was not told that it was saved is not warned of the form's own complaint."""
    operator = book.staff["operator"]
    number = book.desk.intake.register(operator, form(), key="k").number
    checked = book.desk.intake.check(operator, form(), key="k")
    assert (checked.number, checked.lookalikes, checked.warnings) == (number, (), {})


def test_a_key_of_somebody_else_is_a_conflict(book):
    book.desk.intake.register(book.staff["operator"], form(), key="k")
    with pytest.raises(Conflict, match=r"^This key was used for another form; use a new one\.$"):
        book.desk.intake.register(book.staff["colleague"], form(), key="k")


def test_a_key_of_another_kind_of_form_is_a_conflict(book):
    number = book.desk.intake.register(book.staff["operator"], form(), key="k").number
    with pytest.raises(Conflict):
        book.act(number, Action.REMARK, text="Hello.", key="k")


@pytest.mark.parametrize("key", ["", "x" * 81, "a\nb", "\ud800", "\0"])
def test_a_key_is_up_to_eighty_printable_characters(book, key):
    with pytest.raises(InvalidInput) as refused:
        book.desk.intake.register(book.staff["operator"], form(), key=key)
    assert list(refused.value.fields) == ["idempotency_key"]


def test_a_refused_form_leaves_its_key_free(book):
    operator = book.staff["operator"]
    with pytest.raises(InvalidInput):
        book.desk.intake.register(operator, form(description=""), key="k")
    assert book.desk.intake.register(operator, form(), key="k").number


def test_an_answer_sent_twice_closes_once_and_is_not_refused_the_second_time(book):
    number = book.register()
    code = book.seek(number)
    first = book.answer(number, Action.ACCEPT, code=code, rating=4, key="k")
    again = book.answer(number, Action.ACCEPT, code=code, rating=4, key="k")
    assert first == again
    assert again.state == State.CLOSED
    assert [event.action for event in book.events(number)].count(Action.ACCEPT) == 1


def test_papers_sent_twice_are_attached_once(book):
    number, operator = book.register(), book.staff["operator"]
    for _ in range(2):
        book.desk.papers.attach(operator, number, [SIGNED], key="k")
    assert len(book.desk.cases.show(operator, number).attachments) == 1
