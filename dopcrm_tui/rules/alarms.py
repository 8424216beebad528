"""Which act an alarm calls for when it rings, and which alarm an act of the sweeper answers."""

from dopcrm_tui.rules.vocabulary import Action, DeadlineKind, OnSilence

ALARM_OF = {
    Action.ESCALATE: DeadlineKind.RESOLVE,
    Action.INFORMATION_LAPSES_CLOSED: DeadlineKind.INFORMATION,
    Action.INFORMATION_LAPSES_ESCALATED: DeadlineKind.INFORMATION,
    Action.CONFIRMATION_LAPSES: DeadlineKind.CONFIRMATION,
    Action.EXTERNAL_REMINDER: DeadlineKind.EXTERNAL,
    Action.INTERIM_DRAFTED: DeadlineKind.INTERIM,
}
"""The alarm without which the sweeper may not act; people may escalate before it rings."""

SILENCES = frozenset({DeadlineKind.INFORMATION, DeadlineKind.CONFIRMATION})
"""The alarms that stand for the customer's silence."""


def action_of(kind: DeadlineKind, on_silence: OnSilence | None) -> Action:
    """Return what the sweeper does when an alarm rings; silence means what was said it would."""
    if kind is DeadlineKind.INFORMATION:
        closes = on_silence is OnSilence.CLOSE
        return Action.INFORMATION_LAPSES_CLOSED if closes else Action.INFORMATION_LAPSES_ESCALATED
    return _ACTIONS[kind]


_ACTIONS = {
    DeadlineKind.RESOLVE: Action.ESCALATE,
    DeadlineKind.CONFIRMATION: Action.CONFIRMATION_LAPSES,
    DeadlineKind.EXTERNAL: Action.EXTERNAL_REMINDER,
    DeadlineKind.INTERIM: Action.INTERIM_DRAFTED,
}
