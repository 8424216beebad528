"""What is being typed is kept on this machine, for whoever typed it alone."""

import os
from datetime import timedelta

import pytest
from filed import FORM, PDF

from data.database import Store
from dopcrm_tui.desk import Desk
from dopcrm_tui.gateways.spool import SpoolFault
from dopcrm_tui.services.drafts import Draft, KeptFile
from dopcrm_tui.services.kept_entries import KeptEntry, KeptPaper
from dopcrm_tui.services.papers import Paper


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "state" / "drafts"


@pytest.fixture
def open_desk(store, clock, random, folder):
    """Open the desk as another program on the same machine does."""

    def opened(*actors):
        address = store.engine.url.render_as_string(hide_password=False)
        desk = Desk.over(Store.open(address), clock=clock, chance=random, drafts_dir=folder)
        for actor in actors:
            desk.seals.be_ready(actor)
        opening.append(desk)
        return desk

    opening = []
    yield opened
    for desk in opening:
        desk.drafts.let_go()
        desk.store.close()


@pytest.fixture
def draft(clock):
    def draft(key="a1", **told):
        entries = {"complainant.name": KeptEntry(text="Ravi Kumar")}
        return Draft(key=key, saved_at=clock(), filled=1, entries=entries, **told)

    return draft


def test_what_a_killed_session_typed_is_offered_to_the_next(open_desk, operator, draft):
    first = open_desk(operator)
    first.drafts.keep(operator, draft())
    first.drafts.let_go()  # as the system does for a program that is killed
    (left,) = open_desk(operator).drafts.left_by(operator).drafts
    assert left == draft()


def test_it_is_offered_to_nobody_while_it_is_being_typed(open_desk, operator, draft):
    first = open_desk(operator)
    first.drafts.keep(operator, draft())
    assert open_desk(operator).drafts.left_by(operator).drafts == ()
    first.drafts.let_go()
    second, third = open_desk(operator), open_desk(operator)
    assert len(second.drafts.left_by(operator).drafts) == 1
    assert third.drafts.left_by(operator).drafts == ()


def test_a_colleague_at_the_same_machine_is_offered_nothing(open_desk, operator, staff, draft):
    first = open_desk(operator)
    first.drafts.keep(operator, draft())
    first.drafts.let_go()
    colleague = staff["colleague"]
    assert open_desk(colleague).drafts.left_by(colleague).drafts == ()
    assert len(open_desk(operator).drafts.left_by(operator).drafts) == 1


def test_the_disk_holds_no_word_of_it_and_nobody_else_may_read_it(
    open_desk, operator, draft, folder
):
    open_desk(operator).drafts.keep(operator, draft())
    for file in folder.iterdir():
        assert file.stat().st_mode & 0o077 == 0
        assert b"Ravi" not in file.read_bytes()
        assert b"10000002" not in file.read_bytes()
    assert folder.stat().st_mode & 0o077 == 0


def test_the_last_one_comes_first_and_one_that_was_sent_does_not_come(
    open_desk, operator, draft, clock
):
    first = open_desk(operator)
    for key in ("a1", "b2", "c3"):
        first.drafts.keep(operator, draft(key))
        clock.advance(minutes=1)
    first.drafts.remove("b2")
    first.drafts.let_go()
    left = open_desk(operator).drafts.left_by(operator).drafts
    assert [one.key for one in left] == ["c3", "a1"]
    assert left[0].saved_at - left[1].saved_at == timedelta(minutes=2)


def test_one_that_was_registered_as_the_session_was_killed_is_told_of_and_goes(
    open_desk, operator, draft, folder
):
    first = open_desk(operator)
    first.drafts.keep(operator, draft())
    done = first.intake.register(operator, FORM, key="a1")
    first.drafts.let_go()
    left = open_desk(operator).drafts.left_by(operator)
    assert left.registered == (done.number,)
    assert left.drafts == ()
    assert list(folder.glob("*.draft")) == []


def another_letter(old):
    """One letter of what is sealed is another."""
    return old[:90] + (b"B" if old[90:91] == b"A" else b"A") + old[91:]


@pytest.mark.parametrize("harm", [lambda old: old[:-9], another_letter])
def test_a_damaged_one_is_told_of_once_and_kept(harm, open_desk, operator, draft, folder):
    first = open_desk(operator)
    first.drafts.keep(operator, draft())
    first.drafts.let_go()
    (file,) = folder.glob("*.draft")
    harmed = harm(file.read_bytes())
    file.write_bytes(harmed)
    left = open_desk(operator).drafts.left_by(operator)
    assert left.drafts == ()
    assert left.damaged == ("a1.damaged",)
    assert (folder / "a1.damaged").read_bytes() == harmed
    assert open_desk(operator).drafts.left_by(operator).damaged == ()


def test_one_under_the_name_of_another_is_damaged(open_desk, operator, draft, folder):
    first = open_desk(operator)
    first.drafts.keep(operator, draft())
    first.drafts.let_go()
    (folder / "a1.draft").rename(folder / "b2.draft")
    assert open_desk(operator).drafts.left_by(operator).damaged == ("b2.damaged",)


def test_the_bytes_of_a_file_that_was_read_come_back_with_it(open_desk, operator, draft):
    paper = KeptPaper.of(Paper("receipt.pdf", PDF))
    file = KeptFile.model_construct(path="receipt.pdf", size=len(PDF), paper=paper)
    first = open_desk(operator)
    first.drafts.keep(operator, draft(files=[file]))
    first.drafts.let_go()
    (left,) = open_desk(operator).drafts.left_by(operator).drafts
    assert left.files[0].paper.content == PDF


def test_a_folder_that_cannot_be_written_is_told_of(open_desk, operator, draft, folder):
    desk = open_desk(operator)
    folder.parent.mkdir(parents=True)
    folder.write_text("a file")
    with pytest.raises(SpoolFault, match="cannot be written"):
        desk.drafts.keep(operator, draft())


def test_without_a_key_or_a_folder_nothing_is_kept(open_desk, operator, draft, folder, store):
    open_desk().drafts.keep(operator, draft())
    assert not folder.exists()
    bare = Desk.over(store)
    bare.seals.be_ready(operator)
    bare.drafts.keep(operator, draft())
    assert bare.drafts.left_by(operator).drafts == ()


def test_a_link_in_the_place_of_a_draft_is_not_followed(open_desk, operator, draft, folder):
    victim = folder.parent / "victim"
    folder.mkdir(parents=True)
    victim.write_text("untouched")
    os.symlink(victim, folder / ".a1.held")
    with pytest.raises(SpoolFault):
        open_desk(operator).drafts.keep(operator, draft())
    assert victim.read_text() == "untouched"
