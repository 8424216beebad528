"""A complaint is read and worked by the keys its rules allow, and every refusal keeps the words."""

import pytest
from filed import PDF, act, file_complaint
from tasks import told
from visit import visiting

from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.refusals import StoreUnavailable
from dopcrm_tui.rules.vocabulary import Action, State
from dopcrm_tui.services.processing import Processing
from screens.complaint import ComplaintScreen


@pytest.fixture
def number(desk, operator):
    return file_complaint(desk, operator)


@pytest.fixture
def complaint(desk, staff, number, tmp_path):
    def sit_down(post="operator", desk=desk, **options):
        return visiting(ComplaintScreen(desk, staff[post], number), tmp_path, **options)

    return sit_down


def flat(clerk):
    """The screen's words without its line ends and boxes."""
    return " ".join(clerk.text.replace("|", " ").split())


def said(desk, by, number):
    """What the history tells, the oldest first, the registration left out."""
    return [(event.action, event.data) for event in desk.cases.history(by, number)][1:]


async def test_the_facts_the_keys_and_the_reasons_are_there(complaint, number):
    async with complaint(size=(100, 60)) as clerk:
        await clerk.until("Ravi Kumar (sender)")
        assert f"{show_number(number)}  Pending for Resolution · DUE 30d" in clerk.text
        assert "102  Speed Post Letters - Non delivery of article" in clerk.text
        assert "EM123456785IN" in clerk.line("Article number")
        keys = "T Take R Remark A Attach X Transfer I Seek information S Send outside"
        more = "Y Interim reply C Seek confirmation N Customer's answer E Escalate"
        assert f"{keys} {more}" in flat(clerk)
        assert "dopcrm complaint" not in clerk.text
        assert "Rate is not possible" in clerk.text
        assert "01-11-2026" in clerk.line("Booking date")
        assert "Registered" in clerk.line("23-11-2026 10:00  ")


async def test_no_letter_is_parted_from_its_word_and_a_new_width_breaks_elsewhere(complaint):
    async with complaint(size=(100, 24)) as clerk:
        await clerk.until("Ravi Kumar")
        assert clerk.text.splitlines()[2].startswith("C Seek confirmation")
        await clerk.resize(80, 24)
        assert clerk.text.splitlines()[2].startswith("Y Interim reply  C Seek confirmation")


async def test_the_name_of_who_sits_there_gives_way_to_how_the_complaint_stands(complaint):
    async with complaint(size=(66, 24)) as clerk:
        await clerk.until("Ravi Kumar")
        title = clerk.text.splitlines()[0]
        assert "Pending for Resolution · DUE 30d  10000002 Biju Th…" in title


async def test_where_the_due_date_stands_the_key_that_explains_it_is_told(complaint):
    async with complaint() as clerk:
        await clerk.until("Ravi Kumar")
        assert clerk.line("Due  ").endswith("23-12-2026 10:00   W says why")


async def test_take_and_release_need_one_key_each(complaint, desk, operator, number):
    async with complaint() as clerk:
        await clerk.press("t")
        await clerk.until("Take: done.")
        assert "10000002" in clerk.line("Taken by")
        await clerk.press("l")
        await clerk.until("Release: done.")
    assert [action for action, _ in said(desk, operator, number)] == [Action.TAKE, Action.RELEASE]


async def test_a_burst_of_f10_sends_one_remark(complaint, desk, operator, number):
    async with complaint() as clerk:
        await clerk.press("r", *"Asked", *["f10"] * 20)
        await clerk.until("Remark: done.")
    assert said(desk, operator, number) == [(Action.REMARK, {"text": "Asked"})]


async def test_cancelling_sends_nothing(complaint, desk, operator, number):
    async with complaint() as clerk:
        await clerk.press("r", *"Asked", "f12")
        await clerk.until("F12 again throws away what is typed; F10 sends it.")
        await clerk.press("!", "f12")
        await clerk.until("F12 again throws away what is typed; F10 sends it.")
        await clerk.press("f12")
        assert isinstance(clerk.app.screen, ComplaintScreen)
        await clerk.press("r", "f12")
        assert isinstance(clerk.app.screen, ComplaintScreen)
    assert said(desk, operator, number) == []


async def test_an_empty_remark_is_refused_at_the_field(complaint):
    async with complaint() as clerk:
        await clerk.press("r", "f10")
        assert "Remark is empty. Please fill it in." in clerk.text
        assert clerk.app.focused.id == "text"


async def test_a_conflict_tells_what_the_other_did_keeps_the_words_and_waits_for_f5(
    complaint, desk, operator, staff, number
):
    async with complaint() as clerk:
        await clerk.press("c", *"Delivered")
        act(desk, staff["colleague"], number, Action.TAKE)
        await clerk.press(*["f10"] * 5)
        assert "10000003 took it at 10:00" in flat(clerk)
        assert "F5, then F10 sends it all the same." in told(clerk)
        assert "Taken by: nobody → 10000003, by 10000003 at 10:00" in told(clerk)
        assert clerk.app.focused.text == "Delivered"
        assert desk.cases.show(operator, number).state is State.PENDING
        await clerk.press("f5", "f10")
        await clerk.until("Seek confirmation: done.")
    assert desk.cases.show(operator, number).resolution == "Delivered"


async def test_what_changed_before_the_key_was_pressed_is_told_as_well(
    complaint, desk, operator, staff, number
):
    async with complaint() as clerk:
        await clerk.until("nobody yet")
        act(desk, staff["colleague"], number, Action.REMARK, text="It lies in bag 14.")
        await clerk.press("t")
        await clerk.until("10000003 added a remark")
        assert desk.cases.show(operator, number).assignee is None
        await clerk.press("t")
        await clerk.until("Take: done.")
    assert desk.cases.show(operator, number).assignee == "10000002"


async def test_what_became_impossible_meanwhile_is_refused_and_shown(
    complaint, desk, operator, staff, number
):
    async with complaint() as clerk:
        await clerk.press("x", *"682024001", "enter", *"Theirs")
        act(desk, staff["colleague"], number, Action.SEEK_CONFIRMATION, text="Delivered.")
        await clerk.press("f10")
        assert "10000003 asked the customer for" in flat(clerk)
        await clerk.press("f5", "f10")
        assert "Transfer is not possible" in flat(clerk)
        assert clerk.app.screen.query_one("#reason").text == "Theirs"
        await clerk.press("f12")
        await clerk.until("Closure Confirmation Sought")
    assert desk.cases.show(operator, number).office_code == "682001001"


async def test_a_store_that_fails_keeps_the_dialog_and_a_second_try_acts_once(
    complaint, desk, operator, number, monkeypatch
):
    real, tries = Processing.act, []

    def lost(self, *args, **kwargs):
        done = real(self, *args, **kwargs)
        tries.append(kwargs["key"])
        if len(tries) == 1:
            raise StoreUnavailable("The store is busy. Please try again.")
        return done

    monkeypatch.setattr(Processing, "act", lost)
    async with complaint() as clerk:
        await clerk.press("r", *"Asked", "f10")
        assert "The store is busy." in clerk.text
        await clerk.press("f10")
        await clerk.until("Remark: done.")
    assert len(set(tries)) == 1
    assert said(desk, operator, number) == [(Action.REMARK, {"text": "Asked"})]


async def test_a_transfer_goes_to_the_office_of_a_pin(complaint, desk, staff, number):
    async with complaint() as clerk:
        await clerk.press("x", *"682024", "enter")
        await clerk.until("Transfer to which office?")
        await clerk.press("enter", *"Theirs", "f10")
        await clerk.until("Transfer: done.")
        assert "not yours to see any more" not in clerk.text
    view = desk.cases.show(staff["other_operator"], number)
    assert view.office_code == "682024001"


async def test_a_transfer_without_an_office_is_refused(complaint):
    async with complaint() as clerk:
        await clerk.press("x", *"zzzzzz", "f10")
        assert "No office is found for zzzzzz" in clerk.text
        await clerk.press("ctrl+u", "f10")
        assert "Name the office to transfer to" in clerk.text
        assert clerk.app.focused.id == "target"


async def test_a_pdf_is_attached_and_a_png_is_refused(complaint, desk, operator, number, tmp_path):
    (tmp_path / "a.pdf").write_bytes(PDF)
    (tmp_path / "b.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(90))
    async with complaint() as clerk:
        await clerk.press("a")
        clerk.app.focused.value = str(tmp_path / "b.pdf")
        await clerk.press("f10")
        assert "PNG" in clerk.text
        clerk.app.focused.value = str(tmp_path / "none.pdf")
        await clerk.press("f10")
        assert "cannot be read" in " ".join(clerk.text.split())
        clerk.app.focused.value = str(tmp_path / "a.pdf")
        await clerk.press("f10")
        await clerk.until("Attach: done.")
    assert [file.file_name for file in desk.cases.show(operator, number).attachments] == ["a.pdf"]


async def test_h_rolls_to_the_history_and_o_to_what_cannot_be_done(
    complaint, desk, operator, number
):
    for n in range(30):
        act(desk, operator, number, Action.REMARK, text=f"Remark number {n}")
    async with complaint() as clerk:
        await clerk.until("Ravi Kumar (sender)")
        assert "Remark number 29" not in clerk.text
        await clerk.press("h")
        assert "Remark number 29" in clerk.text
        await clerk.press("o")
        assert "What cannot be done now, and why" in clerk.text


async def test_hostile_words_are_shown_as_they_are(desk, operator, tmp_path):
    number = file_complaint(
        desk, operator, name="[b]Ravi[/]", description="\x1b]0;owned\x07 [red]no[/red] \u202eabc"
    )
    screen = ComplaintScreen(desk, operator, number)
    async with visiting(screen, tmp_path) as clerk:
        await clerk.until("[b]Ravi[/] (sender)")
        assert "^[]0;owned^G [red]no[/red] <U+202E>abc" in clerk.text


async def test_who_may_not_see_it_is_told_so(desk, staff, number, tmp_path):
    screen = ComplaintScreen(desk, staff["far_operator"], number)
    async with visiting(screen, tmp_path) as clerk:
        await clerk.until("not yours to see any more")
        await clerk.press("t")
        assert "There is no complaint" in clerk.text


@pytest.mark.parametrize("size", [(80, 24), (132, 43)])
async def test_it_fits(complaint, size):
    async with complaint(size=size) as clerk:
        await clerk.until("Ravi Kumar (sender)")
        lines = clerk.text.splitlines()
        assert len(lines) <= size[1]
        assert "M Actions" in lines[-1]
        assert lines[-1].endswith("H History")
        assert ("History, the newest first" in clerk.text) == (size[0] == 132)


async def test_offices_are_told_by_name_and_code(complaint):
    async with complaint() as clerk:
        await clerk.until("Against")
        for label in ("Against", "Booking office", "Registered"):
            assert "Kochi (682001001)" in clerk.line(label), label
