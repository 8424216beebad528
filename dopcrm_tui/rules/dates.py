"""Dates as people type them, days as India counts them."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

IST = ZoneInfo("Asia/Kolkata")

_SHAPES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})", re.ASCII),
)

_DURATION = re.compile(
    r"(?P<sign>-?)P(?=.)(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?"
    r"(?:(?P<seconds>\d+)(?:\.(?P<microseconds>\d{6}))?S)?)?",
    re.ASCII,
)
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"))


def today(now: datetime) -> date:
    """Return the day in India at an instant."""
    return now.astimezone(IST).date()


def parse_date(text: str, today: date) -> date:
    """Return a day that has come, typed as 2026-11-01, 01-11-2026, 1/11/2026 or 01112026.

    Raises ValueError where it is no date, or lies in the future.
    """
    day = parse_any_date(text)
    if day > today:
        raise ValueError(f"{day:%d-%m-%Y} has not come yet; today is {today:%d-%m-%Y}.")
    return day


def parse_any_date(text: str) -> date:
    """Return a day, past or future, typed as for `parse_date`. Raises ValueError."""
    for shape in _SHAPES:
        if match := shape.fullmatch(text.strip()):
            parts = {name: int(value) for name, value in match.groupdict().items()}
            try:
                return date(**parts)
            except ValueError:
                break
    raise ValueError("That is not a date; type it as 01-11-2026.")


def show_day(day: date) -> str:
    """Write a day as people in India read it."""
    return f"{day:%d-%m-%Y}"


def in_india(at: datetime) -> datetime:
    """Return a moment as clocks in India show it."""
    return at.astimezone(IST)


def show_clock(at: datetime) -> str:
    """Write the time of day of an instant in Indian Standard Time."""
    return f"{at.astimezone(IST):%H:%M}"


def show_time(at: datetime) -> str:
    """Write an instant in Indian Standard Time."""
    return f"{at.astimezone(IST):%d-%m-%Y %H:%M}"


def show_hour(at: datetime, now: datetime) -> str:
    """Write an instant of today by its hour in India, another one with its day."""
    return f"{at.astimezone(IST):%H:%M}" if today(at) == today(now) else show_time(at)


def show_spell(spell: timedelta) -> str:
    """Write a length of time, however it is signed, to the minute: `2 d 3 h`, `48 min`, `12 s`."""
    left = abs(spell) // timedelta(seconds=1)
    if left < 60:
        return f"{left} s"
    parts = []
    for seconds, unit in _UNITS:
        count, left = divmod(left, seconds)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts)


def write_duration(spell: timedelta) -> str:
    """Write a length of time as ISO 8601 has it: P7D, P1DT12H, PT0S."""
    sign, spell = ("-", -spell) if spell < timedelta(0) else ("", spell)
    hours, left = divmod(spell.seconds, 3_600)
    minutes, seconds = divmod(left, 60)
    fraction = f".{spell.microseconds:06}" if spell.microseconds else ""
    day = f"{spell.days}D" if spell.days else ""
    parts = ((hours, "H"), (minutes, "M"))
    time = "".join(f"{count}{unit}" for count, unit in parts if count)
    if seconds or fraction or not (day or time):
        time += f"{seconds}{fraction}S"
    return f"{sign}P{day}" + (f"T{time}" if time else "")


def read_duration(written: str) -> timedelta:
    """Return a length of time written as ISO 8601 in days and smaller. Raises ValueError."""
    match = _DURATION.fullmatch(written)
    if match is None:
        raise ValueError(f"{written!r} is no duration such as P21D or PT48H.")
    parts = match.groupdict("0")
    sign = -1 if parts.pop("sign") else 1
    return sign * timedelta(**{unit: int(number) for unit, number in parts.items()})
