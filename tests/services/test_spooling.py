"""What was taken while the store was away is registered once, in the name of who took it."""

from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor

import pytest
from filed import FORM, PDF

from data.database import Store
from dopcrm_tui.desk import Desk
from dopcrm_tui.gateways.spool import Seal
from dopcrm_tui.rules.refusals import InvalidInput, NotFound, NotPermitted, StoreUnavailable
from dopcrm_tui.rules.vocabulary import Queue
from dopcrm_tui.services.kept_entries import KeptEntry
from dopcrm_tui.services.new_complaint import NewComplaint
from dopcrm_tui.services.papers import Paper

TYPED = {"named": KeptEntry(text="10000099"), "against_office": KeptEntry(office="682001001")}


@pytest.fixture
def desk(store, clock, random, tmp_path):
    return Desk.over(store, clock=clock, chance=random, spool_dir=tmp_path / "spool")


@pytest.fixture
def keep(desk, operator):
    def keep(form=FORM, papers=(), key="form 1", by=operator):
        desk.seals.be_ready(by)
        return desk.spooling.keep(by, form, papers, key=key, entries=TYPED)

    return keep


def numbers(desk, by):
    return [line.number for line in desk.queues.page(by, Queue.PENDING).lines]


def test_it_is_registered_in_the_name_of_who_took_it_with_the_number_of_its_slip(
    desk, keep, operator, staff, clock
):
    kept = keep(papers=[Paper("receipt.pdf", PDF)])
    taken_at = clock()
    clock.advance(days=1)
    (waiting,) = desk.spooling.waiting()
    sent = desk.spooling.send(waiting, staff["colleague"])
    view = desk.cases.show(operator, sent.registered.number)
    assert view.registered_by == "10000002"
    assert view.provisional_number == kept.provisional_number
    assert view.received_on == taken_at.date()
    assert [paper.file_name for paper in view.attachments] == ["receipt.pdf"]
    entry = desk.cases.history(operator, view.number)[0]
    assert entry.data["taken_at"] == taken_at.isoformat()
    assert desk.spooling.waiting() == ()
    assert desk.audit.verify(staff["auditor"]).clean


def test_the_customer_finds_it_by_the_number_on_the_slip(desk, keep, operator):
    kept = keep()
    number = desk.spooling.send(desk.spooling.waiting()[0], operator).registered.number
    typed = kept.provisional_number.lower().replace("-", "")
    assert [line.number for line in desk.queues.search(operator, typed).lines] == [number]


def test_sent_by_many_at_once_it_is_one_complaint(desk, keep, operator):
    keep()
    (waiting,) = desk.spooling.waiting()
    with ThreadPoolExecutor(4) as hands:
        sent = list(hands.map(lambda _: desk.spooling.send(waiting, operator), range(4)))
    assert len({one.registered.number for one in sent}) == 1
    assert len(numbers(desk, operator)) == 1


def test_what_the_first_try_did_register_gets_the_number_of_the_slip(desk, keep, operator):
    first = desk.intake.register(operator, FORM, key="form 1")
    kept = keep()
    sent = desk.spooling.send(desk.spooling.waiting()[0], operator)
    assert sent.registered.number == first.number
    view = desk.cases.show(operator, first.number)
    assert view.provisional_number == kept.provisional_number


def test_what_the_store_refuses_stays_and_can_be_corrected(desk, keep, operator):
    kept = keep(FORM.model_copy(update={"against_office": "999999001"}))
    (waiting,) = desk.spooling.waiting()
    sent = desk.spooling.send(waiting, operator)
    assert sent.registered is None
    assert "no office with the code 999999001" in str(sent.refusal)
    assert sent.kept.entries == TYPED
    assert desk.spooling.waiting() == (waiting,)
    done = desk.intake.register(operator, FORM, key=kept.once, taken=kept.taken)
    desk.spooling.remove(kept.provisional_number)
    assert desk.cases.show(operator, done.number).provisional_number == kept.provisional_number


def test_where_who_took_it_may_not_register_any_more_who_sends_it_does(desk, keep, staff, accounts):
    keep()
    accounts.disable(staff["administrator"], "10000002")
    sent = desk.spooling.send(desk.spooling.waiting()[0], staff["colleague"])
    view = desk.cases.show(staff["colleague"], sent.registered.number)
    assert view.registered_by == "10000003"


def test_each_operator_has_one_key_and_no_two_the_same(desk, operator, staff):
    seals = desk.seals.held
    for by in (operator, staff["colleague"]):
        desk.seals.be_ready(by)
    own = seals[operator.account]
    assert seals[staff["colleague"].account].secret != own.secret
    desk.seals.be_ready(operator)
    assert seals[operator.account] == own
    with pytest.raises(NotPermitted):
        desk.seals.be_ready(staff["auditor"])


def test_nothing_is_kept_for_who_is_not_logged_in(desk, keep, operator):
    keep()
    desk.seals.forget(operator)
    assert not desk.seals.is_ready(operator)
    with pytest.raises(StoreUnavailable, match="Nothing was saved"):
        desk.spooling.keep(operator, FORM, (), key="form 2", entries={})


def test_a_form_of_another_store_is_left_where_it_is(desk, operator):
    foreign = Seal("f" * 32, urlsafe_b64encode(b"f" * 32).decode())
    desk.seals.held[operator.account] = foreign
    desk.spooling.keep(operator, FORM, (), key="form 1", entries={})
    (waiting,) = desk.spooling.waiting()
    with pytest.raises(NotFound, match="another store"):
        desk.spooling.send(waiting, operator)
    assert desk.spooling.waiting() == (waiting,)


def test_a_file_under_another_name_is_not_opened(desk, keep, operator, tmp_path):
    kept = keep()
    file = tmp_path / "spool" / f"{kept.provisional_number}.form"
    file.rename(file.with_name("P-1111-1111.form"))
    with pytest.raises(NotFound, match="P-1111-1111 is damaged"):
        desk.spooling.send(desk.spooling.waiting()[0], operator)


def test_without_the_store_all_that_needs_none_is_checked(desk, operator):
    with pytest.raises(InvalidInput) as wrong:
        desk.intake.check_away(operator, NewComplaint(grievance="102"))
    assert {"complainant.name", "complainant.mobile", "description", "against_office"} <= set(
        wrong.value.fields
    )
    odd = FORM.model_copy(update={"subject": {**FORM.subject, "article_number": "EM123456786IN"}})
    assert "subject.article_number" in desk.intake.check_away(operator, odd)
    assert desk.intake.check_away(operator, FORM) == {}


def test_where_nothing_can_be_kept_it_is_said(store, clock, random, operator, tmp_path):
    (tmp_path / "spool").write_text("a file")
    desk = Desk.over(store, clock=clock, chance=random, spool_dir=tmp_path / "spool" / "x")
    desk.seals.be_ready(operator)
    with pytest.raises(StoreUnavailable, match="cannot be written"):
        desk.spooling.keep(operator, FORM, (), key="form 1", entries={})


def test_sending_while_the_store_is_away_keeps_the_form(desk, keep, operator, tmp_path):
    keep()
    away = Desk.over(
        Store.open(f"sqlite:///{tmp_path / 'nowhere.db'}"),
        clock=desk.clock,
        spool_dir=tmp_path / "spool",
    )
    with pytest.raises(StoreUnavailable):
        away.spooling.send(away.spooling.waiting()[0], operator)
    assert len(desk.spooling.waiting()) == 1
