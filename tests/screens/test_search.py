"""A complaint is found by what the customer has at hand."""

import pytest
from filed import file_complaint
from visit import visiting

from dopcrm_tui.rules.complaint_number import show_number
from screens.complaint import ComplaintScreen
from screens.search import SearchScreen


@pytest.fixture
def numbers(desk, operator, clock):
    people = [("Anita Bose", "9876500001"), ("Babu Lal", "9876500002"), ("Anita Roy", "9876500003")]
    found = []
    for name, mobile in people:
        found.append(file_complaint(desk, operator, name=name, mobile=mobile))
        clock.advance(minutes=1)
    return found


@pytest.fixture
def search(desk, operator, tmp_path):
    return lambda text="": visiting(SearchScreen(desk, operator, text), tmp_path)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("9876500002", {1}),
        ("anita", {0, 2}),
        ("EM 123456785 IN", {0, 1, 2}),
        ("never came", {0, 1, 2}),
        ("00002", {1}),
        ("nita", {0, 2}),
        ("785in", {0, 1, 2}),
    ],
)
async def test_it_is_found_by_mobile_name_article_and_words(search, numbers, text, found):
    async with search() as clerk:
        await clerk.type(f"{text}\n")
        await clerk.until(f"{len(found)} found.")
        shown = {n for n, number in enumerate(numbers) if show_number(number) in clerk.text}
        assert shown == found


async def test_the_number_opens_the_complaint_at_once_typed_either_way(search, numbers):
    for typed in (numbers[1], show_number(numbers[1])):
        async with search() as clerk:
            await clerk.type(f"{typed}\n")
            await clerk.until("Babu Lal (sender)")
            assert isinstance(clerk.app.screen, ComplaintScreen)
            await clerk.press("f12")
            assert isinstance(clerk.app.screen, SearchScreen)


async def test_a_wrong_check_digit_is_one_sentence_and_the_text_stays(search, numbers):
    wrong = numbers[0][:-1] + str((int(numbers[0][-1]) + 1) % 10)
    async with search() as clerk:
        await clerk.type(f"{wrong}\n")
        assert "the check digit does not fit" in clerk.text
        assert wrong in next(line for line in clerk.text.splitlines() if line.startswith("Find  "))


async def test_nothing_found_says_so(search):
    async with search("nobody by this name") as clerk:
        await clerk.until("No complaint that you may see is found by it.")


@pytest.mark.usefixtures("numbers")
async def test_enter_opens_what_was_found_and_slash_goes_back_to_the_words(search):
    async with search("anita") as clerk:
        await clerk.until("2 found.")
        await clerk.press("down", "enter")
        await clerk.until("Anita Bose (sender)")
        await clerk.press("f12", "slash")
        assert clerk.app.focused.id == "text"


async def test_who_works_elsewhere_finds_nothing(desk, staff, tmp_path, numbers):
    async with visiting(SearchScreen(desk, staff["far_operator"], numbers[0]), tmp_path) as clerk:
        await clerk.until("No complaint that you may see is found by it.")
