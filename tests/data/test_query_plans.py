"""Which index SQLite walks for what a clerk waits for, whatever its statistics say."""

from itertools import product
from typing import get_args

import pytest
from sqlalchemy import event, text

from data.queries import counts, finding, lines
from data.queries.lines import Place, Wanted
from dopcrm_tui.rules.jurisdiction import Column, Reach, Scope
from dopcrm_tui.rules.vocabulary import Queue

pytestmark = pytest.mark.only_on("sqlite")

COLUMNS = (*get_args(Column), None)
ME, OFFICE = 7, 40

SCOPES = ("office", "head_office", "division", "region", "circle")
OPEN, ESCALATED = (3, 64, 108, 1013, 2151), (2, 7, 11, 102, 222)
MISLED = {
    **{
        f"ix_complaint_{name}_open": f"51620 {n} {max(1, n // 3)} 1 1"
        for name, n in zip(SCOPES, OPEN, strict=True)
    },
    **{
        f"ix_complaint_{name}_escalated": f"5089 {n} 1 1"
        for name, n in zip(SCOPES, ESCALATED, strict=True)
    },
    "ix_complaint_all_open": "51620 17207 1 1",
    "ix_complaint_all_escalated": "5089 1 1",
    "ix_complaint_all_closed": "948380 1 1",
    "ix_complaint_mine": "51620 51620 1 1",
    "ix_complaint_external_reference": "1000000 1000000 1",
    "ix_complaint_article": "1000000 500000 1",
    "ix_complaint_mobile": "1000000 500000 1",
    "sqlite_autoindex_complaint_named_1": "100000 50000 1",
}
"""What ANALYZE finds in a store of a million where nobody has taken anything, hardly a complaint
has a reference or an article, and one clerk is named everywhere. The desk itself never analyses."""


@pytest.fixture(params=["no statistics", "statistics of another day"])
def plans(request, store):
    """The plans of all statements that some work on the store sends, as one text."""
    if request.param != "no statistics":
        _mislead(store)

    def explain(work):
        sent = []

        def note(_connection, _cursor, statement, values, _context, _many):
            sent.append((statement, values))

        with store.reading() as session:
            event.listen(store.engine, "before_cursor_execute", note)
            work(session)
            event.remove(store.engine, "before_cursor_execute", note)
            connection = session.connection()
            return [
                "; ".join(
                    step[3]
                    for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
                )
                for sql, values in sent
                if sql.startswith("SELECT")
            ]

    return explain


def _mislead(store):
    with store.writing() as session:
        session.execute(text("ANALYZE"))
        session.execute(text("DELETE FROM sqlite_stat1 WHERE tbl LIKE 'complaint%'"))
        session.execute(
            text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:table, :index, :numbers)"),
            [
                {
                    "table": "complaint_named" if "named" in index else "complaint",
                    "index": index,
                    "numbers": numbers,
                }
                for index, numbers in MISLED.items()
            ],
        )
    store.close()  # statistics are read when a connection is made


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("confined", [True, False])
def test_the_badge_of_mine_walks_what_the_clerk_took_and_nothing_else(plans, column, confined):
    scope = Scope(column, OFFICE)
    found = plans(lambda session: counts.badges(session, scope, Reach(scope, OFFICE, confined, ME)))
    (mine,) = [plan for plan in found if "ix_complaint" in plan]
    assert "complaint USING INDEX ix_complaint_mine (assignee_id=?)" in mine


@pytest.mark.parametrize("column", COLUMNS)
def test_the_badges_look_up_only_the_complaints_that_name_the_clerk(plans, column):
    scope = Scope(column, OFFICE)
    found = plans(lambda session: counts.badges(session, scope, Reach(scope, OFFICE, True, ME)))
    hidden = [plan for plan in found if plan.startswith("SEARCH complaint_named")]
    assert hidden == [
        "SEARCH complaint_named USING COVERING INDEX sqlite_autoindex_complaint_named_1"
        " (operator_id=?); SEARCH complaint USING INTEGER PRIMARY KEY (rowid=?)"
    ]


@pytest.mark.parametrize(("column", "queue"), list(product(COLUMNS, Queue)))
def test_a_page_is_read_from_its_queues_index_in_order(plans, clock, column, queue):
    scope = Scope(column, OFFICE)
    reach = Reach(scope, OFFICE, False, ME)
    at = Place(clock(), 1)
    for after, backwards, overdue in product((None, at), (False, True), (False, True)):
        wanted = Wanted(queue, scope, overdue=overdue)
        (plan,) = plans(
            lambda session, wanted=wanted, after=after, backwards=backwards: lines.page(
                session, wanted, reach, limit=50, after=after, backwards=backwards, now=clock()
            )
        )
        assert f"complaint USING INDEX {_index(column, queue)}" in plan
        assert "ORDER BY" not in plan, "the lines had to be sorted"


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize(
    ("typed", "index"),
    [
        ("EM123456785IN", "ix_complaint_article (article_number=?)"),
        ("9876543210", "ix_complaint_mobile (complainant_mobile=?)"),
        ("DPOST/E/2026/17", "ix_complaint_external_reference (external_reference=?)"),
    ],
)
def test_a_search_reads_no_complaint_that_it_does_not_find(plans, column, typed, index):
    reach = Reach(Scope(column, OFFICE), OFFICE, False, ME)
    found = plans(lambda session: finding.find(session, typed, reach, after=None, limit=50))
    exact = [plan for plan in found if "COVERING INDEX ix_complaint_" in plan]
    assert any(index in plan for plan in exact)
    for plan in exact:
        assert plan.startswith("SEARCH complaint USING INTEGER PRIMARY KEY (rowid=?)")


def _index(column, queue):
    if queue is Queue.MINE:
        return "ix_complaint_mine"
    scope = column.removesuffix("_id") if column else "all"
    kind = queue.value if queue in {Queue.ESCALATED, Queue.CLOSED} else "open"
    return f"ix_complaint_{scope}_{kind}"
