"""A clock that went back writes nothing; all can be read, and what was typed is not lost."""

import pytest

from dopcrm_tui.rules.refusals import Conflict, NotFound
from dopcrm_tui.rules.vocabulary import Action, Queue

SAYS = (
    r"The clock of this machine says 22-11-2026 10:00, but the last entry was made at "
    r"23-11-2026 10:00\. Nothing was saved; please have the clock set\."
)


@pytest.fixture
def number(book):
    number = book.register()
    book.clock.advance(days=-1)
    return number


def test_nobody_acts_on_a_complaint_before_its_last_entry(book, number):
    with pytest.raises(Conflict, match=SAYS):
        book.act(number, Action.REMARK, text="Asked.")
    assert len(book.events(number)) == 1


def test_who_may_not_is_not_told_of_any_entry(book, number):
    with pytest.raises(NotFound):
        book.act(number, Action.REMARK, post="far_operator", text="Asked.")


@pytest.mark.usefixtures("number")
def test_nothing_is_registered_before_the_last_entry_of_the_store(book):
    with pytest.raises(Conflict, match=SAYS):
        book.register(complainant={"mobile": "9800000001"})


def test_the_sweeper_goes_on_with_the_others(book):
    early = book.register()
    book.clock.advance(days=40)
    late = book.register(complainant={"mobile": "9800000001"})
    book.clock.advance(days=-5)
    book.desk.sweeper.ring()
    assert book.events(early)[-1].action is Action.ESCALATE
    assert len(book.events(late)) == 1


def test_all_can_be_read(book, number):
    operator = book.staff["operator"]
    assert [line.number for line in book.desk.queues.page(operator, Queue.PENDING).lines] == [
        number
    ]
    assert book.desk.cases.show(operator, number).number == number


@pytest.mark.parametrize("minutes", [4, 5])
def test_clocks_of_two_machines_may_differ_a_little(book, minutes):
    number = book.register()
    book.clock.advance(minutes=-minutes)
    book.act(number, Action.REMARK, text="Asked.")
    book.register(complainant={"mobile": "9800000001"})
    assert len(book.events(number)) == 2


def test_an_administrator_lets_work_go_on_after_an_entry_of_a_wrong_clock(book, number):
    administrator = book.staff["administrator"]
    book.desk.policy.set(administrator, "clock_slack", "P2D")
    book.act(number, Action.REMARK, text="Asked.")
    book.register(complainant={"mobile": "9800000001"})
    assert len(book.events(number)) == 2
