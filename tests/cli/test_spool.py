"""What was taken while the store was away can be listed, sent and thrown away by command."""

import os
from pathlib import Path

import pytest
from command_line import Shell
from post_office import PASSWORD, STAFF

from dopcrm_tui.desk import Desk
from dopcrm_tui.services.new_complaint import parse_form


@pytest.fixture
def shell(store, tmp_path):
    (tmp_path / "home").mkdir()
    shell = Shell(store.engine.url.render_as_string(hide_password=False), tmp_path / "home")
    shell.log_in(STAFF["colleague"][0], PASSWORD)
    return shell


@pytest.fixture
def take(store, shell, random, staff):
    """Take a complaint while the store is away, at the screens of the same machine."""
    state = shell.environment()["XDG_STATE_HOME"]
    desk = Desk.over(store, chance=random, spool_dir=_spool(state))
    operator = staff["operator"]
    desk.seals.be_ready(operator)

    def take(form, key="form 1"):
        kept = desk.spooling.keep(operator, parse_form(form), (), key=key, entries={})
        return kept.provisional_number

    return take


def _spool(state):
    return Path(state) / "dopcrm" / "spool"


def test_it_is_listed_and_sent_once_in_the_name_of_who_took_it(shell, take, form):
    slip = take(form)
    (line,) = shell.ask("spool", "list", "--json")["forms"]
    assert (line["slip"], line["name"]) == (slip, "Meera Krishnan")
    assert line["outcome"] == "waits for the store"
    (sent,) = shell.ask("spool", "send", "--json")["forms"]
    shown = shell.ask("complaint", "show", sent["number"], "--json")
    assert shown["provisional_number"] == slip
    assert shown["registered_by"] == STAFF["operator"][0]
    assert shell.ask("spool", "send", "--json")["forms"] == []
    assert slip in shell.run("complaint", "show", sent["number"]).text


def test_the_number_on_the_slip_finds_it(shell, take, form):
    slip = take(form)
    (sent,) = shell.ask("spool", "send", "--json")["forms"]
    found = shell.ask("complaint", "search", slip.lower(), "--json")
    assert [line["number"] for line in found["complaints"]] == [sent["number"]]


def test_what_is_refused_says_why_and_waits_until_it_is_dropped(shell, take, form):
    slip = take({**form, "against_office": "999999001"})
    for _ in range(2):
        (sent,) = shell.ask("spool", "send", "--json")["forms"]
        assert (sent["number"], sent["slip"]) == (None, slip)
        assert "no office with the code 999999001" in sent["outcome"]
    (dropped,) = shell.ask("spool", "drop", slip.replace("-", ""), "--json")["forms"]
    assert (dropped["name"], dropped["outcome"]) == ("Meera Krishnan", "thrown away")
    assert "Nothing waits on this machine." in shell.run("spool", "list").text


@pytest.mark.parametrize(
    ("slip", "code", "sentence"),
    [
        ("P-1111-1111", 5, "No form P-1111-1111 waits on this machine."),
        ("2607-123456-4", 7, "2607-123456-4 is no number of a slip, such as P-7K3M-9QZD."),
    ],
)
def test_a_slip_that_is_not_there_is_one_sentence(shell, slip, code, sentence):
    said = shell.run("spool", "drop", slip)
    assert (said.code, sentence in said.err.decode()) == (code, True)


def test_a_damaged_form_is_named_and_left(shell, take, form):
    slip = take(form)
    file = _spool(shell.environment()["XDG_STATE_HOME"]) / f"{slip}.form"
    os.truncate(file, file.stat().st_size - 7)
    for command in ("list", "send"):
        (line,) = shell.ask("spool", command, "--json")["forms"]
        assert line["outcome"] == f"{slip} is damaged and cannot be opened."
    assert file.exists()


def test_nobody_lists_it_who_is_not_logged_in(store, take, form, tmp_path):
    take(form)
    (tmp_path / "other").mkdir()
    stranger = Shell(store.engine.url.render_as_string(hide_password=False), tmp_path / "other")
    assert stranger.run("spool", "list").code == 3
