"""Ages of complaints in bands, in days of the calendar of India (domain, section 13)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dopcrm_tui.rules.dates import IST


@dataclass(frozen=True, slots=True)
class Band:
    """From the day a complaint is `first` days old until it is `last` days old; None is no end."""

    first: int
    last: int | None

    @property
    def label(self) -> str:
        """As a heading: `4-7`, `>60`."""
        return f">{self.first - 1}" if self.last is None else f"{self.first}-{self.last}"

    def span(self, today: date) -> tuple[datetime | None, datetime]:
        """Return between which instants a complaint of this age was registered, the last not in."""
        begun = None if self.last is None else _midnight(today - timedelta(days=self.last))
        return begun, _midnight(today - timedelta(days=self.first - 1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), IST)


BANDS = tuple(
    Band(first, last)
    for first, last in ((0, 3), (4, 7), (8, 15), (16, 21), (22, 30), (31, 60), (61, None))
)
