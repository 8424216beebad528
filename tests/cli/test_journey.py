"""From `dopcrm demo` to a complaint that its customer has closed, by commands alone."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import Shell


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict]:
    """What `dopcrm demo --no-screens --json` says; the store is taken away at the end."""
    home = tmp_path_factory.mktemp("home")
    said = Shell("sqlite:///nowhere.db", home).start("demo", "--no-screens", "--json")
    assert said.code == 0, said.err
    yield said.document
    shutil.rmtree(Path(said.document["store"].removeprefix("sqlite:///")).parent)


def _clerk(demo: dict, office: str, home: Path) -> Shell:
    shell = Shell(demo["store"], home)
    home.mkdir()
    clerk = next(
        each for each in demo["operators"] if (each["role"], each["office"]) == ("operator", office)
    )
    shell.log_in(clerk["employee_id"], clerk["secret"])
    return shell


def test_a_complaint_goes_from_the_counter_to_the_customers_word(
    demo: dict, tmp_path: Path, form: dict
):
    kochi = _clerk(demo, "682001001", tmp_path / "kochi")
    registered = json.loads(
        kochi.start("complaint", "register", "--from", "-", "--json", stdin=json.dumps(form)).out
    )
    number = registered["number"]
    assert re.fullmatch(r"\d{11}", number)
    assert (registered["office"], registered["due_at"][-1]) == ("682001001", "Z")

    there = kochi.ask("office", "list", "--pin", "682024")["offices"][0]["code"]
    moved = kochi.ask("complaint", "transfer", number, "--to", there, "--reason", "Delivers it")
    assert (moved["state"], moved["office"]) == ("pending", "682024001")

    edapally = _clerk(demo, there, tmp_path / "edapally")
    asked = edapally.ask("complaint", "seek-confirmation", number, "--text", "Delivered today.")
    assert asked["state"] == "confirmation_sought"

    notices = edapally.ask("notice", "list", "--number", number)["notices"]
    code = next(
        found[1] for each in notices if (found := re.search(r"code:? (\d{6})", each["text"]))
    )
    answered = kochi.ask(
        *("complaint", "respond", number, "--answer", "accept", "--code-stdin"),
        *("--rating", "5", "--feedback", "Thank you"),
        stdin=f"{code}\n",
    )
    assert answered["state"] == "closed"

    shown = edapally.ask("complaint", "show", number)
    assert shown["closure"]["reason"] == "confirmed"
    assert (shown["rating"], shown["version"]) == (5, len(shown["events"]))
    assert [event["action"] for event in shown["events"]] == [
        *("register", "transfer", "seek_confirmation", "accept")
    ]
    again = kochi.run("complaint", "respond", number, "--answer", "accept", stdin="")
    assert again.code == 7
    late = kochi.run(
        *("complaint", "respond", number, "--answer", "reject", "--reason", "No"),
        *("--code-stdin", "--json"),
        stdin=f"{code}\n",
    )
    assert (late.code, late.error["code"]) == (6, "conflict")


def test_the_demonstration_has_something_in_every_queue(demo: dict, tmp_path: Path):
    shell = Shell(demo["store"], tmp_path)
    boss = next(
        each
        for each in demo["operators"]
        if each["role"] == "supervisor" and each["office"] == "IN"
    )
    shell.log_in(boss["employee_id"], boss["secret"])
    counts = {
        queue: shell.ask("complaint", "list", "--queue", queue, "--count")["count"]
        for queue in ("pending", "waiting", "external", "escalated", "closed")
    }
    assert all(counts.values()), counts
