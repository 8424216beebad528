"""The sweeper as a command: one pass, a service, and a list that changes nothing."""

import hashlib
import json
import signal
import time
from datetime import timedelta

import pytest
from overdue import begun, make_due, sweeping

from dopcrm_tui.services.clock import utc_now


@pytest.fixture
def due(store, staff):
    """Four complaints, two to be closed and two to be escalated."""
    return make_due(store, staff, 4)


def run(store, tmp_path, *options):
    one = sweeping(store, tmp_path, *options)
    out, err = one.communicate(timeout=60)
    return one.returncode, out, err


@pytest.mark.usefixtures("due")
def test_one_pass_does_what_is_due_and_says_so(store, tmp_path):
    code, out, _ = run(store, tmp_path, "--json")
    assert code == 0
    assert json.loads(out)["acts"] == {"confirmation_lapses": 2, "escalate": 2}
    code, out, _ = run(store, tmp_path)
    assert "none has rung" in out


def test_a_dry_run_lists_what_is_due_and_leaves_every_byte(store, tmp_path, due):
    store.close()
    before = hashlib.sha256(store.file.read_bytes()).hexdigest()
    code, out, _ = run(store, tmp_path, "--dry-run", "--json")
    assert code == 0
    listed = json.loads(out)["due"]
    assert {one["number"]: one["action"] for one in listed} == {
        number: action.value for number, action in due.items()
    }
    assert [one["due_at"] for one in listed] == sorted(one["due_at"] for one in listed)
    assert hashlib.sha256(store.file.read_bytes()).hexdigest() == before


@pytest.mark.usefixtures("due")
def test_a_dry_run_looks_ahead(store, tmp_path):
    far = (utc_now() + timedelta(days=30)).isoformat(timespec="minutes")
    _, soon, _ = run(store, tmp_path, "--dry-run", "--json")
    _, later, _ = run(store, tmp_path, "--dry-run", "--json", "--as-of", far)
    assert len(json.loads(later)["due"]) >= len(json.loads(soon)["due"])


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        (["--as-of", "2026-12-01"], 7, "goes with --dry-run"),
        (["--dry-run", "--as-of", "soon"], 7, "That is no time"),
        (["--watch", "0"], 2, "greater than or equal to 1"),
        (["--dry-run", "--watch", "5"], 2, "does not go with --watch"),
    ],
)
def test_wrong_options_are_named(store, tmp_path, options, code, sentence):
    returned, _, err = run(store, tmp_path, *options)
    assert returned == code
    assert sentence in err


@pytest.mark.usefixtures("due")
def test_a_watch_logs_a_line_a_pass_and_stops_when_it_is_told_to(store, tmp_path):
    one = sweeping(store, tmp_path, "--watch", "1")
    first, second = (json.loads(one.stdout.readline()) for _ in range(2))
    one.send_signal(signal.SIGTERM)
    begun = time.monotonic()
    rest, err = one.communicate(timeout=30)
    assert (one.returncode, err) == (0, "")
    assert time.monotonic() - begun < 10
    assert first["acts"] == {"confirmation_lapses": 2, "escalate": 2}
    assert second["acts"] == {}
    assert first["event"] == "pass"
    assert first["at"].endswith("Z")
    assert all(json.loads(line) for line in rest.splitlines())


def test_no_store_is_said_in_a_sentence(tmp_path, store):
    class Nowhere:
        engine = type("E", (), {"url": store.engine.url.set(database=str(tmp_path / "no.db"))})

    returned, _, err = run(Nowhere, tmp_path)
    assert returned == 8
    assert "There is no store" in err


def checks(store, tmp_path):
    """What the doctor finds, by what it looked at."""
    one = begun(store, tmp_path, "doctor", "--json")
    out, _ = one.communicate(timeout=60)
    return {each["name"]: each for each in json.loads(out)["checks"]}


def test_the_doctor_says_that_without_a_sweeper_nothing_closes_or_escalates(store, tmp_path):
    sweeper = checks(store, tmp_path)["sweeper"]
    assert "never run" in sweeper["finding"]
    assert "dopcrm sweep --watch" in sweeper["remedy"]
    run(store, tmp_path)
    assert not checks(store, tmp_path)["sweeper"]["remedy"]


def test_a_way_in_that_is_shut_is_named_until_it_is_forgotten(store, tmp_path, monkeypatch):
    box = {"HOST": "127.0.0.1", "PORT": "1", "USER": "care", "SECURITY": "none"}
    for name, value in box.items():
        monkeypatch.setenv(f"DOPCRM_MAILBOX_{name}", value)
    assert run(store, tmp_path)[0] == 0
    name = "imap care@127.0.0.1/INBOX"
    assert "never read" in checks(store, tmp_path)[f"answers by {name}"]["finding"]
    assert run(store, tmp_path, "--forget-door", name)[0] == 0
    assert run(store, tmp_path, "--forget-door", name)[0] == 5
    assert f"answers by {name}" not in checks(store, tmp_path)
