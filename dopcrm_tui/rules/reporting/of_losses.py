"""The reports on what goes on beside complaints: compensation, and responsibility enquiries."""

from dopcrm_tui.rules.measures import GAP, NO_GAP, Measure
from dopcrm_tui.rules.reporting.columns import Count, Report, Rows, Rupees
from dopcrm_tui.rules.reporting.tallies import Beside, Happened, Owed

_DUE, _OPEN = Owed(Beside.COMPENSATION), Owed(Beside.ENQUIRY)
_PAID = Happened(Measure.PAID)

OF_LOSSES = (
    Report(
        "compensation",
        "Compensation due and paid",
        Rows.UNIT,
        (
            Count("Due", _DUE, "claimed or sanctioned, and not paid"),
            Count("Late", Owed(Beside.COMPENSATION, late=True), "due, and past its time"),
            Rupees("Rs due", _DUE),
            Count("Claimed", Happened(Measure.CLAIMED)),
            Count("Refused", Happened(Measure.NOT_PAYABLE), "not payable, or refused above"),
            Count("Granted", Happened(Measure.SANCTIONED), "sanctioned"),
            Count("Paid", _PAID),
            Rupees("Rs paid", _PAID),
        ),
        "What is due now, of complaints open and closed; what was claimed, refused, sanctioned and"
        " paid in the period.",
        of_period=True,
    ),
    Report(
        "enquiries",
        "Responsibility enquiries",
        Rows.UNIT,
        (
            Count("Open", _OPEN, "of complaints open and closed"),
            Count("Late", Owed(Beside.ENQUIRY, late=True), "open, and past its time"),
            Count("Opened", Happened(Measure.ENQUIRED)),
            Count("Found", Happened(Measure.FOUND, GAP), "closed, and where it came away is known"),
            Count("Nothing", Happened(Measure.FOUND, NO_GAP), "closed, and that is not known"),
        ),
        "Enquiries open now; those opened and closed in the period.",
        of_period=True,
    ),
)
