"""Counts of what happened, from sums and marks, against every mark looked at one by one."""

import random as chance
from collections import Counter
from datetime import date, timedelta
from itertools import product

import pytest
from busy_desk import Tree, fill, neglect
from casebook import Casebook
from post_office import SettableClock
from sqlmodel import select

from data.models.complaint import ComplaintNamed
from data.models.measured import Mark, MarkSum
from data.queries import counted as counting
from data.queries import mark_sums, marks
from data.queries.counted import Asked, Cell, counted
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.dates import today
from dopcrm_tui.rules.jurisdiction import Scope, reach_of, work_scope
from dopcrm_tui.rules.measures import Measure
from dopcrm_tui.rules.period import Period, month_of
from dopcrm_tui.rules.vocabulary import Channel, Role
from dopcrm_tui.services.measuring import Measuring
from dopcrm_tui.services.summing import Summing

READERS = (
    "operator",
    "office_supervisor",
    "division_supervisor",
    "region_supervisor",
    "circle_supervisor",
    "auditor",
)
"""One of every height: each is counted from other rows."""

DIMENSIONS = (
    frozenset(),
    frozenset({"unit"}),
    frozenset({"key"}),
    frozenset({"month", "category"}),
    frozenset({"unit", "key", "value", "channel"}),
    frozenset({"office", "key"}),
)


@pytest.fixture(scope="module")
def busy(template, tmp_path_factory):
    """A desk after two busy months; its tests only read."""
    clock, luck = SettableClock(), chance.Random(20261123)
    store = template.copy(tmp_path_factory.mktemp("busy"))
    made = Casebook(Desk.over(store, clock=clock, chance=luck), template.staff, clock)
    neglect(made, luck, fill(made, luck, complaints=40, acts=160))
    assert Summing(made.desk.intake.ground).sum_when_due() > 31
    yield made
    store.close()


@pytest.fixture(scope="module")
def everything(busy):
    """Every mark of the desk, and whom complaints name."""
    with busy.desk.store.reading() as session:
        named = {
            (row.complaint_id, row.operator_id) for row in session.exec(select(ComplaintNamed))
        }
        return list(session.exec(select(Mark))), named


def periods(book):
    """What is asked for: all there is, a month, days across its ends, a day, days to come."""
    now = today(book.clock())
    begun = date(2026, 11, 20)
    yield Period(begun, now)
    yield month_of(date(2026, 12, 5))
    yield Period(date(2026, 11, 30), date(2027, 1, 1))
    yield Period(now - timedelta(days=1), now)
    yield Period(now + timedelta(days=3), now + timedelta(days=9))


def readers(book):
    return [book.staff[post] for post in READERS]


def scope_of(actor):
    return work_scope(actor) or (Scope(None, 1) if actor.role is Role.AUDITOR else None)


def expected(book, everything, asked, actor):
    """The marks that count, by what was asked, found by the tree of offices and who is named."""
    found, tree, reach = Counter(), Tree(book), reach_of(actor)
    every, named = everything
    for mark in every:
        if (
            mark.measure in asked.measures
            and asked.period.first <= mark.day <= asked.period.last
            and tree.works_for(actor, mark.office_id)
            and (reach.confined or not mark.confined)
            and (mark.complaint_id, actor.id) not in named
            and asked.category in {None, mark.category}
            and asked.channel in {None, mark.channel}
        ):
            found[mark.measure, *told(tree, actor, mark, asked)] += 1
    return found


def told(tree, actor, mark, asked):
    place = tree.below(1 if actor.role is Role.AUDITOR else actor.office.id, mark.office_id)
    values = {"unit": place, "office": mark.office_id, "month": mark.day.replace(day=1)}
    values |= {name: getattr(mark, name) for name in ("key", "value", "category", "channel")}
    return tuple(
        values[name] if name in asked.by else None
        for name in ("unit", "office", "month", "key", "value", "category", "channel")
    )


@pytest.fixture(params=["with sums", "marks alone"])
def way(request, monkeypatch):
    """Reading sums, or as if no day had been summed yet."""
    if request.param == "marks alone":
        monkeypatch.setattr(counting, "summed_until", lambda _: None)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("by", DIMENSIONS, ids=lambda by: "-".join(sorted(by)) or "whole")
def test_counts_are_those_of_the_marks_one_by_one(busy, everything, by):
    asked_for = [(tuple(Measure), None, None), ((Measure.CLOSED, Measure.RECEIVED), None, None)]
    asked_for += [
        ((Measure.RECEIVED,), "Mail/Money Orders", None),
        ((Measure.CLOSED,), None, Channel.COUNTER),
    ]
    seen = 0
    for actor, period, (measures, category, channel) in product(
        readers(busy), periods(busy), asked_for
    ):
        asked = Asked(measures, scope_of(actor), period, by, category, channel)
        with busy.desk.store.reading() as session:
            found = counted(session, asked, reach_of(actor))
        assert found == {
            Cell(*key): n for key, n in expected(busy, everything, asked, actor).items()
        }
        seen += found.total()
    assert seen > 500


def test_every_mark_is_the_one_its_history_gives(busy):
    assert busy.desk.audit.verify(busy.staff["auditor"]).clean


def test_marks_lost_or_made_up_are_found(desk, book, staff):
    number = book.register()
    with desk.store.writing() as session:
        mark = session.exec(select(Mark)).one()
        mark.key = "999"
    [finding] = desk.audit.verify(staff["auditor"]).listed
    assert finding.number == number
    assert "1 are missing and 1 are not of its history" in finding.what


def test_a_store_older_than_marks_gets_them_once(desk, book, staff):
    numbers = [book.register(), book.register(complainant={"mobile": "9800000001"})]
    book.ask(numbers[0])
    with desk.store.reading() as session:
        before = sorted(map(marks.told, (row.model_dump() for row in session.exec(select(Mark)))))
    with desk.store.writing() as session:
        for row in session.exec(select(Mark)):
            session.delete(row)
        forget(session)
    assert desk.audit.verify(staff["auditor"]).clean, "they are not missed before they are made"
    book.register(complainant={"mobile": "9800000002"})
    measuring = Measuring(desk.intake.ground, page_size=1)
    assert measuring.fill() == len(before)
    assert measuring.fill() == 0
    assert desk.audit.verify(staff["auditor"]).clean
    with desk.store.reading() as session:
        after = [marks.told(row.model_dump()) for row in session.exec(select(Mark))]
    assert Counter(before) <= Counter(after)


def forget(session):
    from data.models.measured import MarkState

    session.delete(session.get_one(MarkState, 1))


def test_a_day_is_summed_when_nothing_more_of_it_comes(desk, book, clock):
    summing = Summing(desk.intake.ground)
    book.register()
    clock.now = clock.now.replace(hour=23, minute=59)  # 05:29 in India, the day after
    assert summing.sum_when_due() == 0
    clock.advance(hours=1)
    assert summing.sum_when_due() == 1
    assert summing.sum_when_due() == 0
    with desk.store.reading() as session:
        assert mark_sums.summed_until(session) == date(2026, 11, 23)


def test_a_sum_that_was_changed_is_found(desk, book, clock, staff):
    book.register()
    clock.advance(days=9)
    assert Summing(desk.intake.ground).sum_when_due() == 9
    assert desk.audit.verify(staff["auditor"]).clean
    with desk.store.writing() as session:
        session.exec(select(MarkSum).where(MarkSum.grain == "circle_month")).one().count = 3
    [finding] = desk.audit.verify(staff["auditor"]).listed
    assert finding.what == "The sums for reports of the month 11-2026 are not those of the marks."
