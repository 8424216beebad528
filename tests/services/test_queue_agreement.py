"""Badges, counts, pages and filters of a busy desk, against its rows and the tree of offices.

What each queue must show is worked out here from who reports to whom and what `show` lets through.
"""

import random as chance
from datetime import timedelta
from itertools import pairwise

import pytest
from busy_desk import Tree, fill, neglect, rows
from casebook import EDAPALLY, ERNAKULAM, KOCHI, Casebook
from post_office import PASSWORD, SettableClock

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.refusals import NotFound, NotPermitted
from dopcrm_tui.rules.vocabulary import Action, Queue, State, Task
from dopcrm_tui.services.queues import Narrowed

SECOND = timedelta(seconds=1)

WAITING = {None: Queue.WAITING, Task.PHONE_CUSTOMER: Queue.PENDING}
LIES_IN = {
    State.PENDING: dict.fromkeys((None, Task.SEND_INTERIM), Queue.PENDING),
    State.EXTERNAL: dict.fromkeys((None, Task.SEND_INTERIM, Task.REMIND_AUTHORITY), Queue.EXTERNAL),
    State.INFO_SOUGHT: WAITING,
    State.CONFIRMATION_SOUGHT: WAITING,
    State.CLOSED: {None: Queue.CLOSED},
}
"""Where people look for a complaint with a task: only a customer to be phoned moves its queue."""


@pytest.fixture(scope="module")
def busy(template, tmp_path_factory):
    """A desk on which much has happened; its tests only read."""
    clock, luck = SettableClock(), chance.Random(20261123)
    store = template.copy(tmp_path_factory.mktemp("busy"))
    made = Casebook(Desk.over(store, clock=clock, chance=luck), template.staff, clock)
    neglect(made, luck, fill(made, luck, complaints=90, acts=340))
    yield made
    store.close()


def readers(book):
    """The people who have queues."""
    without = {"administrator", "call_centre"}
    return {post: actor for post, actor in book.staff.items() if post not in without}


def read(book, actor, queue, *, limit=7, backwards=False, **options):
    """All lines of a queue with their places, as somebody meets them who turns page after page."""
    found, at = [], None
    while True:
        page = book.desk.queues.page(
            actor, queue, after=at, limit=limit, backwards=backwards, **options
        )
        pairs = list(zip(page.lines, page.places, strict=True))
        found = pairs + found if backwards else found + pairs
        if not page.more:
            return found
        assert len(pairs) == limit
        at = page.first if backwards else page.last


def numbers(found):
    return [line.number for line, _ in found]


def wanted(book, actor, queue):
    """The numbers a queue has to show."""
    tree = Tree(book)
    return {
        row.number
        for row in rows(book)
        if lies_in(row, queue, actor)
        and tree.works_for(actor, row.office_id)
        and may_see(book, actor, row.number)
    }


def lies_in(row, queue, actor):
    is_open = row.state is not State.CLOSED
    if queue is Queue.MINE:
        return is_open and row.assignee_id == actor.id
    if queue is Queue.ESCALATED:
        return is_open and row.escalation_level > 0
    return LIES_IN[row.state][row.task] is queue


def may_see(book, actor, number):
    try:
        return book.desk.cases.show(actor, number).number == number
    except NotFound:
        return False


def test_badges_counts_and_pages_tell_the_same_to_everybody(busy):
    filled = set()
    for post, actor in readers(busy).items():
        badges = busy.desk.queues.badges(actor)
        for queue in Queue:
            found = numbers(read(busy, actor, queue))
            assert sorted(found) == sorted(wanted(busy, actor, queue)), (post, queue)
            told = (badges[queue], busy.desk.queues.count(actor, queue))
            assert told == (len(found), len(found)), (post, queue)
            filled |= {queue} if found else set()
    assert filled == set(Queue), "every queue held something for somebody"


def test_pages_come_in_the_order_of_the_queue_whatever_their_size_and_direction(busy):
    for actor in readers(busy).values():
        for queue in Queue:
            found = read(busy, actor, queue)
            assert read(busy, actor, queue, backwards=True) == found
            assert read(busy, actor, queue, limit=1) == found
            if queue is Queue.CLOSED:
                assert all(one > other for one, other in pairwise(sort_keys(found)))
            else:
                assert all(one < other for one, other in pairwise(sort_keys(found)))


def sort_keys(found):
    return [(line.closed_at or line.due_at, place.id) for line, place in found]


def test_the_busy_desk_has_work_of_every_kind_that_the_desk_itself_finds(busy):
    found = {(row.state, row.task) for row in rows(busy)}
    assert found == {(state, task) for state, tasks in LIES_IN.items() for task in tasks}


def test_the_busy_desk_has_complaints_that_are_due_at_one_moment(busy):
    """Else the order above would say little."""
    due = [line.due_at for line, _ in read(busy, busy.staff["auditor"], Queue.PENDING)]
    assert len(set(due)) < len(due)


def test_a_list_goes_on_from_any_of_its_lines_both_ways(busy):
    actor, queues = busy.staff["directorate_supervisor"], busy.desk.queues
    for queue in (Queue.PENDING, Queue.CLOSED):
        found = read(busy, actor, queue)
        for index, (_, place) in enumerate(found):
            down = queues.page(actor, queue, after=place, limit=4)
            assert [line.number for line in down.lines] == numbers(found[index + 1 : index + 5])
            assert down.more == (index + 5 < len(found))
            up = queues.page(actor, queue, after=place, limit=4, backwards=True)
            assert [line.number for line in up.lines] == numbers(found[max(0, index - 4) : index])
            assert up.more == (index > 4)


@pytest.mark.parametrize("queue", Queue)
def test_filters_leave_what_a_clerk_would_pick_by_hand(busy, queue):
    kept = {row.number: row for row in rows(busy)}
    categories = {row.category for row in kept.values()} | {"none of them"}
    for actor in (busy.staff["auditor"], busy.staff["circle_supervisor"]):
        whole = [kept[number] for number in numbers(read(busy, actor, queue))]
        for state in State:
            picked = [row.number for row in whole if row.state is state]
            assert narrowed(busy, actor, queue, state=state) == picked
        for category in categories:
            picked = [row.number for row in whole if row.category == category]
            assert narrowed(busy, actor, queue, category=category) == picked
        picked = [row.number for row in whole if row.due_at <= busy.clock.now]
        assert narrowed(busy, actor, queue, overdue=True) == picked


def narrowed(book, actor, queue, **by):
    found = numbers(read(book, actor, queue, narrowed=Narrowed(**by)))
    assert book.desk.queues.count(actor, queue, Narrowed(**by)) == len(found)
    return found


def test_a_supervisor_narrows_to_an_office_below_and_to_all_under_it(busy):
    supervisor, tree = busy.staff["circle_supervisor"], Tree(busy)
    for code in (KOCHI, EDAPALLY, ERNAKULAM, "KL-D18", "KL-R2", "KL"):
        office = busy.desk.directory.by_code(code).id
        under = {row.number for row in rows(busy) if tree.over(office, row.office_id)}
        for queue in Queue:
            picked = [each for each in numbers(read(busy, supervisor, queue)) if each in under]
            assert narrowed(busy, supervisor, queue, office_code=code) == picked


@pytest.mark.parametrize(
    ("post", "code"),
    [
        ("operator", EDAPALLY),
        ("operator", "KL-D18"),
        ("office_supervisor", ERNAKULAM),
        ("division_supervisor", "KL-R2"),
        ("circle_supervisor", "IN"),
    ],
)
def test_neither_a_neighbour_nor_an_office_above_is_narrowed_to(busy, post, code):
    by = Narrowed(office_code=code)
    for ask in (busy.desk.queues.count, busy.desk.queues.page):
        with pytest.raises(NotPermitted, match="outside your jurisdiction"):
            ask(busy.staff[post], Queue.PENDING, narrowed=by)


def test_a_complaint_is_overdue_from_its_very_second(book):
    operator, due = book.staff["operator"], book.row(book.register()).due_at
    for moment, how_many in ((due - SECOND, 0), (due, 1), (due + SECOND, 1)):
        book.clock.now = moment
        assert book.desk.queues.count(operator, Queue.PENDING, Narrowed(overdue=True)) == how_many


def test_mine_is_what_i_took_until_it_is_no_longer_with_me(book):
    operator, held = book.staff["operator"], []
    for _ in range(5):
        held.append(book.register())
        book.act(held[-1], Action.TAKE)
        book.clock.advance(minutes=1)
    assert numbers(read(book, operator, Queue.MINE, limit=2)) == held
    book.act(held[0], Action.RELEASE)
    book.act(held[1], Action.TRANSFER, target_code=EDAPALLY, reason="Delivered from there")
    book.act(held[2], Action.TAKE, "office_supervisor")
    book.act(held[3], Action.ESCALATE, reason="Needs the division")
    assert numbers(read(book, operator, Queue.MINE)) == held[4:]
    taken = {
        post: book.desk.queues.badges(each)[Queue.MINE] for post, each in readers(book).items()
    }
    assert {post: many for post, many in taken.items() if many} == {
        "operator": 1,
        "office_supervisor": 1,
    }


def test_who_moves_to_another_office_leaves_their_work_behind(book, accounts, administrator):
    book.act(book.register(), Action.TAKE)
    accounts.move(administrator, "10000002", EDAPALLY)
    moved = accounts.log_in("10000002", PASSWORD).actor
    assert read(book, moved, Queue.MINE) == []
    assert book.desk.queues.count(moved, Queue.MINE) == 0
    assert book.desk.queues.badges(moved)[Queue.MINE] == 0
