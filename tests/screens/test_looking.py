"""Personal numbers are masked until somebody asks for them, and again when they have read."""

import pytest
from filed import file_complaint
from textual.widgets import Static
from visit import until, visiting

from screens import complaint as complaint_screen
from screens.complaint import ComplaintScreen


@pytest.fixture
def number(desk, operator):
    return file_complaint(desk, operator)


@pytest.fixture
def complaint(desk, operator, number, tmp_path):
    def sit_down(**options):
        return visiting(ComplaintScreen(desk, operator, number), tmp_path, **options)

    return sit_down


async def test_the_mobile_is_masked_until_v_and_the_look_is_kept(complaint, desk, number):
    async with complaint() as clerk:
        await clerk.until("98xxxxxx10")
        assert "9876543210" not in clerk.text
        await clerk.press("v")
        await clerk.until("9876543210")
        await clerk.press("f5")
        await clerk.until("98xxxxxx10")
    from sqlmodel import select

    from data.models.operator import AccountEvent

    with desk.store.reading() as session:
        looks = session.exec(select(AccountEvent).where(AccountEvent.kind == "reveal")).all()
    assert [look.data for look in looks] == [{"number": number}]


@pytest.mark.parametrize("over", ["", "r", "h"], ids=["alone", "under a dialog", "rolled down"])
async def test_what_is_shown_hides_again_by_itself(complaint, monkeypatch, over):
    monkeypatch.setattr(complaint_screen, "HIDDEN_AFTER", 0.6)
    async with complaint(size=(132, 43)) as clerk:
        await clerk.until("98xxxxxx10")
        await clerk.press("v")
        await clerk.until("9876543210")
        if over:
            await clerk.press(over)
        await until(lambda: "9876543210" not in everything_on(clerk.app))


async def test_it_stays_for_a_quarter_of_a_minute(complaint):
    async with complaint() as clerk:
        await clerk.until("98xxxxxx10")
        await clerk.press("v")
        await clerk.until("9876543210")
        assert clerk.app.screen._look._interval == complaint_screen.HIDDEN_AFTER == 15.0


def everything_on(app):
    """The text of every widget of every screen, also of those below."""
    shown = [screen.query(Static).results() for screen in app.screen_stack]
    return "\n".join(str(static.content) for some in shown for static in some)
