"""A source of a million rows that exist only while they are asked for."""

from dataclasses import dataclass, field

from dopcrm_tui.terminal.row_window import Direction, Page, Row


@dataclass
class NumberSource:
    """Rows 0 … length-1 by keyset; `gone` rows are left out; what was asked is noted."""

    length: int
    text: str = "a complaint"
    gone: set[int] = field(default_factory=set)
    asked: list[tuple[object, Direction, int]] = field(default_factory=list)

    async def __call__(self, anchor: object, direction: Direction, count: int) -> Page:
        """Return up to `count` rows strictly beyond the anchor."""
        self.asked.append((anchor, direction, count))
        if direction is Direction.FORWARD:
            span = range(0 if anchor is None else int(str(anchor)) + 1, self.length)
        else:
            span = range(self.length if anchor is None else int(str(anchor)))[::-1]
        numbers: list[int] = []
        for number in span:
            if len(numbers) > count:
                break
            if number not in self.gone:
                numbers.append(number)
        rows = [Row(n, (f"{n:011}", self.text, f"{n % 30}d")) for n in sorted(numbers[:count])]
        if self.length == 1:
            rows = [Row(0, (self.text,))]
        return Page(tuple(rows), has_more=len(numbers) > count)
