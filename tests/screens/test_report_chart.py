"""Bars and shades: longer and darker is more, nothing is nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.report_chart import SHADES, bar, shade

MOST = st.integers(1, 10**7)


@given(MOST, st.integers(1, 100), st.data())
def test_a_bar_is_as_long_as_its_share(most, width, data):
    figure = data.draw(st.integers(0, most))
    drawn = bar(figure, most, width)
    assert abs(len(drawn) - width * figure / most) <= 1
    assert bool(drawn) == bool(figure)
    assert drawn.isascii()


@given(MOST, st.data())
def test_more_is_never_shorter_nor_lighter(most, data):
    less, more = sorted((data.draw(st.integers(0, most)), data.draw(st.integers(0, most))))
    assert len(bar(less, most, 40)) <= len(bar(more, most, 40))
    assert SHADES.index(shade(less, most)) <= SHADES.index(shade(more, most))


@pytest.mark.parametrize("figure", [None, 0])
def test_nothing_is_drawn_as_nothing(figure):
    assert (bar(figure, 10, 20), shade(figure, 10)) == ("", " ")


def test_the_most_is_whole_and_darkest():
    assert bar(7, 7, 20) == "#" * 20
    assert shade(7, 7) == "#"
    assert shade(1, 1_000) == "."
