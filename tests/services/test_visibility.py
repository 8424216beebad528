"""Nobody is shown what the rules do not let them see, by whichever door they ask."""

from random import Random

import pytest
from casebook import Casebook, against_staff
from hypothesis import given, settings
from hypothesis import strategies as st
from post_office import SettableClock
from random_work import act_some, register_some
from sqlalchemy import select as sql_select
from whole import check_whole

from data.queries import cases
from data.queries.tables import COMPLAINT
from data.queries.visible import seen, seen_by, values_of
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Act, Actor
from dopcrm_tui.rules.jurisdiction import reach_of, sees
from dopcrm_tui.rules.refusals import NotFound, NotPermitted
from dopcrm_tui.rules.vocabulary import Action, Queue, Role


@pytest.fixture(scope="module")
def fresh_book(template, tmp_path_factory):
    """Give a new store with people in it, as often as it is asked for."""

    def give(chance) -> Casebook:
        store = template.copy(tmp_path_factory.mktemp("day"))
        clock = SettableClock()
        return Casebook(Desk.over(store, clock=clock, chance=chance), template.staff, clock)

    return give


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_after_any_day_the_queries_show_what_the_rules_let_see(fresh_book, seed):
    chance = Random(seed)
    book = fresh_book(chance)
    numbers = register_some(book, chance, 12)
    act_some(book, chance, numbers, 25)
    with book.desk.store.reading() as session:
        check_whole(session)
        facts = [cases.load(session, number).facts for number in numbers]
        for actor in book.staff.values():
            wanted = {one.number for one in facts if sees(actor, one)}
            assert _visible(session, seen_by(reach_of(actor))) == wanted
            assert _visible_by_shape(session, actor) == wanted
    for actor in book.staff.values():
        wanted = {one.number for one in facts if sees(actor, one)}
        assert _found(book, actor) == wanted
        assert _told(book, actor) == wanted
        assert _shown(book, actor, numbers) == wanted
    book.desk.store.close()


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_after_any_day_badges_count_what_the_lists_show(fresh_book, seed):
    chance = Random(seed)
    book = fresh_book(chance)
    numbers = register_some(book, chance, 12)
    for _ in range(3):
        act_some(book, chance, numbers, 8)
        for actor in book.staff.values():
            if actor.role in {Role.ADMINISTRATOR, Role.CALL_CENTRE}:
                continue
            badges = book.desk.queues.badges(actor)
            listed = {queue: len(book.desk.queues.page(actor, queue).lines) for queue in Queue}
            counted = {queue: book.desk.queues.count(actor, queue) for queue in Queue}
            assert badges == listed == counted
    book.desk.store.close()


def _visible(session, condition):
    return set(session.execute(sql_select(COMPLAINT.c.number).where(condition)).scalars())


def _visible_by_shape(session, actor: Actor) -> set[str]:
    reach = reach_of(actor)
    if reach is None:
        return set()
    statement = sql_select(COMPLAINT.c.number).where(seen(reach.scope.column, reach.confined))
    return set(session.execute(statement, values_of(reach)).scalars())


def _found(book, actor) -> set[str]:
    try:
        return {line.number for line in book.desk.queues.search(actor, "Ravi").lines}
    except NotPermitted:
        return set()


def _told(book, actor) -> set[str]:
    return {notice.number for notice in book.desk.outbox.notices(actor, limit=1_000)}


def _shown(book, actor, numbers) -> set[str]:
    shown = set()
    for number in numbers:
        try:
            shown.add(book.desk.cases.show(actor, number).number)
        except NotFound:
            continue
    return shown


@pytest.fixture
def bribe(book):
    """A complaint of corruption at Kochi H.O that names a clerk of the call centre."""
    typed = against_staff("802", named=["10000010"])
    return book.desk.intake.register(book.staff["operator"], typed).number


@pytest.mark.parametrize("post", ["operator", "office_supervisor", "call_centre", "administrator"])
def test_what_is_confined_does_not_exist_below_the_division(book, bribe, post):
    actor = book.staff[post]
    for door in (
        lambda: book.desk.cases.show(actor, bribe),
        lambda: book.desk.cases.history(actor, bribe),
        lambda: book.desk.cases.reveal(actor, bribe),
        lambda: book.desk.processing.act(actor, bribe, Act(action=Action.REMARK, text="?")),
    ):
        with pytest.raises(NotFound, match="no complaint"):
            door()


@pytest.mark.parametrize("post", ["division_supervisor", "circle_supervisor", "auditor"])
def test_what_is_confined_is_seen_from_the_division_up(book, bribe, post):
    assert book.desk.cases.show(book.staff[post], bribe).confined


def test_who_is_named_does_not_find_the_complaint_that_names_them(book):
    number = book.register(named=["10000003"])
    colleague = book.staff["colleague"]
    assert number not in {line.number for line in book.desk.queues.search(colleague, number).lines}
    assert book.desk.queues.badges(colleague)[Queue.PENDING] == 0
    assert book.desk.queues.badges(book.staff["operator"])[Queue.PENDING] == 1
