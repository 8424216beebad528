"""The reports on what is open now."""

from collections.abc import Sequence

from dopcrm_tui.rules.reporting.bands import BANDS
from dopcrm_tui.rules.reporting.columns import Count, Reminders, Report, Rows
from dopcrm_tui.rules.reporting.tallies import Origin, Standing
from dopcrm_tui.rules.vocabulary import State

_OPEN, _LATE = Standing(), Standing(late=True)

_STATES: Sequence[tuple[str, State]] = (
    ("Pending", State.PENDING),
    ("Asked", State.INFO_SOUGHT),
    ("External", State.EXTERNAL),
    ("Confirm", State.CONFIRMATION_SOUGHT),
)

OF_NOW = (
    Report(
        "pending",
        "Pending by office and state",
        Rows.UNIT,
        (
            *(Count(label, Standing(state=state)) for label, state in _STATES),
            Count("Open", _OPEN, "all that is not closed"),
            Count("Late", _LATE, "open, and past the time of its state"),
        ),
        "Open complaints by the office that holds them.",
    ),
    Report(
        "age",
        "Age of open complaints",
        Rows.UNIT,
        (
            *(Count(band.label, Standing(band=band), "days since registration") for band in BANDS),
            Count("Open", _OPEN, "all that is not closed"),
        ),
        "Open complaints by days since registration, counted in India.",
        is_map=True,
    ),
    Report(
        "external",
        "Pending at external authorities",
        Rows.AUTHORITY,
        (
            *(Count(band.label, Standing(stay=band), "days since referral") for band in BANDS),
            Count("Total", Standing(state=State.EXTERNAL)),
            Count("Late", Standing(state=State.EXTERNAL, late=True), "the answer is overdue"),
            Reminders("Reminded", Standing(state=State.EXTERNAL), "reminders sent"),
        ),
        "Complaints that lie outside, by days since they were referred.",
    ),
    Report(
        "pendency",
        "Inward and outward pendency",
        Rows.UNIT,
        (
            Count("Own", Standing(origin=Origin.OWN), "registered here, held here"),
            Count("Inward", Standing(origin=Origin.INWARD), "held here, registered elsewhere"),
            Count("Outward", Standing(origin=Origin.OUTWARD), "registered here, held elsewhere"),
        ),
        "Open complaints by where they were registered and where they lie.",
    ),
    Report(
        "stuck",
        "Grievances that are late",
        Rows.GRIEVANCE,
        (
            Count("Open", _OPEN),
            Count("Late", _LATE),
            Count("Escal.", Standing(escalated=True), "open, and escalated"),
            Count("30+ days", Standing(band=BANDS[-2])),
            Count("60+ days", Standing(band=BANDS[-1])),
        ),
        "Open complaints by what is complained of, the latest first.",
    ),
    Report(
        "workload",
        "Operators' workload",
        Rows.OPERATOR,
        (
            Count("Taken", Standing(taken=True), "open, and taken by them"),
            Count("Late", Standing(taken=True, late=True)),
        ),
        "Open complaints by who took them; for their supervisor only.",
    ),
)
