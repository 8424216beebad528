"""A store in which every text is an attack: no screen and no command lets one reach a terminal."""

import sys
from collections.abc import Callable, Iterator

import pytest
from command_line import Shell
from filed import act
from hostile import (
    COLLEAGUE,
    JOINED,
    LINE,
    LONG,
    OFFICE,
    OPERATOR,
    PAYLOAD,
    PIN,
    SHORT,
    payload_in,
)
from post_office import PASSWORD, STAFF
from pty_terminal import ROOT, PtyTerminal

from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.vocabulary import Action

F1, F3, F4, F5, F6 = "\x1bOP", "\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[17~"
F8, F10, F12, PAGE_DOWN = "\x1b[19~", "\x1b[21~", "\x1b[24~", "\x1b[6~"
COMMANDS = ROOT / "tests" / "support" / "commands_at_terminal.py"
ADMINISTRATOR = STAFF["administrator"][0]


def pasted(text: str) -> str:
    return f"\x1b[200~{text}\x1b[201~"


@pytest.fixture(scope="module")
def screens(at: Callable[[str], Shell]) -> Iterator[PtyTerminal]:
    """`dopcrm` itself in a real terminal, of a size at which a form and a list are whole."""
    shell = at(OPERATOR)
    command = [sys.executable, "-m", "dopcrm_tui"]
    with PtyTerminal(command, columns=132, rows=43, env=shell.environment()) as terminal:
        terminal.wait_for("Employee ID")
        yield terminal


@pytest.fixture
def home(screens: PtyTerminal) -> Iterator[PtyTerminal]:
    """The home screen of the operator; what was sent since the start is looked at in the end."""
    if "Employee ID" in screens.text:
        screens.press(f"{OPERATOR}{PASSWORD}\r")
    for _ in range(4):  # where a test before this one failed, it did not come home
        if "F3 Log out" not in screens.text:
            screens.press(F12)
            screens.settle()
    screens.wait_for("F3 Log out", 10)
    yield screens
    screens.settle()
    assert payload_in(bytes(screens.raw)) == []
    assert b"\x1b[5;35m" not in screens.raw
    assert b"\x1b[?1049l" not in screens.raw


def see(terminal: PtyTerminal, *words: str) -> str:
    return terminal.wait_for(lambda shown: all(word in shown for word in words), 10)


def open_complaint(terminal: PtyTerminal, number: str) -> None:
    terminal.press(f"/{number}\r")
    see(terminal, "Held by", "History, the newest first")


def leave(terminal: PtyTerminal) -> None:
    terminal.press(F3)
    see(terminal, "F3 Log out")


def test_the_look_itself_sees_every_attack():
    for attack in (SHORT, LINE, LONG):
        text = attack.replace(JOINED, "").replace("\x1b[?1049l", "")
        assert payload_in(attack.encode()) == PAYLOAD.findall(text)
    assert payload_in(b"\x1b[0;5m\x1b[2J") == ["\x1b", "\x1b"]


def test_home_says_an_office_and_a_clerk_with_hostile_names(home):
    see(home, "Home", "Clerk^[]0;T^G", "^[]0;T^G^[]52;c;Q=^G^[[2J", "<U+202E>")


def test_queues_and_their_previews_show_attacks_as_text(home, besieged):
    home.press("2")
    see(home, "Name^[]0;T^G", "Zeta^[]0;T^G", show_number(besieged.forced))
    home.press("\x1b[B")
    home.press("5")
    see(home, "Closed 1", show_number(besieged.closed))
    home.press("f")
    see(home, "Narrow the queue")
    home.press(f"{F12}")
    leave(home)


def test_a_complaint_shows_every_hostile_text_as_text(home, besieged):
    open_complaint(home, besieged.pending)
    shown = ""
    for _ in range(4):
        home.settle()
        shown += home.text
        home.press(PAGE_DOWN)
    for word in ("Name", "Sender", "Addressee", "Contents", "Clerk", "Zeta", "Address", "Paper"):
        assert f"{word}^[]0;T^G" in shown, word
    for word in ("Description", "Remark"):
        assert f"{word}^[]0;T^G" in shown, word
    assert "Ref^[]0;R^G" in shown
    for piece in ("[red]red[/]", "<U+202E>", "<U+009B>", "<U+FEFF>"):
        assert piece in shown, piece
    home.press("v")
    home.settle()
    leave(home)
    open_complaint(home, besieged.closed)
    see(home, "Resolution^[]0;T^G", "Feedback^[]0;T^G")
    leave(home)


def test_what_was_forced_into_the_store_is_harmless_too(home, besieged):
    open_complaint(home, besieged.forced)
    see(home, "Nul ^@^[[2J|name", "Half <U+D83D>^@|sender", "<U+DC1B><U+D800>|contents")
    see(home, "Nul ^@<U+009B>2J|description", "Half <U+D83D>^@^[[2J|said")
    leave(home)


def test_dialogs_and_the_finder_show_and_send_attacks_as_text(home, besieged):
    open_complaint(home, besieged.pending)
    home.press(f"xZeta{F4}")
    see(home, "Transfer to which office?", "> Zeta^[]0;T^G")
    home.press(f"\r{pasted(LONG)}{F10}")
    see(home, "with that office already", "To office")
    home.press(F12)
    see(home, "F12 again throws away what is typed")
    home.press(F12)
    home.press("a")
    see(home, "JPEG or PDF, at most 200 KB")
    home.press(f"{pasted('/no/such ' + LINE)}{F10}")
    see(home, "cannot be read: No such file")
    home.press(F12)
    leave(home)


def test_who_is_overtaken_reads_of_it_and_loses_no_character(home, besieged):
    open_complaint(home, besieged.pending)
    home.press("r")
    see(home, "Remark: ")
    home.press(pasted(f"Mine{LONG}"))
    see(home, "[link=http://b]l")
    colleague = besieged.desk.accounts.log_in(COLLEAGUE, PASSWORD).actor
    act(besieged.desk, colleague, besieged.pending, Action.REMARK, text=f"Theirs{LONG}")
    home.press(F10)
    see(home, "changed meanwhile", "[link=http://b]l")
    home.press(f"{F5}{F10}")
    see(home, "Remark: done.")
    leave(home)


def test_a_search_says_again_what_was_looked_for_and_finds_it(home):
    home.press(f"/{pasted(LINE)}\r")
    see(home, "Find a complaint")
    home.press(F3)
    see(home, "F3 Log out")
    home.press("/tamil 9876543210\r")
    see(home, "Find a complaint")
    leave(home)


def test_the_outbox_shows_notices_as_text(home, besieged):
    home.press("0")
    see(home, "Outbox", show_number(besieged.closed))
    shown = ""
    for _ in range(8):
        home.settle(0.1)
        shown += home.text
        home.press("\x1b[B")
    assert "Zeta^[]0;T^G" in shown
    leave(home)


def test_reports_say_whose_they_are(home):
    home.press("8")
    see(home, "Reports & Analytics", "Zeta^[]0;T^G")
    leave(home)


def test_a_form_with_attacks_is_registered_and_copied_field_by_field(home, besieged):
    home.press("1")
    see(home, "still needed: Grievance")
    home.press(f"102EM123456785IN01112026\t{PIN}")
    see(home, "S.O · 682999 · Ernakulam")
    home.press(f"{F8}\r{pasted('Copied' + LINE)}\t9876543210{F8}{pasted('Story' + LONG)}{F10}")
    see(home, "complained of already", show_number(besieged.pending))
    home.press(F10)
    see(home, "registered · with Zeta^[]0;T")
    home.press(F6 * 40)
    see(home, "[link=http://b]l[/link]", "Nothing more is needed")
    home.press(f"{F1}{F5}{F5}")
    see(home, "still needed: Grievance")
    leave(home)


def test_administration_shows_hostile_names_in_its_list_and_its_questions(home):
    home.press(F3)
    see(home, "You are logged out.")
    home.press(f"{ADMINISTRATOR}{PASSWORD}\r")
    see(home, "Administration")
    home.press("1")
    see(home, "Clerk^[]0;T^G", "Zeta^[]0;T^G")
    home.press("\x1b[B" * 5)
    home.press("m")
    see(home, "New office of", "| Clerk^[]0;T^G")
    home.press(F12)
    home.press("r")
    see(home, "R again resets the password of")
    home.press("a")
    see(home, "New account")
    home.press(f"10000955\t{pasted('New' + LINE)}\toperator\t{OFFICE}{F10}")
    see(home, "One-time secret of", "New␛]0;T^G", "<U+009B>2J")
    home.press(F12)
    home.press(F3)
    see(home, "F3 Log out")
    home.press(F3)
    see(home, "You are logged out.")
    home.press(f"{OPERATOR}{PASSWORD}\r")
    see(home, "F3 Log out")
