"""What is typed is looked for; what is taken is what was asked for last."""

import threading

import pytest
from textual.screen import Screen
from visit import visiting

from dopcrm_tui.services.directory import Directory
from screens.choice_finder import ChoiceFinder
from screens.grievance_finder import GrievanceFinder
from screens.office_finder import OfficeFinder


class Asking(Screen[None]):
    """A screen that opens a finder and keeps what it answers."""

    answers: list[object]

    def __init__(self, finder):
        super().__init__()
        self.finder = finder
        self.answers = []

    def on_mount(self):
        self.app.push_screen(self.finder, self.answers.append)


@pytest.fixture
def ask(tmp_path):
    return lambda finder, **options: visiting(Asking(finder), tmp_path, **options)


def answers(clerk):
    return clerk.app.screen.answers


async def test_an_office_is_found_by_the_beginnings_of_its_words(ask, desk):
    async with ask(OfficeFinder(desk, "Booking office")) as clerk:
        assert "Type the PIN" in clerk.text
        await clerk.type("koch nav\n")
        assert [office.name for office in answers(clerk)] == ["Kochi Naval Base"]


async def test_the_arrows_choose_among_the_offices_of_a_pin(ask, desk):
    async with ask(OfficeFinder(desk, "Booking office", "682008")) as clerk:
        await clerk.press("down", "down", "up", "enter")
        names = [office.name for office in desk.directory.find("682008", 10)]
        assert [office.name for office in answers(clerk)] == [names[1]]


async def test_enter_without_a_match_stays_and_says_so(ask, desk):
    async with ask(OfficeFinder(desk, "Booking office")) as clerk:
        await clerk.type("zzzz\n")
        assert "Nothing is found by zzzz." in clerk.text
        await clerk.press("f12")
        assert answers(clerk) == [None]


async def test_an_answer_that_comes_late_is_not_shown(ask, desk, monkeypatch):
    real, release = Directory.find, threading.Event()

    def slow_for_one_word(self, text, limit=8):
        if text == "koch":
            release.wait(10)
        return real(self, text, limit)

    monkeypatch.setattr(Directory, "find", slow_for_one_word)
    async with ask(OfficeFinder(desk, "Booking office")) as clerk:
        await clerk.type("kochi")
        await clerk.until("Kochi H.O")
        await clerk.press(*["backspace"] * 5)
        await clerk.type("edap")
        await clerk.until("> Edapally S.O")
        release.set()
        await clerk.settle()
        assert "> Edapally S.O" in clerk.text
        assert "Kochi" not in clerk.text


async def test_enter_waits_for_the_answer_to_what_stands_in_the_field(ask, desk, monkeypatch):
    real, asked = Directory.find, []

    def slow(self, text, limit=8):
        asked.append(text)
        threading.Event().wait(0.3 if text == "edap" else 0)
        return real(self, text, limit)

    monkeypatch.setattr(Directory, "find", slow)
    async with ask(OfficeFinder(desk, "Booking office", "koch")) as clerk:
        await clerk.until("> Kochi H.O")
        await clerk.press(*["backspace"] * 4, *"edap", "enter")
        assert [office.name for office in answers(clerk)] == ["Edapally"]


async def test_a_grievance_is_found_by_words_and_by_its_code(ask):
    async with ask(GrievanceFinder()) as clerk:
        await clerk.type("speed post loss")
        assert "103  Speed Post Letters - Loss of article" in clerk.text
        await clerk.press(*["backspace"] * 15)
        await clerk.type("104\n")
        assert [found.code for found in answers(clerk)] == ["104"]


async def test_every_active_grievance_can_be_reached_by_the_arrows(ask):
    async with ask(GrievanceFinder()) as clerk:
        await clerk.press(*["pagedown"] * 50, "enter")
        assert [found.code for found in answers(clerk)] == ["999"]


async def test_a_choice_is_made_by_its_beginning(ask):
    async with ask(ChoiceFinder("Channel", ["Counter", "Letter", "Complaint book"])) as clerk:
        assert "> Counter" in clerk.text
        await clerk.type("book\n")
        assert answers(clerk) == ["Complaint book"]
