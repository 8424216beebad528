"""Figures and the lists behind them are one: every cell of every report, for everybody."""

import random as chance
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from busy_desk import fill, neglect
from casebook import EDAPALLY, KOCHI, SIGNED, Casebook
from casework import CLAIM, ROUTE
from post_office import SettableClock
from random_work import UNKNOWN_BEFORE

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.dates import today
from dopcrm_tui.rules.doubts import Doubt
from dopcrm_tui.rules.period import Period
from dopcrm_tui.rules.refusals import InvalidInput, NotFound, NotPermitted
from dopcrm_tui.rules.reporting.columns import Average, Count, Frequent, Rupees, Sample, Share
from dopcrm_tui.rules.reporting.of_doubts import SAMPLED
from dopcrm_tui.rules.reporting.reports import BY_NAME
from dopcrm_tui.rules.vocabulary import Action, Proof, State
from dopcrm_tui.services.reports import Filters
from dopcrm_tui.services.summing import Summing

READERS = ("operator", "office_supervisor", "region_supervisor", "directorate_supervisor")
"""One of every height at which figures are counted in another way."""


@pytest.fixture(scope="module")
def busy(template, tmp_path_factory):
    """A desk after two busy months; its tests only read."""
    clock, luck = SettableClock(), chance.Random(20261123)
    store = template.copy(tmp_path_factory.mktemp("busy"))
    made = Casebook(Desk.over(store, clock=clock, chance=luck), template.staff, clock)
    neglect(made, luck, fill(made, luck, complaints=40, acts=200, never=UNKNOWN_BEFORE))
    bounce(made)
    lose_some(made)
    send_away(made)
    assert Summing(made.desk.intake.ground).sum_when_due() > 31
    yield made
    store.close()


def bounce(book):
    """Let two offices send complaints to each other, and customers say how they liked it."""
    for place in range(6):
        number = book.register(complainant={"mobile": f"970000000{place}"})
        book.act(number, Action.TRANSFER, target_code=EDAPALLY, reason="Booked there")
        to_and_fro = {"target_code": KOCHI, "reason": "Not ours"}
        book.act(number, Action.TRANSFER, "other_operator", **to_and_fro)
        code = book.seek(number)
        book.clock.advance(days=place)
        if place < 3:
            book.answer(number, Action.ACCEPT, code=code, proof=Proof.CODE, rating=place + 3)
            book.act(number, Action.REVIEW, "division_supervisor", text="The slip is in order.")
        else:
            book.answer(number, Action.ACCEPT, signed_statement=SIGNED)


def lose_some(book):
    """Let compensation be claimed, refused, granted and paid, and enquiries be open and closed."""
    for place in range(8):
        booked = {"booking_date": (today(book.clock()) - timedelta(days=9)).isoformat()}
        number = book.register(complainant={"mobile": f"960000000{place}"}, subject=booked)
        book.act(number, Action.OPEN_ENQUIRY, route=ROUTE, reason="It never came.")
        claim = replace(CLAIM, booked_on=None, postage=1_000 * (place + 1))
        book.act(number, Action.CLAIM_COMPENSATION, claim=claim)
        if place % 2:
            book.answer(number, Action.WITHDRAW, signed_statement=SIGNED)
        if place < 4:
            book.act(number, Action.SANCTION_COMPENSATION, "division_supervisor", reference="C/1")
        if place < 2:
            book.act(number, Action.PAY_COMPENSATION, reference="V/1")
            book.act(number, Action.CLOSE_ENQUIRY, text="Nothing was found.")
        if place == 7:
            book.act(number, Action.REFUSE_COMPENSATION, "division_supervisor", reason="In time.")
    book.clock.advance(days=11)


def send_away(book):
    """Let more complaints be answered with “not ours” than a reviewer is given."""
    for place in range(SAMPLED + 3):
        number = book.register(complainant={"mobile": f"95000000{place:02}"})
        book.act(number, Action.SEEK_CONFIRMATION, text=f"Not our office's work, case {place}.")


def readers(book):
    return {post: book.staff[post] for post in READERS}


def listed(book, actor, name, filters, row, column):
    """All that is listed behind a figure, met page after page."""
    found, after = [], None
    for turn in count():
        page = book.desk.reports.behind(actor, name, filters, row, column, after=after, limit=4)
        found += page.lines
        if not page.more:
            return found
        assert len(page.lines) == 4
        after = page.lines[-1].place
        assert turn < 200


@pytest.mark.parametrize("name", BY_NAME)
def test_every_figure_is_the_length_of_its_list(busy, name):
    seen = 0
    now = today(busy.clock())
    begun = now - timedelta(days=30) if name == "doubts" else date(2026, 11, 1)
    filters = Filters(period=Period(begun, now))
    for actor in readers(busy).values():
        try:
            sheet = busy.desk.reports.read(actor, name, filters)
        except (NotFound, InvalidInput):
            assert name == "workload"
            continue
        for row in (None, *sheet.rows):
            figures = row.figures if row else sheet.total
            key = row.key if row else None
            for place, column in enumerate(sheet.report.columns):
                if key is None and name == "ping-pong":
                    continue
                found = listed(busy, actor, name, filters, key, place)
                places = [each.place for each in found]
                assert len(set(places)) == len(places)
                if isinstance(column, Count | Frequent | Sample):
                    assert len(found) == figures[place], (name, key, column.label)
                elif isinstance(column, Share | Rupees):
                    assert bool(found) == bool(figures[place])
                elif isinstance(column, Average):
                    assert bool(found) == (figures[place] is not None)
                seen += len(found)
    assert seen > 5, "a report in which nothing is counted proves nothing"


def test_alike_resolutions_and_papers_of_one_clerk_are_put_before_a_reviewer(busy):
    supervisor = busy.staff["division_supervisor"]
    sheet = busy.desk.reports.read(supervisor, "doubts")
    labels = [column.label for column in sheet.report.columns]
    kochi = next(row for row in sheet.rows if row.label == "Kochi")
    told = dict(zip(labels, kochi.figures, strict=True))
    assert told["Same text"] >= 6
    assert told["On paper"] == 3
    assert told["Reviewed"] == 3
    papers = listed(busy, supervisor, "doubts", Filters(), kochi.key, labels.index("On paper"))
    assert {each.key for each in papers} == {str(busy.staff["operator"].id)}
    looked_at = listed(busy, supervisor, "doubts", Filters(), kochi.key, labels.index("Reviewed"))
    assert {each.reviews for each in looked_at} == {1}


def test_what_is_due_and_paid_is_told_in_rupees(busy):
    sheet = busy.desk.reports.read(busy.staff["division_supervisor"], "compensation")
    labels = [column.label for column in sheet.report.columns]
    kochi = next(row for row in sheet.rows if row.label == "Kochi")
    told = dict(zip(labels, kochi.figures, strict=True))
    assert told["Rs due"] >= 30 + 40 + 50 + 60 + 70
    assert told["Rs paid"] >= 10 + 20
    assert told["Late"] == told["Due"] >= 5


def test_what_is_owed_on_a_closed_complaint_is_counted_like_any_other(busy, staff):
    reader = staff["operator"]
    due = busy.desk.reports.read(reader, "compensation").total[0]
    claimed = listed(busy, reader, "compensation", Filters(), None, 0)
    assert len(claimed) == due
    assert {each.line.state for each in claimed} > {State.CLOSED}


def test_a_sample_is_drawn_by_lot_and_is_the_same_whenever_it_is_looked_at(busy):
    reviewer, name = busy.staff["directorate_supervisor"], "doubts"
    now = today(busy.clock())
    filters = Filters(period=Period(now - timedelta(days=30), now))
    sheet = busy.desk.reports.read(reviewer, name, filters)
    place = next(n for n, each in enumerate(sheet.report.columns) if isinstance(each, Sample))
    first = listed(busy, reviewer, name, filters, None, place)
    again = listed(busy, reviewer, name, filters, None, place)
    assert [each.place for each in first] == [each.place for each in again]
    assert all(each.key in set(Doubt) for each in first)
    assert len(first) == SAMPLED


def test_what_would_take_too_long_is_refused_with_what_to_choose(busy):
    year = Filters(period=Period(date(2026, 1, 1), date(2026, 12, 31)))
    for post, name in (("circle_supervisor", "doubts"), ("region_supervisor", "workload")):
        with pytest.raises(InvalidInput, match="Choose a division"):
            busy.desk.reports.read(busy.staff[post], name, year)
    busy.desk.reports.read(busy.staff["division_supervisor"], "doubts", year)


def test_sister_offices_are_counted_beside_and_not_looked_into(busy):
    supervisor = busy.staff["division_supervisor"]
    beside = Filters(sisters=True)
    sheet = busy.desk.reports.read(supervisor, "pending", beside)
    own = busy.desk.reports.read(supervisor, "pending")
    mine = next(row for row in sheet.rows if row.label == "Ernakulam Division")
    assert mine.figures == own.total
    assert len(sheet.rows) > 1
    assert listed(busy, supervisor, "pending", beside, mine.key, 4)
    for key in (None, *(row.key for row in sheet.rows if row is not mine)):
        with pytest.raises(NotPermitted):
            busy.desk.reports.behind(supervisor, "pending", beside, key, 4)


FOREIGN = {"pending": "560005001", "settled": "560005001", "ping-pong": "560005001.560001001"}


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("post", ["operator", "office_supervisor", "division_supervisor"])
def test_no_row_of_another_jurisdiction_is_looked_into(busy, name, post):
    for column in range(2):
        with pytest.raises(NotPermitted, match="outside your jurisdiction"):
            busy.desk.reports.behind(busy.staff[post], name, Filters(), FOREIGN[name], column)


def test_all_pairs_together_have_no_list(busy):
    with pytest.raises(InvalidInput) as refused:
        busy.desk.reports.behind(busy.staff["auditor"], "ping-pong", Filters(), None, 0)
    assert set(refused.value.fields) == {"row"}
