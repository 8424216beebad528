"""A line that is dropped takes nothing with it, and leaves nothing behind that others wait for."""

import signal

import pytest
from at_home import at_the_form, sit_down, take_drafts
from filed import file_complaint
from sqlmodel import select

from data.models.operator import OperatorSession
from data.models.viewing import Viewing
from dopcrm_tui.desk import Desk

pytestmark = pytest.mark.only_on("sqlite", "postgresql")


def drop(terminal, how):
    if how == "the line is gone":
        terminal.hang_up()
    else:
        terminal.signal(getattr(signal, how))
    terminal.exit_status()


ENDS = pytest.mark.parametrize("how", ["SIGHUP", "SIGTERM", "the line is gone"])


@ENDS
def test_no_key_is_lost_and_the_session_is_over(how, store, operator, tmp_path):
    with sit_down(store, tmp_path) as terminal:
        at_the_form(terminal)
        terminal.press("102EM123")
        terminal.wait_for("EM123")
        drop(terminal, how)
    (draft,) = take_drafts(store, tmp_path, operator)
    assert draft.entries["subject.article_number"].text == "EM123"
    with store.reading() as session:
        assert session.exec(select(OperatorSession)).all() == []


def test_what_was_open_is_open_no_more(store, operator, clock, random, tmp_path):
    number = file_complaint(Desk.over(store, clock=clock, chance=random), operator)
    with sit_down(store, tmp_path) as terminal:
        terminal.wait_for("Complaint Registration")
        terminal.press(f"/{number}\r")
        terminal.wait_for("Ravi Kumar")
        while not _viewings(store):
            terminal.settle(0.05)
        drop(terminal, "SIGHUP")
    assert _viewings(store) == []


def _viewings(store):
    with store.reading() as session:
        return session.exec(select(Viewing)).all()


def test_the_next_session_is_offered_it(store, tmp_path):
    with sit_down(store, tmp_path) as terminal:
        at_the_form(terminal)
        terminal.press("102EM123456785IN")
        terminal.wait_for("EM123456785IN")
        drop(terminal, "SIGHUP")
    with sit_down(store, tmp_path) as terminal:
        terminal.wait_for("Begun and not registered: 10:00, 2 fields.")
        terminal.press("\r")
        terminal.wait_for("This is what you typed until 10:00.")
        terminal.wait_for("EM123456785IN")
