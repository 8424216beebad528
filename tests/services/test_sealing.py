"""A record that was written anew, or whose end was cut off, is found by the head kept elsewhere."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from random import Random

import pytest
from flipping import flipped
from past_the_program import unguarded
from sqlalchemy import text
from sqlmodel import select

from data.models.history import Event
from data.models.seal import Seal, SealedTip
from data.queries import histories
from dopcrm_tui.rules.chain import FIRST, link
from dopcrm_tui.rules.refusals import NotPermitted
from dopcrm_tui.rules.sealing import Tip, digest
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.sealing import Sealing


@pytest.fixture
def numbers(book):
    """Three complaints with some history."""
    numbers = [book.register(complainant={"mobile": f"980000000{n}"}) for n in range(3)]
    for number in numbers:
        book.act(number, Action.REMARK, text="Asked the postman.")
    return numbers


@pytest.fixture
def head(desk, staff):
    def head(post="auditor"):
        return desk.audit.head(staff[post])

    return head


@pytest.fixture
def verify(desk, staff):
    def verify(*heads):
        return desk.audit.verify(staff["auditor"], heads=heads)

    return verify


def past(book, *statements, **known):
    with unguarded(book.desk.store) as connection:
        for statement in statements:
            assert connection.execute(text(statement), known).rowcount


def whats(checked):
    return [finding.what for finding in checked.listed]


def rewrite(book, number, **changes):
    """Write an entry anew, and every hash behind it: the chain holds."""
    events = sorted(book.events(number), key=lambda event: event.sequence)
    previous = FIRST
    with unguarded(book.desk.store) as connection:
        for event in events:
            if event.sequence == 2:
                event.data = {**event.data, **changes}
            event.previous_hash = previous
            event.hash = previous = link(previous, histories.chained_part(event))
            connection.execute(
                Event.__table__.update()
                .where(Event.__table__.c.id == event.id)
                .values(data=event.data, previous_hash=event.previous_hash, hash=event.hash)
            )
    return events


@pytest.mark.usefixtures("numbers")
def test_the_head_moves_on_with_what_happens_and_only_then(book, head, verify):
    first = head()
    assert (first.number, first.entries) == (1, 6)
    assert head() == first
    book.register(complainant={"mobile": "9800000009"})
    second = head()
    assert (second.number, second.entries, second.record) == (2, 7, first.record)
    assert second.digest != first.digest
    assert verify(first, second).clean


@pytest.mark.parametrize("post", ["operator", "directorate_supervisor", "call_centre"])
def test_it_is_for_auditors_and_administrators(head, post):
    with pytest.raises(NotPermitted):
        head(post)


def test_an_empty_store_has_a_head(head, verify):
    empty = head()
    assert (empty.number, empty.entries) == (0, 0)
    assert verify(empty).clean


def test_a_history_whose_whole_chain_was_written_anew_is_named(book, numbers, head, verify):
    head()
    rewrite(book, numbers[1], text="Nobody asked.")
    checked = verify()
    assert [(one.number, one.sequence) for one in checked.listed] == [(numbers[1], 2)]
    assert whats(checked) == ["The entry was written anew since it was sealed."]


def test_a_history_written_anew_with_its_seal_is_found_by_the_head(book, numbers, head, verify):
    kept = head()
    events = rewrite(book, numbers[1], text="Nobody asked.")
    reseal(book, events[-1])
    assert verify().clean, "inside the store nothing shows it"
    (what,) = whats(verify(kept))
    assert what == "The record until the head printed on 23-11-2026 10:00 was written anew."


def reseal(book, tip):
    """Make the seals fit what was written anew, as who owns the store can."""
    with unguarded(book.desk.store) as connection:
        connection.execute(
            text("UPDATE sealed_tip SET hash = :hash WHERE complaint_id = :complaint_id"),
            {"hash": tip.hash, "complaint_id": tip.complaint_id},
        )
        tips = connection.execute(text("SELECT complaint_id, sequence, hash FROM sealed_tip")).all()
        asked = select(Seal).order_by(Seal.number)
        first, last = (row for row in connection.execute(asked))
        made = digest(first.digest, last.number, last.at, last.entries, [Tip(*row) for row in tips])
        connection.execute(text("UPDATE seal SET digest = :made WHERE number = 1"), {"made": made})


def test_a_tail_cut_off_with_its_seals_is_found_by_the_head(book, head, verify):
    head()
    book.clock.advance(minutes=10)
    number = book.register(complainant={"mobile": "9800000009"})
    kept = head()
    known = {"id": book.row(number).id}
    with unguarded(book.desk.store) as connection:
        for table in ("event", "deadline", "notice", "submission", "sealed_tip"):
            connection.execute(text(f"DELETE FROM {table} WHERE complaint_id = :id"), known)
        connection.execute(text("DELETE FROM seal WHERE number = 1"))
        connection.execute(text("DELETE FROM complaint WHERE id = :id"), known)
    found = whats(verify(kept))
    assert "Seal 1 of the head printed on 23-11-2026 10:10 is cut off." in found


@pytest.mark.usefixtures("numbers")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE seal SET entries = entries + 1 WHERE number = 1",
        "UPDATE seal SET at = '2026-11-22 04:30:00.000000' WHERE number = 1",
        "UPDATE seal SET digest = 'f' WHERE number = 0",
        "UPDATE sealed_tip SET seal_number = 0 WHERE sequence = 2",
        "DELETE FROM sealed_tip WHERE sequence = 2",
    ],
)
def test_a_seal_that_does_not_fit_is_named(book, head, verify, change):
    head()
    past(book, change)
    assert [what for what in whats(verify()) if what.startswith("Seal 1 of 2")]


@pytest.mark.usefixtures("numbers")
def test_a_seal_that_is_gone_is_named(book, head, verify):
    head()
    book.register(complainant={"mobile": "9800000009"})
    head()
    past(book, "DELETE FROM sealed_tip WHERE seal_number = 1", "DELETE FROM seal WHERE number = 1")
    assert "Seal 1 is gone." in whats(verify())


@pytest.mark.usefixtures("numbers")
def test_the_head_of_another_record_is_told_apart(head, verify):
    (what,) = whats(verify(replace(head(), record="f" * 64)))
    assert what.startswith("This record is not the one of the head printed on")


def test_many_are_sealed_page_by_page(book, desk, head, verify):
    numbers = [book.register(complainant={"mobile": f"98000001{n:02}"}) for n in range(7)]
    sealing = Sealing(desk.audit.ground, page_size=3)
    assert (sealing.seal().number, sealing.seal().entries) == (3, 7)
    book.act(numbers[4], Action.REMARK, text="Asked.")
    assert (head().number, head().entries) == (4, 8)
    assert verify().clean


def test_who_was_stopped_half_way_leaves_nothing_unsealed(book, desk, head, monkeypatch):
    for n in range(7):
        book.register(complainant={"mobile": f"98000001{n:02}"})
    book.clock.advance(days=40)
    sealing, add = Sealing(desk.audit.ground, page_size=3), Sealing._add
    monkeypatch.setattr(Sealing, "_add", lambda self, tips: add(self, tips) or stop())
    with pytest.raises(KeyboardInterrupt):
        sealing.seal()
    monkeypatch.undo()
    assert sealing.head().entries == 3
    assert head().entries == 7


def stop():
    raise KeyboardInterrupt


@pytest.mark.usefixtures("numbers")
def test_those_who_seal_at_once_seal_each_entry_once(desk, book, verify):
    sealing = Sealing(desk.audit.ground, page_size=2)
    with ThreadPoolExecutor(4) as hands:
        heads = list(hands.map(lambda _: sealing.seal(), range(4)))
    assert {head.entries for head in heads} == {6}
    assert verify(*heads).clean
    with book.desk.store.reading() as session:
        assert len(session.exec(select(SealedTip)).all()) == 3


def test_what_comes_much_later_is_sealed_too(book, numbers, head, verify):
    head()
    book.clock.advance(days=40)
    book.act(numbers[0], Action.REMARK, text="Still nothing.")
    assert head().entries == 7
    assert verify().clean


@pytest.mark.usefixtures("numbers")
@pytest.mark.parametrize("table", ["seal", "sealed_tip"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_no_seal_can_be_changed_by_the_program(desk, head, table, change):
    head()
    column = "number" if table == "seal" else "sequence"
    statement = change.format(table, column, column) if "SET" in change else change.format(table)
    with pytest.raises(Exception, match="append-only"), desk.store.writing() as session:
        session.execute(text(statement))


FLIPS, ALL_FLIPS = 40, 1_000


def _flip_often(book, verify, flips, chance):
    """Change one byte of one value of one entry, and put it back: each time it is found."""
    numbers = [book.register(complainant={"mobile": f"98{n:08}"}) for n in range(8)]
    for number in numbers:
        book.act(number, Action.REMARK, text="Asked the postman.")
    Sealing(book.desk.audit.ground).seal()
    events = [event for number in numbers for event in book.events(number)]
    for _ in range(flips):
        event = chance.choice(events)
        column = chance.choice([*Event.model_fields])
        with flipped(book.desk.store, event.id, column, chance) as is_changed:
            assert not is_changed or not verify().clean, f"{column} of {event.sequence}"
    assert verify().clean


def test_a_byte_of_an_entry_that_was_flipped_is_found(book, verify):
    _flip_often(book, verify, FLIPS, Random(11))


@pytest.mark.campaign
def test_a_thousand_flipped_bytes_are_found(book, verify):
    _flip_often(book, verify, ALL_FLIPS, Random(1000))
