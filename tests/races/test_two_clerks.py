"""Two clerks on one complaint at the same moment, each in a process of their own."""

import json

import pytest
from clerk import Clerk, together
from race_worker import FORM
from whole import check_whole

from dopcrm_tui.desk import Desk
from dopcrm_tui.services.new_complaint import parse_form

SHORT, FULL = 25, 1000


def _url(store):
    return store.engine.url.render_as_string(hide_password=False)


def _race(store, staff, rounds):
    desk = Desk.over(store)
    with Clerk(_url(store), "10000002") as one, Clerk(_url(store), "10000003") as two:
        for _ in range(rounds):
            _one_round(desk, staff, one, two)
    with store.reading() as session:
        check_whole(session)


def _one_round(desk, staff, one, two):
    clerk = staff["operator"]
    filed = desk.intake.register(clerk, parse_form(FORM)).number
    orders = [
        {"do": "act", "action": "remark", "number": filed, "version": 1, "text": f"Says {who}."}
        for who in ("one", "two")
    ]
    answers = together((one, orders[0]), (two, orders[1]))
    won = [place for place, answer in enumerate(answers) if "done" in answer]
    assert len(won) == 1, json.dumps(answers)
    winner = ("10000002", "10000003")[won[0]]
    loser = answers[1 - won[0]]
    assert loser["refused"] == "conflict", json.dumps(loser)
    assert f"{winner} added a remark" in loser["sentence"]
    remarks = [each for each in desk.cases.history(clerk, filed) if each.action == "remark"]
    assert [each.data["text"] for each in remarks] == [orders[won[0]]["text"]]


def test_one_of_two_clerks_wins_and_the_other_is_told(store, staff):
    _race(store, staff, SHORT)


@pytest.mark.campaign
def test_one_of_two_clerks_wins_a_thousand_times(store, staff):
    _race(store, staff, FULL)
