"""Compensation: what is claimed, what is sanctioned or refused, and that it is paid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from textual.widget import Widget

from dopcrm_tui.rules.compensation import (
    BAR_LABELS,
    Bar,
    Carriage,
    Claim,
    Harm,
    parse_rupees,
    rupees,
)
from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.dates import show_day
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.processing import REFERENCE_MAX
from dopcrm_tui.terminal.fields import Field
from screens.choice import Choice, choice_row, said
from screens.doing import ActDialog, Doing, FilledDialog, empty, insist
from screens.enquiry import read_day, wrong_day
from screens.parts import row
from screens.words_dialog import WordsDialog

CARRIAGES = {str(place): each for place, each in enumerate(Carriage, start=1)}
HARMS = {str(place): each for place, each in enumerate(Harm, start=1)}
BARS = {str(place): each for place, each in enumerate(Bar, start=1)}
_CARRIAGE_WORDS = {digit: each.value.replace("_", " ") for digit, each in CARRIAGES.items()}
_HARM_WORDS = {digit: each.value for digit, each in HARMS.items()}
_BAR_WORDS = {"0": "nothing", **{digit: each.value.split("_")[0] for digit, each in BARS.items()}}
_YES_NO = {"1": "yes", "2": "no"}
_MONEY = {"postage": "Postage", "insured": "Insured value", "loss": "Real loss"}
_LETTERS = {"E": Carriage.SPEED_POST, "R": Carriage.REGISTERED, "V": Carriage.INSURED}
"""What the first letter of an article number says of how it was sent."""


class ClaimDialog(FilledDialog):
    """Ask what became of the article; what the complaint tells already need not be typed."""

    ACTION = Action.CLAIM_COMPENSATION
    EXPLAINED = {
        "carriage": f"How it was sent: {said(_CARRIAGE_WORDS)}.",
        "harm": f"What became of it: {said(_HARM_WORDS)}. Pilferage is paid as damage.",
        "proof": "Whether you have seen a proof of booking.",
        "booked_on": "The day of booking; left empty, it is that of the complaint.",
        "postage": "In rupees; left empty, it is that of the complaint.",
        "insured": "In rupees; left empty, it is that of the complaint.",
        "loss": "What was really lost, in rupees; left empty, it is the value of the contents.",
        "days_late": "For a delay: days beyond the service standard, curfew and strikes left out.",
        "bar": "What stands against paying: "
        + "; ".join(f"{digit} {BAR_LABELS[each]}" for digit, each in BARS.items()),
    }

    @property
    def _carriage(self) -> str:
        """How it was sent, by the article number."""
        number = (self.view.subject.get("article_number") if self.view else None) or " "
        return _digit(CARRIAGES, _LETTERS.get(number[0]))

    def on_mount(self) -> None:
        """Begin with what became of it, where it is known how it was sent."""
        super().on_mount()
        if self._carriage:
            self.query_one("#harm").focus()

    def fields(self) -> Iterable[Widget]:
        """Return the rows."""
        yield choice_row("Sent as", Choice("carriage", _CARRIAGE_WORDS, self._carriage))
        yield choice_row("Harm", Choice("harm", _HARM_WORDS))
        yield choice_row("Proof seen", Choice("proof", _YES_NO))
        yield row("Booked on", Field(id="booked_on", placeholder="dd-mm-yyyy"))
        for name, label in _MONEY.items():
            yield row(label, Field(id=name, max_length=15))
        yield row("Days late", Field(id="days_late", max_length=3, restrict=r"[0-9]*"))
        yield choice_row("Against it", Choice("bar", _BAR_WORDS, "0"))

    def act(self) -> Act:
        """Return the act. Raises `InvalidInput` naming what is missing, or no figure."""
        carriage, harm = CARRIAGES.get(self.typed("carriage")), HARMS.get(self.typed("harm"))
        proof = self.typed("proof")
        insist(
            {
                "carriage": None if carriage else f"Sent as: choose {said(_CARRIAGE_WORDS)}.",
                "harm": None if harm else f"Harm is empty. Choose: {said(_HARM_WORDS)}.",
                "proof": None if proof else "Proof seen is empty. Choose: 1 yes  2 no.",
                "booked_on": wrong_day("Booked on", self.typed("booked_on")),
                **{name: _wrong_money(label, self.typed(name)) for name, label in _MONEY.items()},
            }
        )
        claim = Claim(
            carriage=carriage or Carriage.SPEED_POST,
            harm=harm or Harm.LOSS,
            booked_on=read_day(self.typed("booked_on")),
            proof_of_booking=proof == "1",
            days_late=int(self.typed("days_late") or 0),
            postage=_read_money(self.typed("postage")),
            insured=_read_money(self.typed("insured")),
            loss=_read_money(self.typed("loss")),
            bar=BARS.get(self.typed("bar")),
        )
        return Act(action=self.ACTION, claim=claim)

    def recall(self, last: Doing) -> None:
        """Fill in what was sent before."""
        if (claim := last.act.claim) is None:
            return
        self.query_one("#carriage", Choice).put(_digit(CARRIAGES, claim.carriage))
        self.query_one("#harm", Choice).put(_digit(HARMS, claim.harm))
        self.query_one("#proof", Choice).put("1" if claim.proof_of_booking else "2")
        self.query_one("#bar", Choice).put(_digit(BARS, claim.bar) or "0")
        booked = claim.booked_on
        self.query_one("#booked_on", Field).value = show_day(booked) if booked else ""
        for name in _MONEY:
            self.query_one(f"#{name}", Field).value = _typed_money(getattr(claim, name))
        self.query_one("#days_late", Field).value = str(claim.days_late or "")


def _digit(words: Mapping[str, StrEnum], value: StrEnum | None) -> str:
    return next((digit for digit, each in words.items() if each is value), "")


def _read_money(typed: str) -> int | None:
    return parse_rupees(typed) if typed.strip() else None


def _typed_money(paise: int | None) -> str:
    return "" if paise is None else rupees(paise).removeprefix("Rs ")


def _wrong_money(label: str, typed: str) -> str | None:
    try:
        _read_money(typed)
    except ValueError as problem:
        return f"{label}: {problem}"
    return None


class SanctionDialog(FilledDialog):
    """Ask for the order and the amount; no more than the rules give can be sanctioned."""

    ACTION = Action.SANCTION_COMPENSATION
    EXPLAINED = {
        "reference": "The number of the order that sanctions it. The customer is told.",
        "amount": "In rupees, up to what the rules give.",
    }

    def fields(self) -> Iterable[Widget]:
        """Return the order and the amount, which is what the rules give."""
        case = self.view.compensation if self.view else None
        amount = _typed_money(case.amount if case else None)
        yield row("Order reference", Field(id="reference", max_length=REFERENCE_MAX))
        yield row("Rupees", Field(amount, id="amount", max_length=15))

    def act(self) -> Act:
        """Return the act. Raises `InvalidInput` naming what is missing."""
        reference, amount = self.typed("reference"), self.typed("amount")
        insist(
            {
                "reference": empty("Order reference", reference),
                "amount": _wrong_money("Rupees", amount),
            }
        )
        return Act(action=self.ACTION, reference=reference, amount=_read_money(amount))

    def recall(self, last: Doing) -> None:
        """Fill in the order; the amount is this case's own."""
        self.query_one("#reference", Field).value = last.act.reference


class RefusalDialog(WordsDialog):
    """Ask why nothing is paid."""

    ACTION = Action.REFUSE_COMPENSATION
    LABEL = "Reason"
    FIELD = "reason"
    EXPLAINED = {"reason": "Why no compensation is paid, as the customer will read it."}


class PaymentDialog(ActDialog):
    """Ask for the voucher by which it was paid."""

    ACTION = Action.PAY_COMPENSATION
    EXPLAINED = {"reference": "The number of the voucher or transfer. The customer is told."}

    def fields(self) -> Iterable[Widget]:
        """Return the one field."""
        yield row("Voucher", Field(id="reference", max_length=REFERENCE_MAX))

    def act(self) -> Act:
        """Return the act. Raises `InvalidInput` where there is no voucher."""
        reference = self.typed("reference")
        insist({"reference": empty("Voucher", reference)})
        return Act(action=self.ACTION, reference=reference)

    def recall(self, last: Doing) -> None:
        """Fill in what was sent before."""
        self.query_one("#reference", Field).value = last.act.reference
