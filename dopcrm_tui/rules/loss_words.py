"""Enquiries and compensation cases as people read them, on a screen and from a command."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from dopcrm_tui.rules.compensation import (
    OWED,
    Claim,
    Compensation,
    Stage,
    claim_kept,
    rupees,
)
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.enquiry import Enquiry, gap_of, posting_kept, posting_words

Named = Callable[[str], str]
"""Gives an office's name with its code."""


def losses(
    enquiry: Enquiry | None,
    case: Compensation | None,
    named: Named,
    answers_due: datetime | None = None,
) -> Iterator[tuple[str, str]]:
    """Yield, each with its label, an enquiry office by office, and a compensation case.

    `answers_due` is until when offices on the route are to answer.
    """
    if enquiry is not None:
        yield "Enquiry", _enquiry_words(enquiry)
        silent = "has not answered"
        if enquiry.is_open and answers_due is not None:
            silent = f"has not answered, due {show_time(answers_due)}"
        for code in enquiry.route:
            said = enquiry.postings.get(code)
            yield "Route", f"{named(code)}: {posting_words(said) if said else silent}"
        yield "Breaks off", gap_words(enquiry, named)
        yield "Finding", enquiry.finding
    if case is not None:
        yield "Compensation", case_words(case)
        yield "Sanctioned by", case.order
        yield "Voucher", case.voucher


def _enquiry_words(enquiry: Enquiry) -> str:
    closed = enquiry.closed_at
    ends = f"closed {show_time(closed)}" if closed else f"due {show_time(enquiry.due_at)}"
    return f"opened {show_time(enquiry.opened_at)}, {ends}"


def gap_words(enquiry: Enquiry, named: Named) -> str:
    """Say where the way breaks off, nothing while that is not known."""
    if (gap := gap_of(enquiry)) is None:
        return ""
    what = "The bag" if gap.is_bag else "The item"
    between = f"; in between: {', '.join(map(named, gap.between))}" if gap.between else ""
    sent = f"{what} was sent from {named(gap.sender)} and did not come to {named(gap.receiver)}"
    return f"{sent}{between}."


def case_words(case: Compensation) -> str:
    """Say what is claimed, how far it has come, and until when it is to be paid."""
    if case.stage is Stage.REFUSED:
        return f"{_harm_words(case.claim)}: refused. {case.why}"
    due = f", to be paid by {show_time(case.due_at)}" if case.stage in OWED else ""
    return f"{_harm_words(case.claim)}: {rupees(case.amount)} {case.stage}{due}"


def _harm_words(claim: Claim) -> str:
    return f"{claim.carriage.replace('_', ' ')}, {claim.harm}"


def shown(said: Mapping[str, Any]) -> Iterator[str]:
    """Yield in words what a history keeps of an enquiry or a case."""
    if route := said.get("route"):
        yield f"route: {', '.join(route)}"
    if posting := said.get("posting"):
        yield f"{posting['office']}: {posting_words(posting_kept(posting))}"
    if claim := said.get("claim"):
        of = claim_kept(claim)
        yield f"{_harm_words(of)}: {rupees(of.amount) if of.amount else of.why}"
    if amount := said.get("amount"):
        yield f"amount: {rupees(amount)}"
