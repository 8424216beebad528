"""Make the store of the demonstration: offices, people, and seventy days of complaints."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import count
from random import Random

from data.catalogues.offices import read_demo_offices
from data.catalogues.taxonomy import grievance
from data.database import Store
from data.setup import create_store
from dopcrm_tui.demo.bills import BILLS, Bill
from dopcrm_tui.demo.customers import Topic, topics
from dopcrm_tui.demo.people import DemoOperator, actors, hire
from dopcrm_tui.demo.play import Play
from dopcrm_tui.demo.stage import MovedClock, Stage
from dopcrm_tui.demo.stories import Steps
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.dates import IST

DAYS = timedelta(days=75)
_SWEEPS = timedelta(hours=6)
"""No story comes so near to a deadline that it would matter."""

_OPENS, _SHUTS = time(9, 30), time(17, 0)

Progress = Callable[[int, int], None]
"""Told how many complaints have begun, and of how many."""


@dataclass(frozen=True, slots=True)
class DemoStore:
    """A store to play with, and who can log in."""

    url: str
    operators: tuple[DemoOperator, ...]


def build_demo(url: str, *, now: datetime, random: Random, on_progress: Progress) -> DemoStore:
    """Make a demonstration at `url`, its last act before `now`.

    Outside tests `random` is `secrets.SystemRandom()`: it draws the secrets. Raises
    StoreUnavailable.
    """
    clock = MovedClock(now - DAYS)
    create_store(url, read_demo_offices(), now=clock.now, random=random, demo=True).close()
    store = Store.open(url, throw_away=True)
    hired = hire(store, clock, random)
    stage = _stage(store, clock, random, hired)
    _play(stage, now, on_progress)
    store.close()
    return DemoStore(url, hired)


def _stage(
    store: Store, clock: MovedClock, random: Random, hired: tuple[DemoOperator, ...]
) -> Stage:
    desk = Desk.over(store, clock=clock, chance=random)
    offices = {one.code: one.path for one in desk.directory.under("IN")}
    return Stage(desk, clock, random, actors(store, clock, hired), offices)


def _play(stage: Stage, end: datetime, on_progress: Progress) -> None:
    """Play all stories side by side, in the order of time; what is not over at `end` stays open."""
    tickets, begun = count(), count(1)
    coming: list[tuple[datetime, int, Steps]] = []
    for bill in BILLS:
        for _ in range(bill.times):
            begins = end - timedelta(days=stage.random.uniform(bill.least, bill.most))
            steps = _steps(stage, bill, end, lambda: on_progress(next(begun), TIMES))
            heapq.heappush(coming, (_at_work(begins, end, stage.random), next(tickets), steps))
    rung = stage.clock.now
    while coming:
        at, ticket, steps = heapq.heappop(coming)
        if at - rung > _SWEEPS:
            stage.ring_alarms(at)
            rung = at
        stage.clock.now = at
        wanted = next(steps, None)
        if wanted is not None and (then := _at_work(wanted, end, stage.random)) < end:
            heapq.heappush(coming, (then, ticket, steps))
    stage.ring_alarms(end)
    stage.deliver()


TIMES = sum(bill.times for bill in BILLS)
"""How many complaints there will be."""


def _steps(stage: Stage, bill: Bill, end: datetime, on_begin: Callable[[], None]) -> Steps:
    topic = stage.random.choice(_topics(bill.topics))
    office = bill.office or stage.random.choice(stage.counters())
    play = Play(stage, topic, office, end, bill.origin)
    play.register()
    on_begin()
    yield from bill.story(play)


def _at_work(wanted: datetime, end: datetime, random: Random) -> datetime:
    """Return the time when offices are open next, or the very time where that is after the end."""
    local = wanted.astimezone(IST)
    if _OPENS <= local.time() <= _SHUTS:
        return wanted
    day = local.date() + timedelta(days=local.time() > _SHUTS)
    opening = datetime.combine(day, _OPENS, IST) + timedelta(minutes=random.uniform(0, 90))
    return wanted if opening >= end else opening.astimezone(UTC)


def _topics(what: str) -> list[Topic]:
    """Return the topics of a bill: each with its time limit in days."""
    limits = {topic: min(grievance(code).limit_days for code in topic.codes) for topic in topics()}
    wanted = {"slow": {30}, "quick": {21}, "foreign": {60}, "ordinary": {21, 30}}
    if what == "mail":
        return [topic for topic in limits if {"101", "102"} & set(topic.codes)]
    if what == "staff":
        return [topic for topic in limits if topic.staff]
    return [topic for topic, days in limits.items() if days in wanted[what] and not topic.staff]
