"""A complaint that somebody may not see does not exist for them, whichever door they try.

Who sees what is worked out here from the design's words (section 4) and who reports to whom.
"""

import random as chance
from collections import defaultdict

import pytest
from busy_desk import Tree, fill, rows
from casebook import SIGNED, Casebook, form
from post_office import SettableClock
from sqlmodel import select

from data.models.complaint import ComplaintNamed
from data.models.message import Notice
from data.models.papers import Attachment
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.complaint_number import make_number, show_number
from dopcrm_tui.rules.refusals import NotFound, NotPermitted
from dopcrm_tui.rules.vocabulary import Action, OfficeKind, Queue, Role
from dopcrm_tui.services.reports import Filters

NEVER_GIVEN = make_number(2026, 7, 999_999)
DIVISION_AND_UP = {
    OfficeKind.DIVISION,
    OfficeKind.REGION,
    OfficeKind.CIRCLE,
    OfficeKind.DIRECTORATE,
}
POSTS = (
    "administrator",
    "operator",
    "colleague",
    "other_operator",
    "far_operator",
    "office_supervisor",
    "division_supervisor",
    "region_supervisor",
    "circle_supervisor",
    "directorate_supervisor",
    "call_centre",
    "auditor",
)


@pytest.fixture(scope="module")
def busy(template, tmp_path_factory):
    """A desk with complaints at every height; its tests only read."""
    clock, luck = SettableClock(), chance.Random(19)
    store = template.copy(tmp_path_factory.mktemp("doors"))
    made = Casebook(Desk.over(store, clock=clock, chance=luck), template.staff, clock)
    fill(made, luck, complaints=54, acts=90)
    yield made
    store.close()


@pytest.fixture(scope="module")
def named(busy):
    """The operators each complaint names."""
    with busy.desk.store.reading() as session:
        found = defaultdict(set)
        for row in session.exec(select(ComplaintNamed)):
            found[row.complaint_id].add(row.operator_id)
    return found


def seen(busy, named, post):
    """The complaints a person sees, by the design's words."""
    actor, tree = busy.staff[post], Tree(busy)
    return [row for row in rows(busy) if _sees(actor, row, tree, named[row.id])]


def _sees(actor, row, tree, names):
    if actor.role is Role.ADMINISTRATOR or actor.id in names:
        return False
    if actor.role is Role.AUDITOR:
        return True
    if actor.role is Role.CALL_CENTRE:
        return not row.confined
    if row.confined and actor.office.kind not in DIVISION_AND_UP:
        return False
    registered_here = row.registered_office_id == actor.office.id
    return registered_here or tree.works_for(actor, row.office_id)


def given(ask, otherwise=()):
    """What somebody is given, `otherwise` where the door is not theirs or nothing is there."""
    try:
        return ask()
    except (NotFound, NotPermitted):
        return otherwise


def lines_of(ask):
    page = given(ask, None)
    return {line.number for line in page.lines} if page else set()


def test_the_desk_holds_what_is_to_be_hidden(busy, named):
    """Else the tests below would prove less than they say."""
    all_rows = rows(busy)
    assert any(row.confined for row in all_rows)
    assert any(row.office_id != row.registered_office_id for row in all_rows)
    hidden = {post: len(all_rows) - len(seen(busy, named, post)) for post in POSTS}
    assert all(hidden.values()), hidden
    assert len(set(hidden.values())) > 5, hidden
    assert set(POSTS) == busy.staff.keys()


@pytest.mark.parametrize("post", POSTS)
def test_looking_at_one_complaint(busy, named, post):
    actor, cases = busy.staff[post], busy.desk.cases
    wanted = {row.number for row in seen(busy, named, post)}
    for number in (row.number for row in rows(busy)):
        shown = given(lambda number=number: cases.show(actor, number), None)
        assert (shown is not None) == (number in wanted)
        history = given(lambda number=number: cases.history(actor, number))
        assert bool(history) == (number in wanted)


@pytest.mark.parametrize("post", POSTS)
def test_finding_it_by_everything_it_can_be_found_by(busy, named, post):
    actor, wanted = busy.staff[post], {row.number for row in seen(busy, named, post)}
    for row in rows(busy):
        name = row.complainant_name.split()[0]
        keys = {row.number, row.complainant_mobile, row.external_reference, name}
        for key in keys | ({row.article_number} - {None}):
            found = lines_of(lambda key=key: busy.desk.queues.search(actor, key))
            assert found == {row.number} & wanted, key


@pytest.mark.parametrize("post", POSTS)
def test_lists_and_notices(busy, named, post):
    actor, queues = busy.staff[post], busy.desk.queues
    wanted = {row.number for row in seen(busy, named, post)}
    told = busy.desk.outbox.notices(actor, limit=10_000)
    assert {notice.number for notice in told} == wanted
    for row in rows(busy):
        assert bool(busy.desk.outbox.notices(actor, row.number)) == (row.number in wanted)
    for queue in Queue:
        assert lines_of(lambda queue=queue: queues.page(actor, queue, limit=1_000)) <= wanted
    assert lines_of(lambda: queues.search(actor, "nair", limit=1_000)) == wanted


REPORTS = ("pending", "stuck", "settled", "doubts", "compensation", "enquiries")


@pytest.mark.parametrize("post", POSTS)
def test_the_lists_behind_reports_name_nobody_who_may_not_be_seen(busy, named, post):
    """What was counted and lies elsewhere now is listed by its number, and by nothing else."""
    actor, reports = busy.staff[post], busy.desk.reports
    wanted = {row.number for row in seen(busy, named, post)}
    hidden = {row.number for row in rows(busy) if actor.id in named[row.id]}
    found = 0
    for name in REPORTS:
        sheet = given(lambda name=name: reports.read(actor, name), None)
        for row in (None, *(each.key for each in sheet.rows)) if sheet else ():
            for column in range(len(sheet.report.columns)):
                page = reports.behind(actor, name, Filters(), row, column, limit=1_000)
                for each in page.lines:
                    assert each.line.number not in hidden
                    assert each.is_seen is (each.line.number in wanted)
                    assert each.is_seen or not each.line.complainant_name
                    found += 1
    works = actor.role in {Role.OPERATOR, Role.SUPERVISOR, Role.AUDITOR}
    assert bool(found) is works


@pytest.mark.parametrize("post", POSTS)
def test_incidents_and_what_is_proposed_for_them(busy, named, post):
    actor, incidents = busy.staff[post], busy.desk.incidents
    wanted = {row.number for row in seen(busy, named, post)}
    assert {n for each in given(lambda: incidents.proposed(actor)) for n in each.numbers} <= wanted
    for row in rows(busy):
        if row.incident:
            members = given(lambda row=row: incidents.members(actor, row.incident))
            assert set(members) <= wanted


@pytest.mark.parametrize("post", POSTS)
def test_a_notice_and_a_paper_by_its_key(busy, named, post):
    actor, wanted = busy.staff[post], {row.id for row in seen(busy, named, post)}
    with busy.desk.store.reading() as session:
        notices = session.exec(select(Notice)).all()
        papers = session.exec(select(Attachment)).all()
    numbers = {row.id: row.number for row in rows(busy)}
    assert papers
    for notice in notices:
        shown = given(lambda notice=notice: busy.desk.outbox.show(actor, notice.id), None)
        assert (shown is not None) == (notice.complaint_id in wanted)
    for paper in papers:
        number = numbers[paper.complaint_id]
        read = given(
            lambda number=number, key=paper.id: busy.desk.papers.read(actor, number, key), None
        )
        assert (read == SIGNED) == (paper.complaint_id in wanted)


@pytest.mark.parametrize("post", POSTS)
def test_the_warning_of_a_complaint_like_this_one(busy, named, post):
    actor, wanted = busy.staff[post], {row.number for row in seen(busy, named, post)}
    newest = rows(busy)[-1].registered_at
    desk = Desk.over(busy.desk.store, clock=lambda: newest)
    registers = actor.role not in {Role.ADMINISTRATOR, Role.AUDITOR}
    for row in rows(busy):
        if row.article_number is not None:
            typed = form(subject={"article_number": row.article_number})
            warned = given(lambda typed=typed: desk.intake.check(actor, typed).lookalikes)
            assert set(warned) == ({row.number} & wanted if registers else set())


@pytest.mark.parametrize("post", POSTS)
def test_the_refusal_reads_as_if_the_number_had_never_been_given(busy, named, post):
    actor, wanted = busy.staff[post], {row.number for row in seen(busy, named, post)}
    remark = Act(action=Action.REMARK, text="?")
    doors = (
        lambda number: busy.desk.cases.show(actor, number),
        lambda number: busy.desk.cases.history(actor, number),
        lambda number: busy.desk.cases.reveal(actor, number),
        lambda number: busy.desk.processing.act(actor, number, remark),
        lambda number: busy.desk.papers.attach(actor, number, [SIGNED]),
    )
    for door in doors:
        never = refusal_of(door, NEVER_GIVEN)
        for row in rows(busy):
            if row.number not in wanted:
                assert refusal_of(door, row.number) == never


def refusal_of(door, number):
    """The sentence with which a door stays shut, the number left out."""
    with pytest.raises(NotFound) as refused:
        door(number)
    return str(refused.value).replace(show_number(number), "…")
