"""A clerk marks lines and acts once: each complaint is done or refused by itself, and told."""

from threading import Event

import pytest
from filed import PDF, act, file_complaint
from visit import visiting

from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.refusals import Conflict
from dopcrm_tui.rules.vocabulary import Action, Authority, Queue, State
from dopcrm_tui.services.transition import Acted
from screens.bulk import marked_for
from screens.bulk_results import BulkResults
from screens.queue import QueueScreen

THREE = ["space", "down", "space", "down", "space"]


@pytest.fixture
def queue(desk, staff, tmp_path):
    def sit_down(post="operator", which=Queue.PENDING, **options):
        return visiting(QueueScreen(desk, staff[post], which), tmp_path, **options)

    return sit_down


@pytest.fixture
def filed(desk, operator, clock):
    """Four complaints, a day apart."""
    numbers = []
    for name in ("Anita Bose", "Babu Lal", "Chitra Sen", "Dev Roy"):
        numbers.append(file_complaint(desk, operator, name=name))
        clock.advance(days=1)
    return numbers


def remarks(desk, who, number):
    return [each.data["text"] for each in desk.cases.history(who, number) if each.data.get("text")]


def marked(clerk):
    """The names on the lines that are marked."""
    lines = (line for line in clerk.text.splitlines() if line.startswith("x "))
    return [line[68:] for line in lines]


async def test_marks_are_counted_and_stay_through_paging_refresh_and_a_complaint(
    queue, desk, operator, clock
):
    for n in range(230):
        file_complaint(desk, operator, name=f"Customer {n:03}")
        clock.advance(minutes=1)
    async with queue() as clerk:
        await clerk.until("Customer 000")
        await clerk.press("space", "end", "space")
        assert "Pending for Resolution · 2 marked" in clerk.line("10000002")
        assert marked(clerk) == ["Customer 229"]
        await clerk.press("home", "f5")
        await clerk.until("Customer 000")
        assert marked(clerk) == ["Customer 000"]
        await clerk.press("enter")
        await clerk.until("Complainant")
        await clerk.press("f12")
        assert marked(clerk) == ["Customer 000"]
        assert "2 marked" in clerk.line("10000002")
        await clerk.press("minus")
        assert marked(clerk) == []
        assert "marked" not in clerk.line("10000002")


async def test_a_letter_acts_on_all_marked_once_their_count_is_typed(queue, filed, desk, operator):
    async with queue() as clerk:
        await clerk.until("Dev Roy")
        await clerk.press(*THREE, "t")
        await clerk.until("Take: 3 marked complaints")
        assert all(show_number(number) in clerk.text for number in filed[:3])
        await clerk.press("3", "f10")
        await clerk.until("3 of 3: 3 done, 0 refused.")
        await clerk.press("f12")
        await clerk.until("Take: 3 marked complaints: 3 done, 0 refused.")
        assert marked(clerk) == []
    takers = [desk.cases.show(operator, number).assignee for number in filed]
    assert takers == ["10000002"] * 3 + [None]


@pytest.mark.parametrize("typed", ["", "2", "three", "33", "-3"])
async def test_another_count_does_nothing_and_says_which(queue, filed, desk, operator, typed):
    async with queue() as clerk:
        await clerk.until("Dev Roy")
        await clerk.press(*THREE, "t")
        await clerk.type(typed)
        await clerk.press("f10")
        assert "To do it to all of them, type their count: 3." in clerk.text
        await clerk.press("f12")
        await clerk.until("Nothing has been done.")
        assert len(marked(clerk)) == 3
    assert desk.cases.show(operator, filed[0]).assignee is None


async def test_the_dialog_asks_once_and_its_words_reach_every_complaint(
    queue, filed, desk, operator
):
    async with queue() as clerk:
        await clerk.until("Dev Roy")
        await clerk.press(*THREE, "r")
        await clerk.until("Remark: 3 marked complaints")
        await clerk.press(*"asked", "f10", "f12")
        await clerk.until("Nothing has been done.")
        assert "asked" in clerk.text
        await clerk.press("f10", "3", "f10")
        await clerk.until("3 of 3: 3 done")
    said = [remarks(desk, operator, number) for number in filed]
    assert said == [["asked"], ["asked"], ["asked"], []]


@pytest.mark.parametrize(
    ("letter", "words", "state"),
    [("u", "Opened for inspection.", State.EXTERNAL), ("b", "Found there.", State.PENDING)],
)
async def test_what_an_authority_says_of_many_is_recorded_for_each(
    queue, filed, desk, operator, letter, words, state
):
    for number in filed[:2]:
        referred = {"authority": Authority.CUSTOMS, "reference": "FPO/77"}
        act(desk, operator, number, Action.REFER_EXTERNAL, **referred)
    async with queue(which=Queue.EXTERNAL) as clerk:
        await clerk.until("Babu Lal")
        await clerk.press("space", "down", "space", letter, *words, "f10", "2", "f10")
        await clerk.until("2 of 2: 2 done, 0 refused.")
    assert [remarks(desk, operator, number) for number in filed[:2]] == [[words], [words]]
    assert {desk.cases.show(operator, number).state for number in filed[:2]} == {state}


async def test_what_changed_meanwhile_is_refused_listed_first_and_stays_marked(
    queue, filed, desk, operator, staff
):
    async with queue() as clerk:
        await clerk.until("Dev Roy")
        await clerk.press(*THREE)
        act(desk, staff["colleague"], filed[1], Action.REMARK, text="Mine.")
        await clerk.press("c", *"Delivered", "f10", "3", "f10")
        await clerk.until("3 of 3: 2 done, 1 refused. Those refused stay marked.")
        lines = [line for line in clerk.text.splitlines() if line[:1].isdigit() and "-" in line]
        assert [line.split()[:2] for line in lines[:3]] == [
            [show_number(filed[1]), "refused"],
            [show_number(filed[0]), "done"],
            [show_number(filed[2]), "done"],
        ]
        assert "10000003 added a remark" in " ".join(clerk.text.split())
        await clerk.press("f12")
        await clerk.until("1 marked")
        assert marked(clerk) == ["Babu Lal"]
        assert desk.cases.show(operator, filed[1]).state is State.PENDING
        await clerk.press("c", "f6", "f10", "1", "f10")
        await clerk.until("1 of 1: 1 done")
    states = [desk.cases.show(operator, number).state for number in filed]
    assert states == [State.CONFIRMATION_SOUGHT] * 3 + [State.PENDING]


@pytest.mark.usefixtures("filed")
async def test_words_that_no_complaint_can_take_come_back_in_their_dialog(queue):
    async with queue() as clerk:
        await clerk.until("Dev Roy")
        await clerk.press(*THREE, "r")
        clerk.app.focused.text = "word " * 2000
        await clerk.press("f10", "3", "f10")
        await clerk.until("Remark: 3 marked complaints")
        await clerk.until("characters")
        assert clerk.app.focused.text.startswith("word")
        await clerk.press("f12")
        assert len(marked(clerk)) == 3


async def test_a_file_is_attached_to_every_marked_complaint(queue, filed, desk, operator, tmp_path):
    (tmp_path / "circular.pdf").write_bytes(PDF)
    async with queue() as clerk:
        await clerk.until("Dev Roy")
        await clerk.press(*THREE, "a")
        clerk.app.focused.value = str(tmp_path / "circular.pdf")
        await clerk.press("f10", "3", "f10")
        await clerk.until("3 of 3: 3 done")
    papers = [desk.cases.show(operator, number).attachments for number in filed]
    assert [[paper.file_name for paper in each] for each in papers] == [["circular.pdf"]] * 3 + [[]]


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize("keys", [["tab"], ["4"], ["f", "tab", "tab", "y", "f10"]])
async def test_another_queue_or_filter_takes_the_marks_away_and_says_so(queue, keys):
    async with queue() as clerk:
        await clerk.until("Dev Roy")
        await clerk.press(*THREE, *keys)
        assert "The marks were for the other list: 3 taken away." in clerk.text
        assert " marked" not in clerk.line("10000002")
        await clerk.press("1", "t")
        assert "marked complaints" not in clerk.text


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize("key", ["n", "g"])
async def test_a_customers_answer_is_never_given_for_many(queue, key):
    async with queue() as clerk:
        await clerk.until("Dev Roy")
        await clerk.press(*THREE, key)
        assert "one complaint at a time: - takes the marks away" in clerk.text
        assert isinstance(clerk.app.screen, QueueScreen)


def _acted(number):
    return Acted(number, "take", "pending", 0, "682001001", "Kochi H.O", 2, None)


async def test_f12_stops_after_the_one_in_work_and_the_rest_are_told_as_not_tried(
    operator, tmp_path
):
    numbers = [f"2607{n:07}" for n in range(40)]
    job = marked_for(Action.TAKE, dict.fromkeys(numbers, 1))
    go, seen = Event(), []

    def carry_out():
        seen.append((job.number, job.once("key")))
        assert go.wait(20)
        return _acted(job.number)

    async with visiting(BulkResults(operator, job, carry_out), tmp_path) as clerk:
        await clerk.until("0 of 40: 0 done, 0 refused. F12 stops.")
        await clerk.press("down", "f12")
        await clerk.until("Stopping after the one in work.")
        go.set()
        await clerk.until("40 of 40: 1 done, 39 refused.")
        assert "Not tried: you stopped before its turn." in clerk.text
    assert seen == [(numbers[0], f"key-{numbers[0]}")]


async def test_the_result_rolls_and_tells_the_line_under_the_cursor_in_full(operator, tmp_path):
    numbers = [f"2607{n:07}" for n in range(300)]
    job = marked_for(Action.TAKE, dict.fromkeys(numbers, 1))
    why = "It was transferred to Edapally S.O by 10000003 at 10:02, and is not your office's now."

    def carry_out():
        if job.number == numbers[299]:
            raise Conflict(why)
        return _acted(job.number)

    async with visiting(BulkResults(operator, job, carry_out), tmp_path) as clerk:
        await clerk.until("300 of 300: 299 done, 1 refused.")
        assert f"{show_number(numbers[299])}: {why}" in " ".join(clerk.text.split("\n"))
        await clerk.press("end")
        assert show_number(numbers[298]) in clerk.text
        await clerk.resize(132, 43)
        assert f"{show_number(numbers[298])}: Take: done." in clerk.text


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize("marks", [[], THREE])
@pytest.mark.parametrize("keys", [["m", "x"], ["m", "5"]])
async def test_the_list_of_what_can_be_done_opens_one_dialog(queue, marks, keys):
    async with queue() as clerk:
        await clerk.until("Dev Roy")
        await clerk.press(*marks, *keys)
        assert len(clerk.app.screen_stack) == 3
        await clerk.press("f12")
        assert isinstance(clerk.app.screen, QueueScreen)
