"""Who has a complaint open is told to the others, until it is closed or its session is gone."""

import pytest
from clerk import Clerk
from filed import file_complaint
from post_office import SettableClock

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.refusals import NotFound
from dopcrm_tui.rules.vocabulary import Queue
from dopcrm_tui.services.clock import utc_now
from dopcrm_tui.services.viewings import FORGOTTEN, HELD

pytestmark = pytest.mark.only_on("sqlite", "postgresql")


@pytest.fixture
def desk(store, clock, random):
    return Desk.over(store, clock=clock, chance=random)


@pytest.fixture
def number(desk, operator):
    return file_complaint(desk, operator)


def seen(desk, by, number):
    """Who has it open, in the detail and in the list alike."""
    view = desk.cases.show(by, number)
    [line] = desk.queues.page(by, Queue.PENDING).lines
    [found] = desk.queues.search(by, number).lines
    assert (line.open_by, line.open_since) == (view.open_by, view.open_since)
    assert (found.open_by, found.open_since) == (view.open_by, view.open_since)
    return view.open_by, view.open_since


def test_the_others_see_who_has_it_open_and_since_when(desk, operator, staff, number, clock):
    since = clock()
    lease = desk.viewings.begin(operator, number)
    clock.advance(seconds=80)
    desk.viewings.renew(lease)
    clock.advance(seconds=80)
    assert seen(desk, staff["colleague"], number) == ("10000002", since)
    assert seen(desk, operator, number) == (None, None)
    desk.viewings.end(lease)
    assert seen(desk, staff["colleague"], number) == (None, None)


def test_of_several_the_first_is_named_and_no_one_is_kept_out(desk, operator, staff, number, clock):
    first = desk.viewings.begin(operator, number)
    clock.advance(seconds=5)
    desk.viewings.begin(staff["colleague"], number)
    assert seen(desk, staff["office_supervisor"], number)[0] == "10000002"
    assert seen(desk, operator, number)[0] == "10000003"
    desk.viewings.end(first)
    assert seen(desk, staff["office_supervisor"], number)[0] == "10000003"


def test_one_that_nobody_renews_runs_out_and_begins_anew(desk, operator, staff, number, clock):
    desk.viewings.begin(operator, number)
    clock.advance(seconds=HELD.total_seconds())
    assert seen(desk, staff["colleague"], number) == (None, None)
    desk.viewings.begin(operator, number)
    assert seen(desk, staff["colleague"], number) == ("10000002", clock())


def test_who_may_not_see_a_complaint_leaves_no_trace_on_it(desk, staff, number):
    with pytest.raises(NotFound):
        desk.viewings.begin(staff["far_operator"], number)
    assert seen(desk, staff["colleague"], number) == (None, None)


def test_what_ran_out_long_ago_is_forgotten(desk, store, operator, staff, number, clock):
    desk.viewings.begin(operator, number)
    clock.advance(seconds=(FORGOTTEN + HELD).total_seconds() + 1)
    desk.viewings.begin(staff["colleague"], number)
    with store.reading() as session:
        kept = session.connection().exec_driver_sql("SELECT operator_id FROM viewing").all()
    assert [row[0] for row in kept] == [staff["colleague"].id]


def test_no_act_is_kept_waiting_and_no_history_tells_of_it(desk, operator, staff, number):
    desk.viewings.begin(operator, number)
    before = desk.cases.history(operator, number)
    version = desk.cases.show(staff["colleague"], number).version
    assert (len(before), version) == (1, 1)
    assert not desk.audit.verify(staff["auditor"]).findings


def test_the_lease_of_a_session_that_was_killed_runs_out(store, operator):
    desk = Desk.over(store, clock=utc_now)
    number = file_complaint(desk, operator)
    with Clerk(store.engine.url.render_as_string(hide_password=False), "10000003") as clerk:
        clerk.order(do="open", number=number)
        assert clerk.hear() == {"done": number}
    assert desk.cases.show(operator, number).open_by == "10000003"
    later = Desk.over(store, clock=SettableClock(utc_now() + HELD))
    assert later.cases.show(operator, number).open_by is None
