"""Dates as people type them, days as India counts them."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

IST = ZoneInfo("Asia/Kolkata")

_SHAPES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})", re.ASCII),
)


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


def show_time(at: datetime) -> str:
    """Write an instant in Indian Standard Time."""
    return f"{at.astimezone(IST):%d-%m-%Y %H:%M}"
