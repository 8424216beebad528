"""A text shows all of its lines, whenever it comes."""

import asyncio

import pytest
from textual.app import App
from textual.containers import VerticalScroll
from textual.widgets import Static

from dopcrm_tui.terminal.passage import PRIVATE, Passage

LINES = "One\nTwo\nThree"


class Busy(Passage):
    """Asks for a layout, is measured for another's sake, and only then gets its text."""

    measured = None

    def get_content_height(self, *sizes):
        if self.measured:
            self.measured.set()
        return super().get_content_height(*sizes)

    async def be_told(self):
        self.measured = asyncio.Event()
        self.refresh(layout=True)
        await self.measured.wait()
        self.update(LINES)


async def test_all_lines_are_shown_of_a_text_that_comes_while_a_layout_is_awaited():
    app = App()
    async with app.run_test() as pilot:
        text = Busy("Less")
        around = VerticalScroll(text)
        await app.mount(around)
        await pilot.pause()
        text.call_later(text.be_told)
        await around.mount(Static("Another"))
        await pilot.pause()
        assert text.size.height == 3


@pytest.mark.parametrize("name", PRIVATE)
def test_every_private_name_is_there(name):
    assert name in vars(Passage())
