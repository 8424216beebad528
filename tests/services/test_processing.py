"""Working a complaint: one transaction an act, nothing lost between two who act at once."""

from datetime import date

import pytest
from casebook import EDAPALLY, ERNAKULAM, KOCHI
from past_the_program import refuse_rows
from sqlalchemy.exc import DBAPIError
from whole import check_whole

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.refusals import Conflict, InvalidInput, NotFound, NotPermitted
from dopcrm_tui.rules.vocabulary import Action, Authority, Level, OnSilence, Queue, State

TRANSFER = {"reason": "Delivered from there."}
CUSTOMS = {"authority": Authority.CUSTOMS}
TODAY = date(2026, 11, 23)


@pytest.fixture
def filed(book):
    return book.register()


def test_a_transfer_changes_the_holder_and_says_so_to_the_customer(book, filed):
    done = book.act(filed, Action.TRANSFER, target_code=EDAPALLY, **TRANSFER)
    assert (done.office_code, done.office_name, done.version) == (EDAPALLY, "Edapally", 2)
    assert done.due_at == book.row(filed).due_at
    told = book.desk.outbox.notices(book.staff["other_operator"], filed)
    assert any("sent on to Edapally" in notice.text for notice in told)


def test_the_third_transfer_between_the_same_two_goes_to_their_superior(book, filed):
    book.act(filed, Action.TRANSFER, target_code=EDAPALLY, **TRANSFER)
    book.act(filed, Action.TRANSFER, "other_operator", target_code=KOCHI, **TRANSFER)
    third = book.act(filed, Action.TRANSFER, target_code=EDAPALLY, **TRANSFER)
    assert third.office_name == "Ernakulam Division"
    assert book.events(filed)[-1].data["named_office"] == book.facts(filed).transfers[0][1]


def test_transfers_by_way_of_another_office_are_not_between_the_same_two(book, filed):
    for post, target in (
        ("operator", EDAPALLY),
        ("other_operator", ERNAKULAM),
        ("division_supervisor", KOCHI),
    ):
        done = book.act(filed, Action.TRANSFER, post, target_code=target, **TRANSFER)
    assert done.office_code == KOCHI


def test_whoever_transferred_it_still_sees_what_they_registered(book, filed):
    book.act(filed, Action.TRANSFER, target_code=EDAPALLY, **TRANSFER)
    assert book.desk.cases.show(book.staff["operator"], filed).office_code == EDAPALLY
    with pytest.raises(NotPermitted):
        book.act(filed, Action.REMARK, text="Still mine?")


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("999999999", "no office with the code 999999999"),
        ("", "Name the office"),
        (KOCHI, "with that office already"),
        (None, "Name the office to transfer to"),
        ("क", "no office"),
    ],
)
def test_a_transfer_to_nowhere_is_refused_at_its_field(book, filed, target, words):
    before = book.everything()
    with pytest.raises(InvalidInput) as refused:
        book.act(filed, Action.TRANSFER, target_code=target, **TRANSFER)
    assert list(refused.value.fields) == ["target"]
    assert words in refused.value.fields["target"]
    assert book.everything() == before


@pytest.mark.parametrize(
    ("action", "words", "fields"),
    [
        (Action.REMARK, {}, ["text"]),
        (Action.REMARK, {"text": "x" * 2_001}, ["text"]),
        (Action.REMARK, {"text": "a\0b"}, ["text"]),
        (Action.REMARK, {"text": "\ud800"}, ["text"]),
        (Action.INTERIM_REPLY, {}, ["reason", "expected_by"]),
        (Action.REFER_EXTERNAL, {}, ["authority", "reference"]),
        (Action.SEEK_INFORMATION, {}, ["text", "on_silence"]),
        (Action.SEEK_CONFIRMATION, {"text": " \n "}, ["text"]),
        (Action.REFER_EXTERNAL, {**CUSTOMS, "reference": "7" * 101}, ["reference"]),
        (Action.INTERIM_REPLY, {"reason": "At sea", "expected_by": TODAY}, ["expected_by"]),
        (Action.ESCALATE, {}, ["reason"]),
    ],
)
def test_what_an_act_lacks_is_named_all_at_once(book, filed, action, words, fields):
    before = book.everything()
    with pytest.raises(InvalidInput) as refused:
        book.act(filed, action, **words)
    assert sorted(refused.value.fields) == sorted(fields)
    assert book.everything() == before


def test_words_are_kept_as_they_were_typed(book, filed):
    typed = "काउंटर बंद था।\r\n\x1b[31mred\x1b[0m “quoted”"
    book.act(filed, Action.REMARK, text=f"  {typed}  ")
    assert book.events(filed)[-1].data["text"] == typed.replace("\r\n", "\n")


def test_a_complaint_goes_out_and_comes_back(book, filed):
    book.act(filed, Action.REFER_EXTERNAL, authority=Authority.CUSTOMS, reference="FPO/77")
    assert book.row(filed).queue is Queue.EXTERNAL
    book.act(filed, Action.EXTERNAL_UPDATE, text="Examination is in turn.")
    book.act(filed, Action.EXTERNAL_RETURN, text="Released.")
    assert book.row(filed).state is State.PENDING


def test_an_interim_reply_reaches_the_customer(book, filed):
    book.act(filed, Action.INTERIM_REPLY, reason="Asked the hub.", expected_by=date(2026, 12, 1))
    told = book.desk.outbox.notices(book.staff["operator"], filed)
    assert any("Asked the hub." in notice.text and "01-12-2026" in notice.text for notice in told)


def test_who_was_slower_is_told_what_the_other_did(book, filed):
    seen = book.row(filed).version
    book.act(filed, Action.TAKE, "colleague", version=seen)
    before = book.everything()
    with pytest.raises(Conflict) as refused:
        book.act(filed, Action.REMARK, text="Mine.", version=seen)
    assert "10000003 took it at 10:00" in str(refused.value)
    assert book.everything() == before


def test_who_was_slower_hears_of_the_other_even_where_the_state_moved_on(book, filed):
    book.seek(filed, "colleague")
    with pytest.raises(Conflict) as refused:
        book.act(filed, Action.REMARK, text="Mine.", version=1)
    assert "10000003 asked the customer for closure confirmation" in str(refused.value)
    assert "Closure Confirmation Sought" in str(refused.value)


def test_who_lost_the_complaint_to_another_office_is_told_that_too(book):
    filed = book.register("far_operator")
    book.act(filed, Action.TRANSFER, "colleague", target_code=EDAPALLY, **TRANSFER)
    with pytest.raises(Conflict, match="10000003 transferred it"):
        book.act(filed, Action.REMARK, text="Mine.", version=1)
    with pytest.raises(NotFound):
        book.act(filed, Action.REMARK, text="Mine.", version=2)


@pytest.mark.parametrize("version", [0, 2, 99, -1])
def test_a_version_that_never_was_opens_nothing_to_strangers(book, filed, version):
    with pytest.raises(NotFound):
        book.act(filed, Action.REMARK, "far_operator", text="?", version=version)


def test_an_act_sent_twice_with_one_key_acts_once(book, filed):
    first = book.act(filed, Action.REMARK, text="Once.", key="k1")
    again = book.act(filed, Action.REMARK, text="Once.", key="k1")
    assert first == again
    assert len(book.events(filed)) == 2


def test_closing_by_direction_names_the_order(book, filed):
    words = {"reference": "PG/12-3/2026", "reason": "Claim settled."}
    book.act(filed, Action.CLOSE_BY_DIRECTION, "division_supervisor", **words)
    row = book.row(filed)
    assert (row.closure_reason, row.closure_reference) == ("directed", "PG/12-3/2026")


def test_within_thirty_days_the_division_opens_a_closed_complaint_again(book, filed, clock):
    words = {"reference": "PG/1", "reason": "Claim settled."}
    book.act(filed, Action.CLOSE_BY_DIRECTION, "division_supervisor", **words)
    clock.advance(days=30)
    done = book.act(filed, Action.REOPEN, "division_supervisor", reason="Improper closure.")
    assert done.state == State.PENDING
    assert book.row(filed).closed_at is None


def test_after_thirty_days_a_closed_complaint_stays_closed(book, filed, clock):
    words = {"reference": "PG/1", "reason": "Claim settled."}
    book.act(filed, Action.CLOSE_BY_DIRECTION, "division_supervisor", **words)
    clock.advance(days=30, seconds=1)
    with pytest.raises(Conflict, match="register a new complaint"):
        book.act(filed, Action.REOPEN, "division_supervisor", reason="Improper closure.")


def test_the_deadline_raises_a_complaint_and_tells_customer_and_handler(book, filed, clock):
    clock.advance(days=30)
    done = book.sweep(filed, Action.ESCALATE)
    assert done.escalation_level == Level.DIVISION
    rows = [each for each in book.notices(filed) if each.template.startswith("escalated")]
    assert {(each.template, each.address) for each in rows} == {
        ("escalated", "9876543210"),
        ("escalated_to_you", "KL-D18"),
    }


def test_before_its_deadline_the_desk_raises_nothing(book, filed, clock):
    clock.advance(days=30, seconds=-1)
    with pytest.raises(Conflict, match="not overdue"):
        book.sweep(filed, Action.ESCALATE)


@pytest.mark.parametrize(
    "action", [Action.ACCEPT, Action.CONFIRMATION_LAPSES, Action.REGISTER, Action.ATTACH]
)
def test_what_is_not_the_departments_to_say_is_refused_at_this_door(book, filed, action):
    with pytest.raises(NotPermitted):
        book.desk.processing.act(book.staff["operator"], filed, Act(action=action, text="?"))


@pytest.mark.parametrize("number", ["26079999999", "", "nonsense", "' OR 1=1 --"])
def test_an_unknown_number_is_not_found(book, number):
    with pytest.raises(NotFound):
        book.act(number, Action.TAKE)


@pytest.mark.parametrize("table", ["event", "deadline", "confirmation", "notice", "submission"])
def test_an_act_that_fails_midway_leaves_nothing(book, filed, store, table):
    refuse_rows(store, table)
    before = book.everything()
    with pytest.raises(DBAPIError):
        book.act(filed, Action.SEEK_CONFIRMATION, text="Delivered.", key="k1")
    assert book.everything() == before


def test_a_store_is_whole_after_every_kind_of_act(book, filed, store, clock):
    words = {"text": "Which counter?", "on_silence": OnSilence.ESCALATE}
    book.act(filed, Action.TAKE)
    book.act(filed, Action.SEEK_INFORMATION, **words)
    book.deliver()
    clock.advance(days=7)
    book.sweep(filed, Action.INFORMATION_LAPSES_ESCALATED)
    book.act(filed, Action.DIRECT, "division_supervisor", text="Search again.")
    book.act(filed, Action.TAKE)
    book.seek(filed, "division_supervisor")
    book.deliver()
    book.answer(filed, Action.ACCEPT, code=book.code(filed), rating=4)
    with store.reading() as session:
        check_whole(session)
