"""A whole form typed faster than the screen can follow is registered as it was typed."""

import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from post_office import STAFF
from pty_terminal import PtyTerminal

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.vocabulary import Queue

APP = Path(__file__).with_name("registration_app.py")
SUPPORT = APP.parents[1] / "support"
F8, F10 = "\x1b[19~", "\x1b[21~"
PAUSES = [0, 0.005, 0.010, 0.020, 0.030]

FORM = (
    "102EM123456785IN01112026\t"  # code, article: full fields move on; the date ends with Tab
    "682001"  # booking office: one office, filled at once
    "682008chellan\r"  # delivery office: the finder opens behind the PIN, and is typed into
    "A. Sender, 12 Market Road, Kochi\r"
    "B. Addressee, Chellanam\r"
    "250\t"
    "reg\r"
    "A silver lamp\r"
    "1500\t\t75.50\r"
    "\r"  # against office: as proposed
    "Ravi Kumar Menon\r"
    "9876543210682005"
    "House 7, Beach Road, Thoppumpady\r"
    "ravi@example.in\r"
    "addr\r"
    "hin\r"
    "lett\r"
    "20112026\t"
    "LTR/77/2026\t"
    "\t\t"
    "It never came; the sender asked at the counter on 10 November, twice."
)

COMPLAINANT = {
    "name": "Ravi Kumar Menon",
    "mobile": "9876543210",
    "pin": "682005",
    "address": "House 7, Beach Road, Thoppumpady",
    "email": "ravi@example.in",
    "relation": "addressee",
    "language": "hi",
}
SUBJECT = {
    "article_number": "EM123456785IN",
    "booking_date": "2026-11-01",
    "booking_office": "682001001",
    "delivery_office": "682008003",
    "sender": "A. Sender, 12 Market Road, Kochi",
    "addressee": "B. Addressee, Chellanam",
    "weight_grams": "250",
    "value_added_service": "Registration",
    "contents": "A silver lamp",
    "declared_value": "1500",
    "postage_paid": "75.50",
}


@pytest.fixture
def open_form(store, tmp_path):
    """Run the registration screen; it ends with the test."""
    with ExitStack() as terminals:

        def run(**options):
            argv = [sys.executable, str(APP), f"sqlite:///{store.file}", str(tmp_path)]
            env = {"PYTHONPATH": f"{SUPPORT}:{SUPPORT.parents[1]}"}
            form = PtyTerminal([*argv, STAFF["division_supervisor"][0]], env=env, **options)
            terminals.enter_context(form)
            form.wait_for("still needed: Grievance")
            return form

        yield run


def only_case(store, clock, actor):
    desk = Desk.over(store, clock=clock)
    (line,) = desk.queues.page(actor, Queue.PENDING).lines
    return desk.cases.reveal(actor, line.number)


@pytest.mark.parametrize("pause", PAUSES)
def test_no_character_is_misplaced_at_any_speed(open_form, store, clock, staff, pause):
    form = open_form()
    form.press(FORM + F10, pause=pause)
    form.wait_for(" registered ")
    case = only_case(store, clock, staff["division_supervisor"])
    assert case.grievance == "102"
    assert case.subject == SUBJECT
    assert case.complainant == COMPLAINANT
    assert case.against_office == "682008003"
    assert case.office_code == "682008001"
    assert case.channel == "letter"
    assert case.external_reference == "LTR/77/2026"
    assert f"{case.received_on}" == "2026-11-20"
    assert case.description == FORM.rpartition("\t")[2]


def test_forms_typed_one_behind_the_other_are_registered_one_by_one(open_form, store, clock, staff):
    form = open_form()
    articles = {2: "EM123456785IN", 3: "RM123456785IN", 4: "EM123456799IN"}
    form.press(
        "".join(
            f"10{digit}{article}01112026\t682001{F8}\rPerson {digit}\r987654321{digit}"
            f"{F8}Story {digit}{F10}"
            for digit, article in articles.items()
        )
    )
    form.wait_for("-000003-")
    desk = Desk.over(store, clock=clock)
    actor = staff["division_supervisor"]
    cases = [
        desk.cases.reveal(actor, line.number)
        for line in desk.queues.page(actor, Queue.PENDING).lines
    ]
    told = {
        (case.grievance, case.subject["article_number"], case.complainant["name"], case.description)
        for case in cases
    }
    assert told == {
        (f"10{digit}", article, f"Person {digit}", f"Story {digit}")
        for digit, article in articles.items()
    }


def test_a_pasted_attack_presses_no_key_and_reaches_no_terminal(open_form):
    form = open_form()
    hostile = "x\x1b]0;PWNED\x07\x1b[2J\x9b2J\u202ey\x13z"
    form.press(f"102\x1b[200~EM123456785IN\x1b[201~01112026\t682001{F8}\r")
    form.press(f"\x1b[200~{hostile}\x1b[201~\t\x1b[200~9876543210\x1b[201~")
    form.press(f"{F8}\x1b[200~{hostile}\r\nsecond line\x1b[201~")
    shown = form.wait_for("second line")
    assert shown.count("]0;PWNED") == 2
    assert "EM123456785IN" in shown
    assert "9876543210" in shown
    form.press(F10)
    form.wait_for(" registered ")
    form.settle()
    sent = bytes(form.raw).replace(b"\x1b]22;default\x07", b"")  # Textual's own
    for payload in ("\x1b]0;", "\x07", "\x1b[2J\x9b", "\x9b", "\u202e", "\x13"):
        assert payload.encode() not in sent
