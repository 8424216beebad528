"""Everybody tries everything on everything: command, service and rules say the same.

What the rules say is held against the design by `rules/test_guards.py`, by an oracle of its own.
"""

import random as chance
import shutil
from dataclasses import replace
from itertools import product

import pytest
from busy_desk import fill
from casebook import EDAPALLY, Casebook
from casework import ROUTE, act_of
from command_line import Shell
from filed import PDF
from post_office import PASSWORD, STAFF, SettableClock

from data.database import Store
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.guards import refusal
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.vocabulary import Action, Queue
from dopcrm_tui.services.papers import Paper

WORDS = {
    Action.TAKE: ["take"],
    Action.RELEASE: ["release"],
    Action.REMARK: ["remark", "--text", "Asked the beat postman."],
    Action.ATTACH: ["attach", "--file", "letter.pdf"],
    Action.INTERIM_REPLY: ["interim-reply", "--reason", "Awaiting", "--expected-by", "2099-12-31"],
    Action.TRANSFER: ["transfer", "--to", EDAPALLY, "--reason", "Delivered from there"],
    Action.REFER_EXTERNAL: ["refer", "--authority", "customs", "--reference", "FPO/77"],
    Action.EXTERNAL_UPDATE: ["external-update", "--text", "Customs has it."],
    Action.EXTERNAL_RETURN: ["external-return", "--text", "Released."],
    Action.SEEK_INFORMATION: ["seek-information", "--text", "Which?", "--on-silence", "close"],
    Action.SEEK_CONFIRMATION: ["seek-confirmation", "--text", "Delivered."],
    Action.ESCALATE: ["escalate", "--reason", "Needs the region"],
    Action.DIRECT: ["direct", "--text", "Search bag 14."],
    Action.CLOSE_BY_DIRECTION: ["close-by-direction", "--reference", "PG/1", "--reason", "Settled"],
    Action.REOPEN: ["reopen", "--reason", "Improper closure"],
    Action.REVIEW: ["review", "--text", "Looked at the delivery slip."],
    Action.OPEN_ENQUIRY: ["open-enquiry", "--offices", " ".join(ROUTE), "--reason", "Lost"],
    Action.POST_DISPOSAL: ["disposal", "--office", ROUTE[0], "--item", "dispatched"],
    Action.CLOSE_ENQUIRY: ["close-enquiry", "--text", "Lost on the way."],
    Action.CLAIM_COMPENSATION: [
        *["claim", "--carriage", "speed_post", "--harm", "delay", "--proof-of-booking"],
        *["--booked-on", "2026-10-20", "--postage", "41.30", "--days-late", "2"],
    ],
    Action.SANCTION_COMPENSATION: ["sanction", "--reference", "CPT/88"],
    Action.REFUSE_COMPENSATION: ["refuse-compensation", "--reason", "It came in time"],
    Action.PAY_COMPENSATION: ["paid", "--reference", "V/1204"],
    Action.LEAVE_INCIDENT: ["leave-incident", "--reason", "Another bag."],
}
EVERYTHING = sorted(product(STAFF, WORDS))
SOME = chance.Random(7).sample(EVERYTHING, 6)

LOOKS = ("show", "history")


@pytest.fixture(scope="module")
def busy(template, tmp_path_factory):
    """A desk with complaints at every height, and everybody logged in at a shell of their own."""
    clock, luck = SettableClock(), chance.Random(23)
    folder = tmp_path_factory.mktemp("matrix")
    store = template.copy(folder)
    book = Casebook(Desk.over(store, clock=clock, chance=luck), template.staff, clock)
    # the commands go by the clock on the wall, which may be behind that of the tests
    book.desk.policy.set(template.staff["administrator"], "clock_slack", "P999D")
    numbers = fill(book, luck, complaints=40, acts=120)
    shells = {}
    for post, (employee_id, *_) in STAFF.items():
        shells[post] = Shell(f"sqlite:///{store.file}", tmp_path_factory.mktemp(post))
        shells[post].log_in(employee_id, PASSWORD)
        (shells[post].home / "letter.pdf").write_bytes(PDF)
    store.close()
    return store.file, numbers, shells


@pytest.fixture
def copied(busy, tmp_path):
    """Makes a copy of the store, to be acted on."""
    count = iter(range(100))

    def copy():
        file = tmp_path / f"{next(count)}.db"
        shutil.copyfile(busy[0], file)
        return file

    return copy


def by_command(shell, file, numbers, action):
    shell = replace(shell, store=f"sqlite:///{file}")
    verb, *words = WORDS[action]
    said = shell.run("complaint", verb, *numbers, *words, "--json")
    lines = said.document["complaints"]
    return [line.get("error", {}).get("code", "done") for line in lines]


def by_service(actor, file, numbers, action):
    desk = Desk.over(Store.open(f"sqlite:///{file}"))
    try:
        return [outcome(lambda n=number: _act(desk, actor, n, action)) for number in numbers]
    finally:
        desk.store.close()


def _act(desk, actor, number, action):
    if action is Action.ATTACH:
        return desk.papers.attach(actor, number, [Paper("letter.pdf", PDF)])
    act = replace(act_of(action), target=None)
    target = EDAPALLY if action is Action.TRANSFER else None
    return desk.processing.act(actor, number, act, target_code=target)


def outcome(call):
    try:
        call()
    except Refusal as refused:
        return refused.code
    return "done"


def by_rules(actor, file, numbers, action):
    book = Casebook(Desk.over(Store.open(f"sqlite:///{file}")), {}, SettableClock())
    now = book.desk.clock()
    try:
        facts = [book.facts(number) for number in numbers]
    finally:
        book.desk.store.close()
    against = [refusal(one, action, actor, now, Policy()) for one in facts]
    return [each.code if each else "done" for each in against]


def _tried(busy, copied, staff, post, action):
    _, numbers, shells = busy
    rules = by_rules(staff[post], copied(), numbers, action)
    service = by_service(staff[post], copied(), numbers, action)
    command = by_command(shells[post], copied(), numbers, action)
    assert service == command
    assert [pair for pair in zip(service, rules, strict=True) if not _fits(*pair, action)] == []


def _fits(got, said, action):
    """Whether an outcome is what the rules say; an office can be wrong where they allow it."""
    wrong_office = (
        action is Action.TRANSFER and said == "done" and got in {"invalid_input", "conflict"}
    )
    return got == said or wrong_office


@pytest.mark.parametrize(("post", "action"), SOME)
def test_some_people_try_some_things(busy, copied, staff, post, action):
    _tried(busy, copied, staff, post, action)


@pytest.mark.campaign
@pytest.mark.parametrize(("post", "action"), EVERYTHING)
def test_everybody_tries_everything(busy, copied, staff, post, action):
    _tried(busy, copied, staff, post, action)


@pytest.mark.parametrize("post", ["operator", "call_centre", "administrator"])
def test_some_are_not_shown_by_a_command_what_the_service_hides(busy, post, staff):
    _looked(busy, post, staff)


@pytest.mark.campaign
@pytest.mark.parametrize("post", STAFF)
def test_nobody_is_shown_by_a_command_what_the_service_hides(busy, post, staff):
    _looked(busy, post, staff)


def _looked(busy, post, staff):
    file, numbers, shells = busy
    desk, shell = Desk.over(Store.open(f"sqlite:///{file}")), shells[post]
    try:
        shown = {n: outcome(lambda n=n: desk.cases.show(staff[post], n)) for n in numbers}
    finally:
        desk.store.close()
    seen = {number for number, said in shown.items() if said == "done"}
    hidden = [number for number in numbers if number not in seen]
    for number in hidden[:2]:
        assert [shell.run("complaint", look, number).code for look in LOOKS] == [5, 5]
        assert shell.run("slip", number).code == 5
    for number in sorted(seen)[:2]:
        assert [shell.run("complaint", look, number).code for look in LOOKS] == [0, 0]
    for words in (*(["list", "--queue", queue.value] for queue in Queue), ["search", "Ravi"]):
        said = shell.run("complaint", *words, "--limit", "200", "--json")
        told = said.document.get("complaints", []) if said.code == 0 else []
        assert {line["number"] for line in told} <= seen
