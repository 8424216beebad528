"""A list whose columns change with what stands in them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Region

from dopcrm_tui.terminal.line_layout import Column
from dopcrm_tui.terminal.line_list import LineList


class FigureTable(LineList):
    """Rows of figures; titles and widths can be set anew."""

    def relabel(self, columns: Sequence[Column]) -> None:
        """Lay the cells out in other columns, as many as before."""
        old, self._columns = self._columns, tuple(columns)
        if [column.width for column in old] != [column.width for column in columns]:
            self.refresh()
        elif old != self._columns:
            self.refresh(Region(0, 0, self.size.width, 1))
