"""The report that puts closures before a reviewer: reasons to look, no accusation."""

from dopcrm_tui.rules.doubts import DOUBT_LABELS, Doubt
from dopcrm_tui.rules.measures import Measure
from dopcrm_tui.rules.reporting.columns import Count, Frequent, Report, Rows, Sample, Share
from dopcrm_tui.rules.reporting.tallies import Happened

SAMPLED = 10
"""How many a reviewer is given to look at."""

ALIKE, BY_ONE = 5, 3
"""How many resolutions of one wording, and papers by one person, are worth a look."""

DOUBTS = Report(
    "doubts",
    "Closures to be looked at",
    Rows.UNIT,
    (
        *(
            Count(label, Happened(Measure.DOUBTED, doubt.value), DOUBT_LABELS[doubt])
            for label, doubt in (
                ("Not ours", Doubt.NOT_OURS),
                ("Last hour", Doubt.LAST_MINUTE),
                ("Paused", Doubt.PAUSED_AGAIN),
            )
        ),
        Frequent(
            "Same text",
            Happened(Measure.WORDED),
            ALIKE,
            f"resolutions of one wording, {ALIKE} or more of it",
        ),
        Frequent(
            "On paper",
            Happened(Measure.SIGNED),
            BY_ONE,
            f"accepted without a code, {BY_ONE} or more taken down by one person",
        ),
        Share("Reject %", Happened(Measure.REJECTED), Happened(Measure.CLOSED)),
        Sample(
            "Sample",
            Happened(Measure.DOUBTED),
            SAMPLED,
            f"{SAMPLED} at most of the first three kinds, drawn by lot, to be reviewed",
        ),
        Count("Reviewed", Happened(Measure.REVIEWED), "looked at, with a remark (key J)"),
    ),
    "Reasons to look, no accusation: what was done in the period that a closure should not"
    " need. A supervisor above the office reviews a complaint with a remark.",
    of_period=True,
)
