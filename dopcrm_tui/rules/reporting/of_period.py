"""The reports on what happened in a period."""

from dopcrm_tui.rules.measures import IN_TIME, Cause, Measure
from dopcrm_tui.rules.reporting.columns import (
    Average,
    Count,
    Ratio,
    Report,
    Rows,
    Share,
    Typical,
)
from dopcrm_tui.rules.reporting.of_doubts import DOUBTS
from dopcrm_tui.rules.reporting.tallies import BACK, THERE, Happened, Standing
from dopcrm_tui.rules.vocabulary import ClosureReason, Level, Proof, State

_OPEN, _LATE = Standing(), Standing(late=True)
_RECEIVED, _CLOSED = Happened(Measure.RECEIVED), Happened(Measure.CLOSED)
_IN_TIME = Happened(Measure.CLOSED, f"*.*.{IN_TIME}")


def _closed(reason: str = "*", agreed: str = "*") -> Happened:
    return Happened(Measure.CLOSED, f"{reason}.{agreed}.*")


def _rated(stars: int) -> Happened:
    return Happened(Measure.RATED, str(stars))


OF_PERIOD = (
    Report(
        "settled",
        "Settled within limit",
        Rows.UNIT,
        (
            Count("Received", _RECEIVED),
            Count("Closed", _CLOSED),
            Count("In time", _IN_TIME, "never escalated, and closed before its limit"),
            Share("In time %", _IN_TIME, _CLOSED),
            Typical("Median", _CLOSED, 0.5, "days from registration to closing for half of them"),
            Typical("90th", _CLOSED, 0.9, "days for nine in ten"),
        ),
        "Complaints closed in the period, by the office that closed them.",
        of_period=True,
    ),
    Report(
        "escalations",
        "Escalations and rejections",
        Rows.UNIT,
        (
            *(
                Count(label, Happened(Measure.ESCALATED, f"{int(level)}.*"), "escalated to there")
                for label, level in (
                    ("Divis.", Level.DIVISION),
                    ("Region", Level.REGION),
                    ("Circle", Level.CIRCLE),
                    ("Direct.", Level.DIRECTORATE),
                )
            ),
            *(
                Count(label, Happened(Measure.ESCALATED, f"*.{cause}"), about)
                for label, cause, about in (
                    ("Late", Cause.LATE, "not resolved in its time"),
                    ("Silent", Cause.SILENCE, "no information came"),
                    ("By hand", Cause.PERSON, "somebody asked for it"),
                )
            ),
            Count("Rejected", Happened(Measure.REJECTED), "the customer was not satisfied"),
        ),
        "What was escalated in the period, to which level and why, by the office that had it.",
        of_period=True,
    ),
    Report(
        "closures",
        "Closures by reason",
        Rows.UNIT,
        (
            Count("Closed", _CLOSED),
            *(
                Count(label, _closed(reason))
                for label, reason in (
                    ("Confirmed", ClosureReason.CONFIRMED),
                    ("Silence", ClosureReason.AUTO_CLOSED),
                    ("No info", ClosureReason.NO_INFORMATION),
                    ("Directed", ClosureReason.DIRECTED),
                    ("Withdr.", ClosureReason.WITHDRAWN),
                )
            ),
        ),
        "Closed in the period: confirmed by the customer, closed on silence, without the"
        " information asked for, by direction, or withdrawn.",
        of_period=True,
    ),
    Report(
        "agreed",
        "How closures were agreed",
        Rows.UNIT,
        (
            Count("Closed", _CLOSED),
            *(
                Count(label, _closed(agreed=proof))
                for label, proof in (
                    ("Code", Proof.CODE),
                    ("Signed", Proof.SIGNED_STATEMENT),
                    ("Silence", Proof.SILENCE),
                    ("Order", Proof.ORDER),
                )
            ),
            Share("Silence %", _closed(agreed=Proof.SILENCE), _CLOSED),
        ),
        "By whose word complaints were closed in the period.",
        of_period=True,
    ),
    Report(
        "ratings",
        "Ratings",
        Rows.UNIT,
        (
            Count("Closed", _CLOSED),
            Count("Rated", Happened(Measure.RATED)),
            *(Count(str(stars), _rated(stars)) for stars in range(1, 6)),
            Average("Average", Happened(Measure.RATED)),
        ),
        "What customers gave in the period, from 1 to 5.",
        of_period=True,
    ),
    Report(
        "trend",
        "Month by month",
        Rows.MONTH,
        (
            Count("Received", _RECEIVED),
            Count("Closed", _CLOSED),
            Share("In time %", _IN_TIME, _CLOSED),
            Count("Escalated", Happened(Measure.ESCALATED)),
            Count("Rejected", Happened(Measure.REJECTED)),
            Count("Repeated", Happened(Measure.REPEATED)),
        ),
        "What happened in each month; the first and the last may be cut by the dates.",
        of_period=True,
    ),
    Report(
        "categories",
        "By category",
        Rows.CATEGORY,
        (
            Count("Received", _RECEIVED),
            Count("Closed", _CLOSED),
            Share("In time %", _IN_TIME, _CLOSED),
            Typical("Median", _CLOSED, 0.5, "days from registration to closing for half of them"),
            Count("Rejected", Happened(Measure.REJECTED)),
            Count("Open", _OPEN),
            Count("Late", _LATE),
        ),
        "What happened in the period and what is open now, by category.",
        of_period=True,
    ),
    *(
        Report(
            f"trend-{name}",
            f"Month by month, by {rows.value}",
            rows,
            (Count("Received", _RECEIVED),),
            f"Received in each of twelve months, by {rows.value}.",
            of_period=True,
            by_month=True,
            is_map=True,
        )
        for name, rows in (
            ("categories", Rows.CATEGORY),
            ("services", Rows.SERVICE),
            ("grievances", Rows.GRIEVANCE),
        )
    ),
    Report(
        "grievances",
        "Received by grievance",
        Rows.GRIEVANCE,
        (Count("Received", _RECEIVED), Count("Open", _OPEN), Count("Late", _LATE)),
        "Received in the period and open now, by service and type, the most first.",
        of_period=True,
    ),
    Report(
        "transfers",
        "Transfers",
        Rows.UNIT,
        (
            Count("Received", _RECEIVED),
            Count("Sent on", Happened(Measure.SENT_ON), "transferred away"),
            Count("Sent here", Happened(Measure.SENT_HERE), "transferred here"),
            Ratio("Each", Happened(Measure.SENT_ON), _RECEIVED, "transfers for one received"),
        ),
        "Transfers in the period, by the office that gave and the office that got.",
        of_period=True,
    ),
    Report(
        "ping-pong",
        "Offices that send to each other",
        Rows.PAIR,
        (
            Count("There", Happened(Measure.SENT_ON, THERE)),
            Count("Back", Happened(Measure.SENT_ON, BACK)),
        ),
        "Pairs of offices with transfers both ways in the period, the most first.",
        of_period=True,
    ),
    Report(
        "repeats",
        "Repeated complaints",
        Rows.UNIT,
        (
            Count("Received", _RECEIVED),
            Count("Article", Happened(Measure.REPEATED, "article"), "an earlier one is about it"),
            Count("Refers", Happened(Measure.REPEATED, "refers_to"), "it names an earlier one"),
            Share("Repeat %", Happened(Measure.REPEATED), _RECEIVED),
        ),
        "Complaints received in the period that are not the first of their matter.",
        of_period=True,
    ),
    Report(
        "scorecard",
        "Scorecard",
        Rows.UNIT,
        (
            Count("Received", _RECEIVED),
            Count("Closed", _CLOSED),
            Share("In time %", _IN_TIME, _CLOSED),
            Typical("Median", _CLOSED, 0.5, "days from registration to closing for half of them"),
            Share("Reject %", Happened(Measure.REJECTED), _CLOSED),
            Average("Rating", Happened(Measure.RATED)),
            Count("Late now", _LATE),
        ),
        "How an office did in the period, and what is late there now.",
        of_period=True,
    ),
    DOUBTS,
    Report(
        "unreached",
        "Customers who were not reached",
        Rows.UNIT,
        (
            Count(
                "Closing",
                Happened(Measure.UNREACHED, State.CONFIRMATION_SOUGHT.value),
                "a closure confirmation reached nobody",
            ),
            Count(
                "Question",
                Happened(Measure.UNREACHED, State.INFO_SOUGHT.value),
                "a request for information reached nobody",
            ),
            Count("To phone", Standing(to_phone=True), "waits to be phoned now"),
        ),
        "Notices that could not be delivered in the period.",
        of_period=True,
    ),
)
