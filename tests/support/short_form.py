"""The short form of many cases for every run; the others belong to the campaign."""

from collections.abc import Sequence

import pytest


def every(nth: int, cases: Sequence[object]) -> list[object]:
    """Return all cases as parameters, all but each n-th marked for the campaign."""
    return [
        pytest.param(case, marks=() if place % nth == 0 else pytest.mark.campaign)
        for place, case in enumerate(cases)
    ]
