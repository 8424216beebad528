"""Enquiries and compensation cases as the rules see them, read from their rows and written back."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Select, Table, bindparam, insert, select, update
from sqlmodel import Session

from data.models.loss import Compensation as CompensationRow
from data.models.loss import Enquiry as EnquiryRow
from data.queries.tables import COMPENSATION, ENQUIRY
from dopcrm_tui.rules.compensation import Compensation, claim_kept, claim_told
from dopcrm_tui.rules.complaint import Complaint
from dopcrm_tui.rules.enquiry import Enquiry, posting_kept, posting_told


def enquiries(session: Session, after: int, until: int) -> Iterator[tuple[int, Enquiry]]:
    """Yield the enquiries of the complaints with ids in `(after, until]`, with those ids."""
    for row in session.execute(_within(ENQUIRY, after, until)):
        yield row.complaint_id, _enquiry(row)


def compensations(session: Session, after: int, until: int) -> Iterator[tuple[int, Compensation]]:
    """Yield the compensation cases of the complaints with ids in `(after, until]`."""
    for row in session.execute(_within(COMPENSATION, after, until)):
        yield row.complaint_id, _case(row)


def _within(table: Table, after: int, until: int) -> Select[Any]:
    return select(table).where(table.c.complaint_id > after, table.c.complaint_id <= until)


def enquiry_of(row: EnquiryRow | None) -> Enquiry | None:
    """Return an enquiry, None where there is no row of it."""
    return None if row is None else _enquiry(row)


def compensation_of(row: CompensationRow | None) -> Compensation | None:
    """Return a compensation case, None where there is no row of it."""
    return None if row is None else _case(row)


def _enquiry(row: EnquiryRow | Row[Any]) -> Enquiry:
    postings = {said["office"]: posting_kept(said) for said in row.postings}
    return Enquiry(
        row.opened_at, row.due_at, tuple(row.route), postings, row.finding, row.closed_at
    )


def _case(row: CompensationRow | Row[Any]) -> Compensation:
    return Compensation(
        row.stage,
        claim_kept(row.claim),
        row.amount,
        row.claimed_at,
        row.due_at,
        row.order_reference,
        row.voucher,
        row.why,
        row.settled_at,
    )


def keep(session: Session, moves: Sequence[tuple[Complaint, Complaint, int]]) -> None:
    """Write what acts changed of enquiries and cases: before, after, the circle it is kept with."""
    for before, after, circle_id in moves:
        whose = {"complaint_id": after.id, "circle_id": circle_id}
        if after.enquiry is not None and after.enquiry != before.enquiry:
            is_new = before.enquiry is None
            _write(session, ENQUIRY, is_new, {**whose, **_enquiry_columns(after.enquiry)})
        if after.compensation is not None and after.compensation != before.compensation:
            is_new = before.compensation is None
            _write(session, COMPENSATION, is_new, {**whose, **_case_columns(after.compensation)})


def _write(session: Session, table: Table, is_new: bool, columns: dict[str, Any]) -> None:
    if is_new:
        session.execute(insert(table), columns)
        return
    this = table.c.complaint_id == bindparam("this")
    told = {name: value for name, value in columns.items() if name != "complaint_id"}
    session.connection().execute(
        update(table).where(this), {**told, "this": columns["complaint_id"]}
    )


def _enquiry_columns(enquiry: Enquiry) -> dict[str, Any]:
    return {
        "opened_at": enquiry.opened_at,
        "due_at": enquiry.due_at,
        "closed_at": enquiry.closed_at,
        "route": list(enquiry.route),
        "postings": [posting_told(posting) for posting in enquiry.postings.values()],
        "finding": enquiry.finding,
    }


def _case_columns(case: Compensation) -> dict[str, Any]:
    return {
        "stage": case.stage,
        "amount": case.amount,
        "claimed_at": case.claimed_at,
        "due_at": case.due_at,
        "settled_at": case.settled_at,
        "claim": claim_told(case.claim),
        "order_reference": case.order,
        "voucher": case.voucher,
        "why": case.why,
    }
