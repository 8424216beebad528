"""A supervisor sees where work is stuck, and goes down to the complaint."""

from filed import FORM, act, file_complaint
from visit import visiting

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.reporting.reports import BY_NAME
from dopcrm_tui.rules.vocabulary import Action, Authority
from dopcrm_tui.services.reports import Filters
from screens.report import ReportScreen
from screens.reports import ReportsScreen

EDAPALLY = "682024001"


def opened(desk, actor, name, filters=Filters()):  # noqa: B008
    return ReportScreen(desk, actor, BY_NAME[name], filters)


async def test_the_first_screen_names_what_is_late_and_three_keys_open_it(
    desk, operator, staff, clock, tmp_path
):
    late = file_complaint(desk, operator, name="Asha Iyer")
    clock.advance(minutes=5)
    outside = file_complaint(desk, operator, mobile="9876543211")
    act(
        desk,
        operator,
        outside,
        Action.REFER_EXTERNAL,
        authority=Authority.CUSTOMS,
        reference="CUS/7",
        reason="It lies there.",
    )
    clock.advance(days=60)
    file_complaint(desk, operator, mobile="9876543212")
    async with visiting(ReportsScreen(desk, staff["division_supervisor"]), tmp_path) as reader:
        shown = await reader.until("Ernakulam Division · Kochi Region and all offices below")
        assert "as of 22-01-2027 10:05 IST" in shown
        assert reader.line("Office").split()[-2:] == ["2", "3"]
        assert "Kochi" in reader.line("Office")
        assert "Non delivery" in reader.line("Grievance")
        assert reader.line("Authority").split() == ["Authority", "Customs", "1", "1"]
        await reader.press("enter")
        await reader.until("Late: open, and past")
        await reader.until("Asha Iyer")
        await reader.press("enter")
        await reader.until(late[:4])
        await reader.until("The article was booked and never came.")


async def test_enter_goes_down_from_office_to_office_and_f12_back_up(
    desk, operator, staff, tmp_path
):
    file_complaint(desk, operator)
    chief = staff["directorate_supervisor"]
    async with visiting(opened(desk, chief, "pending"), tmp_path) as reader:
        for place in ("Kerala", "Kochi Region", "Ernakulam Division"):
            await reader.until(place)
            await reader.press("down", "enter")
        await reader.until("Kochi  ")
        assert reader.line("Kochi  ").split()[-2:] == ["1", "0"]
        await reader.press("down", "enter")
        await reader.until("Ravi Kumar")
        await reader.press("f12", "f12")
        await reader.until("Kochi Region · Kerala")


async def test_left_and_right_choose_the_figure_whose_complaints_are_listed(
    desk, operator, staff, tmp_path
):
    file_complaint(desk, operator)
    taken = file_complaint(desk, operator, mobile="9876543211", name="Asha Iyer")
    act(desk, operator, taken, Action.SEEK_CONFIRMATION, text="Delivered on 20 November.")
    async with visiting(opened(desk, staff["division_supervisor"], "pending"), tmp_path) as reader:
        await reader.until("*Open ")
        assert "all that is not closed" in reader.text
        await reader.press("left")
        await reader.until("*Confirm")
        assert reader.line("All").split() == ["All", "1", "0", "0", "1", "2", "0"]
        await reader.press("l")
        await reader.until("Asha Iyer")
        assert "Ravi Kumar" not in reader.text
        await reader.press("f12", "right", "right", "right")
        await reader.until("*Pending")
        await reader.press("down", "l")
        await reader.until("Ravi Kumar")
        assert "Asha Iyer" not in reader.text


async def test_a_report_is_narrowed_by_days_category_channel_and_office(
    desk, operator, staff, clock, tmp_path
):
    file_complaint(desk, operator)
    clock.advance(days=40)
    desk.intake.register(operator, FORM.model_copy(update={"channel": "letter"}))
    async with visiting(opened(desk, staff["division_supervisor"], "settled"), tmp_path) as reader:
        await reader.until("04-12-2026 to 02-01-2027")
        assert reader.line("All").split()[:2] == ["All", "1"]
        await reader.press("f")
        await reader.type("682001001\n2026\n")
        await reader.press("f10")
        await reader.until("01-01-2026 to 31-12-2026")
        assert reader.line("All").split()[:2] == ["All", "1"]
        await reader.press("f")
        await reader.type("\n01112026\n02012027\n1\n2")
        await reader.press("f10")
        await reader.until("only Mail/Money Orders · letter")
        assert "01-11-2026 to 02-01-2027" in reader.text
        assert reader.line("All").split()[:2] == ["All", "1"]


async def test_what_cannot_be_narrowed_by_is_said_and_kept(desk, operator, tmp_path):
    file_complaint(desk, operator)
    async with visiting(opened(desk, operator, "settled"), tmp_path) as reader:
        await reader.until("*Received")
        await reader.press("f")
        await reader.type("\n31112026\n\n9\n0")
        await reader.press("f10")
        await reader.until("That is not a date")
        told = " ".join(reader.text.replace("|", " ").split())
        assert "The category is a number from 1 to 4." in told
        assert "The channel is a number from 1 to 9." in told
        assert "31112026" in reader.text
        await reader.press("f8", "shift+tab")
        await reader.type("682024001")
        await reader.press("f10")
        await reader.until("outside your jurisdiction")


async def test_a_complaint_that_has_gone_elsewhere_is_counted_and_not_shown(
    desk, operator, staff, tmp_path
):
    number = file_complaint(desk, staff["other_operator"], name="Asha Iyer")
    away = Act(action=Action.TRANSFER, reason="Not ours")
    desk.processing.act(operator, number, away, target_code="560005001")
    async with visiting(opened(desk, operator, "transfers"), tmp_path) as reader:
        await reader.until("*Received")
        await reader.press("right", "l")
        await reader.until("lies outside your offices now")
        assert "Asha Iyer" not in reader.text
        await reader.press("enter")
        await reader.until("outside your offices now.")


async def test_f5_counts_again(desk, operator, tmp_path):
    async with visiting(opened(desk, operator, "pending"), tmp_path) as reader:
        await reader.until("Nothing to count.")
        file_complaint(desk, operator)
        await reader.press("f5")
        await reader.until("All")
        assert reader.line("All").split()[-2:] == ["1", "0"]


async def test_who_has_no_queues_is_told_why(desk, administrator, tmp_path):
    async with visiting(ReportsScreen(desk, administrator), tmp_path) as reader:
        await reader.until("Administrators see no complaints.")


async def test_c_draws_bars_of_the_chosen_figure_and_shades_ages(
    desk, operator, staff, clock, tmp_path
):
    for mobile in ("9876543210", "9876543211"):
        file_complaint(desk, operator, mobile=mobile)
    chief = staff["division_supervisor"]
    async with visiting(opened(desk, chief, "pending"), tmp_path) as reader:
        await reader.until("*Open ")
        await reader.press("c")
        await reader.until("2 ####")
        assert len(reader.line("####").split()[-1]) == 80 - 24 - 9 - 2
        assert "Confirm" not in reader.text
        await reader.press("c")
        await reader.until("Confirm")
        assert "###" not in reader.text
    clock.advance(days=5)
    async with visiting(opened(desk, chief, "age"), tmp_path) as reader:
        await reader.until("4-7")
        await reader.press("c")
        await reader.until("# 2")
        assert reader.line("# 2").split() == ["Kochi", "0", "#", "2", *"00000", "2"]


async def test_twelve_months_stand_side_by_side_the_last_ones_first_to_be_seen(
    desk, operator, staff, clock, tmp_path
):
    file_complaint(desk, operator)
    clock.advance(days=30)
    for mobile in ("9876543211", "9876543212"):
        file_complaint(desk, operator, mobile=mobile)
    chief = staff["division_supervisor"]
    async with visiting(opened(desk, chief, "trend-services"), tmp_path, (132, 43)) as reader:
        await reader.until("*Year")
        titles = reader.line("*Year").split()
        assert (titles[0], titles[-2:]) == ("Service", ["12-26", "*Year"])
        assert reader.line("Speed Post Letters").split()[-3:] == ["1", "2", "3"]
        await reader.press("down", "left", "l")
        await reader.until("12-26: Received")
        assert reader.text.count("EM123456785IN") >= 1
        assert len([each for each in reader.text.splitlines() if "2612-" in each]) == 2
        await reader.press("f12")
        await reader.until("*12-26")
        await reader.resize(80, 24)
        await reader.until_not("01-26")
        assert "11-26" in reader.text


async def test_p_compares_with_the_period_before(desk, operator, staff, clock, tmp_path):
    file_complaint(desk, operator)
    clock.advance(days=30)
    for mobile in ("9876543211", "9876543212", "9876543213"):
        file_complaint(desk, operator, mobile=mobile)
    chief = staff["division_supervisor"]
    async with visiting(opened(desk, chief, "settled"), tmp_path) as reader:
        await reader.until("*Received")
        await reader.press("p")
        await reader.until("Change")
        assert "24-11-2026 to 23-12-2026" in reader.text
        assert "before: 25-10-2026 to 23-11-2026" in reader.text
        assert reader.line("All").split() == ["All", "3", "1", "+2"]
        assert reader.line("Kochi  ").split() == ["Kochi", "3", "1", "+2"]
        await reader.press("p")
        await reader.until("Median")
    async with visiting(opened(desk, chief, "pending"), tmp_path) as reader:
        await reader.until("*Late")
        await reader.press("p")
        await reader.until("there is no period before")


async def test_s_puts_an_office_beside_its_sisters_without_looking_into_them(
    desk, operator, staff, tmp_path
):
    file_complaint(desk, operator)
    desk.intake.register(
        staff["other_operator"], FORM.model_copy(update={"against_office": EDAPALLY})
    )
    async with visiting(opened(desk, operator, "pending"), tmp_path) as reader:
        await reader.until("*Open ")
        assert "Edapally" not in reader.text
        await reader.press("s")
        await reader.until("beside its sister offices")
        assert reader.line("Edapally").split()[-2:] == ["1", "0"]
        await reader.press("down", "l")
        await reader.until("outside your jurisdiction")
        await reader.press("f12")
        await reader.until("Kochi  ")
        await reader.press("s")
        await reader.until_not("Edapally")
