"""A clerk's process killed at any moment of registering: what was acknowledged is there, whole."""

import random
import time

import pytest
from clerk import Clerk
from sqlalchemy import text
from sqlmodel import select
from whole import check_whole

from data.models.complaint import Complaint
from data.models.papers import Submission

SHORT, FULL = 8, 100
LONGEST = 0.25
"""Seconds of registering before the latest kill: some dozens of complaints."""


def _kill_often(store, kills, chance):
    url = store.engine.url.render_as_string(hide_password=False)
    acknowledged = {}
    for place in range(kills):
        with Clerk(url, "10000002") as clerk:
            clerk.order(do="register_on", prefix=f"kill-{place}")
            answers = [clerk.hear()]
            time.sleep(chance.random() * LONGEST)  # the moment is the point: nothing is waited for
            answers += clerk.kill()
        acknowledged |= {answer["key"]: answer["done"] for answer in answers}
        _check(store, acknowledged)
    assert len(acknowledged) > kills


def _check(store, acknowledged):
    with store.reading() as session:
        check_whole(session)
        numbers = dict(session.exec(select(Complaint.id, Complaint.number)).all())
        kept = {row.once: numbers[row.complaint_id] for row in session.exec(select(Submission))}
        assert {key: kept.get(key) for key in acknowledged} == acknowledged
        if store.is_sqlite:
            assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


def test_what_was_acknowledged_outlives_a_killed_clerk(store):
    _kill_often(store, SHORT, random.Random(8))


@pytest.mark.campaign
def test_what_was_acknowledged_outlives_a_hundred_killed_clerks(store):
    _kill_often(store, FULL, random.Random(100))
