"""The responsibility enquiry: which offices are asked, what each did, what was found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual.widget import Widget

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.dates import parse_any_date, show_day
from dopcrm_tui.rules.enquiry import Disposal, Posting
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.cases import ComplaintView
from dopcrm_tui.services.processing import REFERENCE_MAX
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.text_field import TextField
from screens.choice import Choice, choice_row, said
from screens.doing import Doing, FilledDialog, empty, insist
from screens.parts import row
from screens.words_dialog import WordsDialog

ITEMS = {
    "1": Disposal.DISPATCHED,
    "2": Disposal.NOT_RECEIVED,
    "3": Disposal.RECEIVED,
    "4": Disposal.DELIVERED,
    "5": Disposal.NO_RECORD,
}
_ITEM_WORDS = {digit: each.value.replace("_", " ") for digit, each in ITEMS.items()}
BAGS = {digit: each for digit, each in ITEMS.items() if each is not Disposal.DELIVERED}
_BAG_WORDS = {digit: _ITEM_WORDS[digit] for digit in BAGS}

_ROUTE_MAX = 300


class EnquiryOpening(FilledDialog):
    """Ask for the offices on the article's way, and why the enquiry is needed."""

    ACTION = Action.OPEN_ENQUIRY
    EXPLAINED = {
        "route": "The codes of the offices in the order of the article's way, spaces between.",
        "reason": "What is established: lost, late, damaged. The complaint does not wait for it.",
    }

    def fields(self) -> Iterable[Widget]:
        """Return the route, with the offices that the complaint names, and the reason."""
        route = route_of(self.view) if self.view else ""
        yield row("Offices", Field(route, id="route", max_length=_ROUTE_MAX))
        yield row("Reason", TextField(id="reason"))

    def act(self) -> Act:
        """Return the act. Raises `InvalidInput` naming what is missing."""
        route, reason = self.typed("route"), self.typed("reason")
        insist({"route": empty("Offices", route), "reason": empty("Reason", reason)})
        return Act(action=self.ACTION, route=codes(route), reason=reason)

    def recall(self, last: Doing) -> None:
        """Fill in what was sent before."""
        self.query_one("#route", Field).value = " ".join(last.act.route)
        self.query_one("#reason", TextField).text = last.act.reason


def codes(typed: str) -> tuple[str, ...]:
    """Return the office codes of a line, whatever stands between them."""
    return tuple(typed.replace(",", " ").split())


def route_of(view: ComplaintView) -> str:
    """Return the offices that a complaint names, in the order of the article's way."""
    named = [view.subject.get(name) for name in ("booking_office", "delivery_office")]
    return " ".join(dict.fromkeys(code for code in (*named, view.against_office) if code))


class DisposalDialog(FilledDialog):
    """Ask what an office on the route did with the item and its bag."""

    ACTION = Action.POST_DISPOSAL
    EXPLAINED = {
        "office": "The code of the office that answers; it stands on the route.",
        "item": f"What it did with the item: {said(_ITEM_WORDS)}.",
        "bag": f"What it did with the bag, where it says so: {said(_BAG_WORDS)}.",
        "bag_number": "The number of the bag, where it is known.",
        "on": "The day on which it did so, as 31-12-2026; or nothing.",
    }

    @property
    def _office(self) -> str:
        """The first office of the route that has not answered."""
        enquiry = self.view.enquiry if self.view else None
        return next(iter(enquiry.unanswered), "") if enquiry else ""

    def on_mount(self) -> None:
        """Begin behind the office, where it is known."""
        super().on_mount()
        if self._office:
            self.query_one("#item").focus()

    def fields(self) -> Iterable[Widget]:
        """Return the office, both disposals, the bag and the day."""
        yield row("Office", Field(self._office, id="office", max_length=20))
        yield choice_row("Item", Choice("item", _ITEM_WORDS))
        yield choice_row("Bag", Choice("bag", _BAG_WORDS))
        yield row("Bag number", Field(id="bag_number", max_length=REFERENCE_MAX))
        yield row("On", Field(id="on", placeholder="dd-mm-yyyy"))

    def act(self) -> Act:
        """Return the act. Raises `InvalidInput` naming what is missing, or no date."""
        office, item, day = self.typed("office"), ITEMS.get(self.typed("item")), self.typed("on")
        insist(
            {
                "office": empty("Office", office),
                "item": None if item else f"Item is empty. Choose: {said(_ITEM_WORDS)}.",
                "on": wrong_day("On", day),
            }
        )
        posting = Posting(
            office=office.strip(),
            item=item or Disposal.NO_RECORD,
            bag=BAGS.get(self.typed("bag")),
            bag_number=self.typed("bag_number").strip(),
            on=read_day(day),
        )
        return Act(action=self.ACTION, posting=posting)

    def recall(self, last: Doing) -> None:
        """Fill in what was sent before."""
        if (posting := last.act.posting) is None:
            return
        self.query_one("#office", Field).value = posting.office
        self.query_one("#item", Choice).put(_digit(posting.item))
        self.query_one("#bag", Choice).put(_digit(posting.bag) if posting.bag else "")
        self.query_one("#bag_number", Field).value = posting.bag_number
        self.query_one("#on", Field).value = show_day(posting.on) if posting.on else ""


def _digit(disposal: Disposal) -> str:
    return next(digit for digit, each in ITEMS.items() if each is disposal)


def read_day(typed: str) -> date | None:
    """Return a typed day, None where nothing was typed. Raises ValueError."""
    return parse_any_date(typed) if typed.strip() else None


def wrong_day(label: str, typed: str) -> str | None:
    """Return the sentence for a field that holds no day; nothing at all is none."""
    try:
        read_day(typed)
    except ValueError as problem:
        return f"{label}: {problem}"
    return None


class EnquiryClosing(WordsDialog):
    """Ask what was found."""

    ACTION = Action.CLOSE_ENQUIRY
    LABEL = "Finding"
    EXPLAINED = {"text": "What was found: where it came away, and what was done about it."}
