"""The responsibility enquiry: what each office on the route did with the bag and the item.

It runs beside the complaint, which need not wait for it (handbook: search goes stage by stage).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from dopcrm_tui.rules.dates import show_day


class Disposal(StrEnum):
    """What an office says it did with a bag, or with an item."""

    DISPATCHED = "dispatched"
    RECEIVED = "received"
    DELIVERED = "delivered"
    NOT_RECEIVED = "not_received"
    NO_RECORD = "no_record"


DISPOSAL_LABELS = {
    Disposal.DISPATCHED: "dispatched",
    Disposal.RECEIVED: "received, and not sent on",
    Disposal.DELIVERED: "delivered",
    Disposal.NOT_RECEIVED: "not received",
    Disposal.NO_RECORD: "no record",
}

CAME = frozenset({Disposal.DISPATCHED, Disposal.RECEIVED, Disposal.DELIVERED})
"""What only an office can say to which it came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What one office on the route says; `bag_number` is that of the bag it came or went in."""

    office: str
    item: Disposal
    bag: Disposal | None = None
    bag_number: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Enquiry:
    """An enquiry; `route` are the codes of the offices in the order of the article's way."""

    opened_at: datetime
    due_at: datetime
    route: tuple[str, ...]
    postings: Mapping[str, Posting] = field(default_factory=dict)
    finding: str = ""
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether offices still have to answer, or somebody to find."""
        return self.closed_at is None

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The offices that have not posted yet."""
        return tuple(code for code in self.route if code not in self.postings)


@dataclass(frozen=True, slots=True)
class Gap:
    """Where the way breaks off: sent from one office, not come to another.

    `is_bag` tells whether the whole bag did not come; those `between` have not answered, or have no
    record.
    """

    sender: str
    receiver: str
    is_bag: bool
    between: tuple[str, ...] = ()


def gap_of(enquiry: Enquiry) -> Gap | None:
    """Return the first 'not received' after 'dispatched', None while there is none."""
    sender = None
    for place, office in enumerate(enquiry.route):
        said = enquiry.postings.get(office)
        if said is None:
            continue
        is_bag = said.bag is Disposal.NOT_RECEIVED
        if sender is not None and (is_bag or said.item is Disposal.NOT_RECEIVED):
            return Gap(enquiry.route[sender], office, is_bag, enquiry.route[sender + 1 : place])
        if said.item is Disposal.DISPATCHED:
            sender = place
    return None


def opened(route: tuple[str, ...], now: datetime, window: timedelta) -> Enquiry:
    """Return a new enquiry."""
    return Enquiry(now, now + window, route)


def posted(enquiry: Enquiry, posting: Posting) -> Enquiry:
    """Return an enquiry with what an office says, in place of what it said before."""
    return replace(enquiry, postings={**enquiry.postings, posting.office: posting})


def wrong_route(route: tuple[str, ...]) -> str:
    """Return what is wrong with a route, nothing where nothing is."""
    if len(route) < 2:
        return "Name at least two offices, in the order of the article's way."
    if len(set(route)) < len(route):
        return "An office stands on the route once."
    return ""


def wrong_posting(posting: Posting) -> str:
    """Return what contradicts itself in a posting, nothing where nothing does."""
    if posting.bag is Disposal.NOT_RECEIVED and posting.item in CAME:
        return "The item cannot have come where its bag did not."
    if posting.bag is Disposal.DELIVERED:
        return "A bag is dispatched, received or not received; it is the item that is delivered."
    return ""


def posting_words(posting: Posting) -> str:
    """Say what an office did with item and bag."""
    item = f"item {DISPOSAL_LABELS[posting.item]}"
    number = f" {posting.bag_number}" if posting.bag_number else ""
    bag = f", bag{number} {DISPOSAL_LABELS[posting.bag]}" if posting.bag else ""
    bag = bag or (f", bag{number}" if number else "")
    return f"{item}{bag}{f' on {show_day(posting.on)}' if posting.on else ''}"


def posting_told(posting: Posting) -> dict[str, object]:
    """Return a posting as a history keeps it."""
    return dict(_told(posting))


def _told(posting: Posting) -> Iterator[tuple[str, object]]:
    yield "office", posting.office
    yield "item", posting.item.value
    if posting.bag is not None:
        yield "bag", posting.bag.value
    if posting.bag_number:
        yield "bag_number", posting.bag_number
    if posting.on is not None:
        yield "on", posting.on.isoformat()


def posting_kept(told: Mapping[str, Any]) -> Posting:
    """Return a posting that a history keeps. Raises LookupError, TypeError or ValueError."""
    return Posting(
        office=told["office"],
        item=Disposal(told["item"]),
        bag=Disposal(told["bag"]) if "bag" in told else None,
        bag_number=told.get("bag_number", ""),
        on=date.fromisoformat(told["on"]) if "on" in told else None,
    )
