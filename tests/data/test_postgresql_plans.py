"""Which index PostgreSQL can take for what a clerk waits for."""

import pytest
from filed import file_complaint
from sqlalchemy import event, text

from data.migrations import text_index
from data.queries import finding, lines
from data.queries.lines import Wanted
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.jurisdiction import Reach, Scope
from dopcrm_tui.rules.vocabulary import Queue

pytestmark = pytest.mark.only_on("postgresql")

SCOPE = Scope("office_id", 40)
REACH = Reach(SCOPE, 40, False, 7)

READ_WHOLE = "Seq Scan on complaint "

SEARCHES = {
    "EM123456785IN": "ix_complaint_article",
    "9876543210": "ix_complaint_mobile",
    "P-1111-1111": "ix_complaint_provisional_number",
    "00004321": "ix_complaint_text_words",
}


MANY = (
    "INSERT INTO complaint SELECT (jsonb_populate_record(c, jsonb_build_object('id', c.id + g,"
    " 'number', (c.number::bigint + g)::text, 'office_id', o.id,"
    " 'due_at', c.due_at + g * '1 h'::interval,"
    " 'article_number', 'EM' || 100000000 + g || 'IN',"
    " 'complainant_mobile', (7000000000 + g)::text))).*"
    " FROM complaint c, generate_series(1, 5000) g,"
    " LATERAL (SELECT id FROM office OFFSET g % 300 LIMIT 1) o"
)


@pytest.fixture
def plans(store, clock, random, operator):
    """The plans of all statements that some work sends to a store with thousands of complaints."""
    file_complaint(Desk.over(store, clock=clock, chance=random), operator)
    with store.writing() as session:
        session.execute(text(MANY))
    with store.altering() as connection:
        text_index.drop(connection)
        text_index.make(connection)
        connection.execute(text("ANALYZE"))

    def explain(work):
        sent = []

        def note(_connection, _cursor, statement, values, _context, _many):
            sent.append((statement, values))

        with store.reading() as session:
            event.listen(store.engine, "before_cursor_execute", note)
            work(session)
            event.remove(store.engine, "before_cursor_execute", note)
            driver = session.connection().connection.driver_connection
            return "\n".join(
                row[0]
                for statement, values in sent
                for row in driver.execute(f"EXPLAIN {statement}", values)
            )

    return explain


def test_a_page_of_an_office_is_read_from_its_index(plans, clock):
    found = plans(lambda session: page(session, Queue.PENDING, SCOPE, clock()))
    assert "ix_complaint_office_open" in found
    assert READ_WHOLE not in found


def test_a_page_of_the_whole_country_is_walked_in_its_order(plans, clock):
    whole = Scope(None, 1)
    found = plans(lambda session: page(session, Queue.PENDING, whole, clock()))
    assert "using ix_complaint_all_open on complaint" in found
    assert "Sort" not in found


def page(session, queue, scope, now):
    wanted, reach = Wanted(queue, scope, overdue=False), Reach(scope, 40, True, 7)
    return lines.page(session, wanted, reach, limit=50, now=now)


def test_a_search_reads_an_index(plans):
    for typed, index in SEARCHES.items():
        plan = plans(
            lambda session, typed=typed: finding.find(session, typed, REACH, after=None, limit=50)
        )
        assert index in plan
        assert READ_WHOLE not in plan
