"""A supervisor sees where work is stuck."""

from visit import visiting

from dopcrm_tui.services.new_complaint import Complainant, NewComplaint
from screens.reports import ReportsScreen


def register(desk, operator):
    form = NewComplaint(
        grievance="999",
        complainant=Complainant(name="Ravi", mobile="9876543210"),
        against_office="682001001",
        description="Nobody answers.",
    )
    return desk.intake.register(operator, form)


async def test_pending_and_overdue_are_counted_by_queue(desk, operator, staff, clock, tmp_path):
    register(desk, operator)
    clock.advance(days=60)
    register(desk, operator)
    supervisor = staff["division_supervisor"]
    async with visiting(ReportsScreen(desk, supervisor), tmp_path) as reader:
        shown = await reader.until("Ernakulam Division · Kochi Region and all offices below")
        assert "as of 22-01-2027 10:00 IST" in shown
        assert reader.line("Pending for Resolution").split()[-3:] == ["2", "1", "LATE"]
        assert reader.line("Pending at External Authorities").split()[-2:] == ["0", "0"]


async def test_enter_opens_the_queue(desk, operator, tmp_path):
    register(desk, operator)
    async with visiting(ReportsScreen(desk, operator), tmp_path) as reader:
        await reader.until("Kochi H.O")
        await reader.press("enter")
        await reader.until("Ravi")
        await reader.press("f3")
        await reader.until("as of")


async def test_f5_counts_again(desk, operator, tmp_path):
    async with visiting(ReportsScreen(desk, operator), tmp_path) as reader:
        await reader.until("Kochi H.O")
        register(desk, operator)
        await reader.press("f5")
        assert reader.line("Pending for Resolution").split()[-2:] == ["1", "0"]


async def test_who_has_no_queues_is_told_why(desk, administrator, tmp_path):
    async with visiting(ReportsScreen(desk, administrator), tmp_path) as reader:
        await reader.until("Administrators see no complaints.")
