"""What the services write is found as written; what anybody else writes is found and named."""

from contextlib import suppress
from dataclasses import asdict
from random import Random

import pytest
from busy_desk import fill
from casebook import ERNAKULAM, Casebook
from past_the_program import unguarded
from random_work import act_some
from sqlalchemy import text, update

from data.queries import histories
from data.queries.tables import EVENT
from dopcrm_tui.rules.chain import FIRST, link
from dopcrm_tui.rules.refusals import NotPermitted, Refusal
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.audit import Audit, Finding

LAPSES = (
    Action.NOTICE_UNDELIVERABLE,
    Action.CONFIRMATION_LAPSES,
    Action.INFORMATION_LAPSES_CLOSED,
    Action.INFORMATION_LAPSES_ESCALATED,
    Action.ESCALATE,
)


@pytest.fixture
def verify(desk, staff):
    def checked(post="auditor", **options):
        return desk.audit.verify(staff[post], **options)

    return checked


@pytest.fixture
def number(book):
    """A complaint with five entries, beside two that nobody touches."""
    book.register(complainant={"mobile": "9800000001"}, external_reference="A")
    number = book.register()
    book.register(complainant={"mobile": "9800000002"}, external_reference="B")
    code = book.ask(number)
    book.clock.advance(hours=5)
    book.answer(number, Action.GIVE_INFORMATION, text="Counter 3.", code=code)
    book.act(number, Action.TRANSFER, target_code=ERNAKULAM, reason="Booked there")
    book.clock.advance(days=31)
    book.sweep(number, Action.ESCALATE)
    return number


def tamper(book: Casebook, number: str, *statements: str) -> None:
    """Write past the program: no guard, no reference is in the way."""
    known = {"this": book.row(number).id}
    with unguarded(book.desk.store) as connection:
        for statement in statements:
            assert connection.execute(text(statement), known).rowcount


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_store_led_through_the_services_is_as_it_was_written(book, verify, seed):
    chance = Random(seed)
    numbers = fill(book, chance, complaints=20, acts=20)
    for _ in range(3):
        for number in numbers:
            ask_and_sweep(book, chance, number)
        book.deliver()
        book.clock.advance(days=chance.choice((3, 8)))
        act_some(book, chance, numbers, 30)
    events = [event for number in numbers for event in book.events(number)]
    assert len({event.action for event in events}) > 12, "and many things have happened"
    checked = verify()
    assert (checked.complaints, checked.entries) == (20, len(events))
    assert checked.listed == []


def ask_and_sweep(book, chance, number):
    """Let whatever is due happen, then put a question where one can be put."""
    for action in LAPSES:
        with suppress(Refusal):
            book.sweep(number, action)
    with suppress(Refusal):
        chance.choice((book.seek, book.ask))(number)


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize("post", ["auditor", "administrator"])
def test_auditors_and_administrators_check(verify, post):
    assert verify(post).clean


@pytest.mark.parametrize(
    "post", ["operator", "office_supervisor", "directorate_supervisor", "call_centre"]
)
def test_nobody_else_does(verify, post):
    with pytest.raises(NotPermitted):
        verify(post)


ENTRY = "complaint_id = :this AND sequence"
WORDS = {
    "sqlite": {
        "text": "json_set(data, '$.text', 'No.')",
        "policy": "json_set(data, '$.policy.escalation_step', 'P9D')",
    },
    "postgresql": {
        "text": """jsonb_set(data, '{text}', '"No."')""",
        "policy": """jsonb_set(data, '{policy,escalation_step}', '"P9D"')""",
    },
}
"""The data of an entry with another word in it."""

BROKEN = {
    "a word": (f"UPDATE event SET data = {{text}} WHERE {ENTRY} = 2", 2),
    "who did it": (f"UPDATE event SET actor_id = 1 WHERE {ENTRY} = 3", 3),
    "when": (f"UPDATE event SET at = '2026-11-23 09:30:00.000001' WHERE {ENTRY} = 3", 3),
    "the office": (f"UPDATE event SET office_id = 1 WHERE {ENTRY} = 4", 4),
    "a number of the policy": (
        f"UPDATE event SET data = {{policy}} WHERE {ENTRY} = 5",
        5,
    ),
    "its hash": (f"UPDATE event SET hash = previous_hash WHERE {ENTRY} = 4", 4),
    "the hash before": (f"UPDATE event SET previous_hash = hash WHERE {ENTRY} = 4", 4),
    "what cannot be": (f"UPDATE event SET action = 'vanish' WHERE {ENTRY} = 3", 3),
    "another number": (f"UPDATE event SET sequence = 9 WHERE {ENTRY} = 3", 3),
    "gone from the middle": (f"DELETE FROM event WHERE {ENTRY} = 3", 3),
    "the tail": (f"DELETE FROM event WHERE {ENTRY} > 3", 3),
    "the beginning": (f"DELETE FROM event WHERE {ENTRY} = 1", 1),
    "all of it": ("DELETE FROM event WHERE complaint_id = :this", 1),
}


@pytest.mark.parametrize(("statement", "sequence"), BROKEN.values(), ids=BROKEN)
def test_the_first_entry_that_is_not_as_written_is_named(book, verify, number, statement, sequence):
    tamper(book, number, statement.format(**WORDS[book.desk.store.engine.dialect.name]))
    _named(verify(), number, sequence)


@pytest.mark.only_on("sqlite")  # elsewhere a column takes nothing but its own kind
@pytest.mark.parametrize(
    ("change", "sequence"), [("data = '{'", 2), ("at = 'then'", 1)], ids=["document", "time"]
)
def test_an_entry_that_is_none_is_named(book, verify, number, change, sequence):
    tamper(book, number, f"UPDATE event SET {change} WHERE {ENTRY} = {sequence}")
    _named(verify(), number, sequence)


def _named(checked, number, sequence):
    assert checked.findings == 1
    assert (checked.listed[0].number, checked.listed[0].sequence) == (number, sequence)
    assert checked.complaints == 3


MOVED = {
    "state": "UPDATE complaint SET state = 'external' WHERE id = :this",
    "escalation level": "UPDATE complaint SET escalation_level = 2 WHERE id = :this",
    "office": "UPDATE complaint SET office_id = 1 WHERE id = :this",
    "division": "UPDATE complaint SET division_id = 1 WHERE id = :this",
    "assignee": "UPDATE complaint SET assignee_id = registered_by WHERE id = :this",
    "due at": "UPDATE complaint SET due_at = '2027-03-01 00:00:00.000000' WHERE id = :this",
    "rating": "UPDATE complaint SET rating = 5 WHERE id = :this",
    "feedback": "UPDATE complaint SET feedback = 'Splendid' WHERE id = :this",
    "closed at": "UPDATE complaint SET closed_at = due_at WHERE id = :this",
    "closure reason": "UPDATE complaint SET closure_reason = 'withdrawn' WHERE id = :this",
    "directed": "UPDATE complaint SET directed = TRUE WHERE id = :this",
    "on silence": "UPDATE complaint SET on_silence = 'close' WHERE id = :this",
    "registered at": "UPDATE complaint SET registered_at = due_at WHERE id = :this",
    "resolve alarm": (
        "UPDATE deadline SET due_at = '2027-03-01 00:00:00.000000' WHERE complaint_id = :this"
    ),
    "resolve alarm is kept as none": "DELETE FROM deadline WHERE complaint_id = :this",
    "confirmation alarm": (
        "INSERT INTO deadline (complaint_id, kind, circle_id, due_at)"
        " SELECT id, 'confirmation', registered_circle_id, due_at FROM complaint WHERE id = :this"
    ),
    "resolve alarm is kept as standing": (
        "UPDATE deadline SET due_at = NULL, remaining_seconds = 60 WHERE complaint_id = :this"
    ),
}


@pytest.mark.parametrize(("named", "statement"), MOVED.items(), ids=MOVED)
def test_what_is_kept_beside_its_history_is_named(book, verify, number, named, statement):
    tamper(book, number, statement)
    found = verify().listed[0]
    assert (found.number, found.sequence) == (number, None)
    assert named in found.what
    assert "Splendid" not in found.what


def test_a_queue_that_does_not_follow_from_the_state_is_named(book, verify, number):
    tamper(book, number, "UPDATE complaint SET queue = 'closed' WHERE id = :this")
    checked = verify()
    assert checked.listed[0] == Finding(
        number, None, "The queue is kept as closed; the history gives pending."
    )
    assert checked.findings == 5, "and two counters too few, two too many"


def test_a_complaint_that_cannot_be_read_is_named(book, verify, number):
    tamper(book, number, "UPDATE complaint SET state = 'lost' WHERE id = :this")
    assert [(each.number, each.sequence) for each in verify().listed] == [(number, None)]


def test_a_complaint_that_was_taken_away_leaves_its_history(book, verify, number):
    tamper(book, number, "DELETE FROM complaint WHERE id = :this")
    checked = verify()
    assert checked.complaints == 2
    assert "a complaint that is not there" in checked.listed[0].what


@pytest.mark.parametrize("change", ["count = count + 1", "count = 0"])
def test_a_counter_that_is_wrong_is_named(book, verify, number, change):
    tamper(
        book,
        number,
        f"UPDATE queue_count SET {change} WHERE grain = 'office' AND count > 0"
        " AND queue = 'escalated' AND :this > 0",
    )
    stands = {"count = count + 1": 2, "count = 0": 0}[change]
    office = book.row(number).office_id
    assert [each.what for each in verify().listed] == [
        f"The counter of office {office}, queue escalated, stands at {stands};"
        " there are 1 complaints."
    ]


def test_every_fault_is_counted_and_the_first_ones_listed(book, verify, number):
    tamper(book, number, "UPDATE event SET actor_id = 1 WHERE sequence = 1 AND :this > 0")
    checked = verify()
    assert not checked.clean
    assert (checked.findings, checked.entries) == (3, 7)
    assert [each.sequence for each in checked.listed] == [1, 1, 1]


def forge(book: Casebook, number: str, change) -> None:
    """Change what entries keep and make every hash fit again."""
    previous, events = FIRST, book.events(number)
    with unguarded(book.desk.store) as connection:
        for event in events:
            change(event)
            new = link(previous, histories.chained_part(event))
            told = {"data": event.data, "previous_hash": previous, "hash": new}
            connection.execute(update(EVENT).where(EVENT.c.id == event.id).values(told))
            previous = new


def test_a_forger_who_makes_every_hash_fit_is_found_by_the_rules(book, verify, number):
    def longer(event):
        if event.action is Action.ESCALATE:
            event.data = {**event.data, "policy": {"escalation_step": "P90D"}}

    forge(book, number, longer)
    assert verify().listed[0].number == number


def test_a_forged_act_that_is_none_is_named(book, verify, number):
    def silence(event):
        if event.action is Action.SEEK_INFORMATION:
            event.data = {**event.data, "on_silence": "wait"}

    forge(book, number, silence)
    found = verify().listed[0]
    assert (found.number, found.sequence) == (number, 2)
    assert "The rules cannot have written the entry" in found.what


def test_a_history_of_old_is_checked_by_the_policy_of_its_day(book, verify, number):
    def bare(event):
        event.data = {name: event.data[name] for name in event.data if name != "policy"}

    forge(book, number, bare)
    assert verify().clean


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize("later", [{}, {"days": 9}], ids=["the same day", "later"])
def test_a_change_of_policy_makes_nothing_wrong(book, verify, later):
    book.clock.advance(**later)
    for key in ("escalation_step", "resolve_limit_mail", "information_window"):
        book.desk.policy.set(book.staff["administrator"], key, "P1D")
    assert verify().clean


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_pages_of_any_size_find_the_same(book, verify, number, size):
    tamper(book, number, "UPDATE event SET actor_id = 1 WHERE complaint_id = :this")
    whole, told = verify(), []
    audit = Audit(book.desk.intake.ground, page_size=size)
    by_pages = audit.verify(book.staff["auditor"], lambda *how_far: told.append(how_far))
    assert asdict(by_pages) == asdict(whole)
    assert told[-1] == (3, 3)
    assert sorted(told) == told


def test_what_is_found_holds_no_word_of_the_customer(book, verify, number):
    tamper(book, number, "UPDATE event SET actor_id = 1 WHERE complaint_id = :this")
    told = repr(verify().listed)
    assert not [word for word in ("Ravi", "9876543210", "Counter", "never came") if word in told]
