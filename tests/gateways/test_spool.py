"""Forms that wait on this machine: whole, sealed, for their owner's eyes only."""

import os
from base64 import urlsafe_b64encode

import pytest

from dopcrm_tui.gateways.spool import Seal, Spool, SpoolFault, unsealed

SEAL = Seal("a1", urlsafe_b64encode(b"k" * 32).decode())
OTHER = Seal("b2", urlsafe_b64encode(b"o" * 32).decode())


@pytest.fixture
def spool(tmp_path):
    return Spool(tmp_path / "state" / "spool")


def test_a_form_waits_as_it_was_kept_until_it_is_removed(spool):
    assert spool.waiting() == ()
    spool.keep("P-1111-1111", b"Ravi Kumar", SEAL)
    (waiting,) = spool.waiting()
    assert (waiting.name, waiting.seal_id) == ("P-1111-1111", "a1")
    assert unsealed(waiting, SEAL) == b"Ravi Kumar"
    spool.remove("P-1111-1111")
    spool.remove("P-1111-1111")
    assert spool.waiting() == ()


def test_nobody_else_reads_it_and_the_disk_holds_neither_text_nor_key(spool):
    spool.keep("P-1111-1111", b"Ravi Kumar 9876543210", SEAL)
    (file,) = spool.folder.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert spool.folder.stat().st_mode & 0o077 == 0
    written = file.read_bytes()
    assert b"Ravi" not in written
    assert b"9876543210" not in written
    assert SEAL.secret.encode() not in written
    assert SEAL.secret not in repr(SEAL)


def another_sign(old):
    return old[:60] + (b"A" if old[60:61] != b"A" else b"B") + old[61:]


@pytest.mark.parametrize("harm", [lambda old: old[:-9], another_sign])
def test_what_was_changed_or_cut_off_is_not_opened(spool, harm):
    spool.keep("P-1111-1111", b"Ravi Kumar", SEAL)
    (file,) = spool.folder.iterdir()
    file.write_bytes(harm(file.read_bytes()))
    (waiting,) = spool.waiting()
    with pytest.raises(SpoolFault, match="P-1111-1111 is damaged"):
        unsealed(waiting, SEAL)


def test_another_key_does_not_open_it(spool):
    spool.keep("P-1111-1111", b"Ravi Kumar", SEAL)
    with pytest.raises(SpoolFault):
        unsealed(spool.waiting()[0], OTHER)


def test_the_one_kept_first_is_first(spool):
    for place, name in enumerate(["P-3333-3333", "P-1111-1111", "P-2222-2222"]):
        spool.keep(name, b"", SEAL)
        os.utime(spool.folder / f"{name}.form", ns=(place, place))
    assert [one.name for one in spool.waiting()] == ["P-3333-3333", "P-1111-1111", "P-2222-2222"]


def test_what_lies_beside_the_forms_is_left_alone(spool):
    spool.keep("P-1111-1111", b"", SEAL)
    (spool.folder / ".P-2222-2222.77").write_bytes(b"half a fo")
    (spool.folder / "notes.txt").write_text("buy milk")
    (spool.folder / "strange.form").write_bytes(b"\xff\xfe\x00")
    assert [one.name for one in spool.waiting()] == ["P-1111-1111"]


def test_a_folder_that_cannot_be_made_is_told_of(tmp_path):
    (tmp_path / "state").write_text("a file")
    with pytest.raises(SpoolFault, match="cannot be written: Not a directory"):
        Spool(tmp_path / "state" / "spool").keep("P-1111-1111", b"", SEAL)
