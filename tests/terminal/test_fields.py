"""The one-line field: what a letter costs, and what is seen of a long text."""

from textual.app import App
from textual.containers import Horizontal

from dopcrm_tui.terminal.fields import Field


class Form(App):
    """Two narrow fields side by side."""

    CSS = "Field { width: 12; height: 1; border: none; padding: 0; }"

    def compose(self):
        with Horizontal():
            yield Field(id="first")
            yield Field(id="second")


def line(app):
    return "".join(segment.text for segment in app.screen._compositor.render_strips()[0])


async def test_a_letter_has_nothing_arranged_anew():
    async with Form().run_test() as pilot:
        await pilot.pause()
        arranged = []
        pilot.app.screen.screen_layout_refresh_signal.subscribe(
            pilot.app.screen, lambda _: arranged.append(1), immediate=True
        )
        await pilot.press(*"EM123456785IN", "backspace", "home", "x")
        await pilot.pause()
        assert pilot.app.query_one("#first", Field).value == "xEM123456785I"
        assert arranged == []


async def test_of_a_long_text_the_end_is_seen_and_with_home_its_beginning():
    async with Form().run_test() as pilot:
        await pilot.press(*"abcdefghijklmnopqrstuvwxyz")
        await pilot.pause()
        assert line(pilot.app)[:12] == "pqrstuvwxyz "
        await pilot.press("home")
        await pilot.pause()
        assert line(pilot.app)[:12] == "abcdefghijkl"
        await pilot.press("tab", "1")
        await pilot.pause()
        assert line(pilot.app)[12:24].rstrip() == "1"
