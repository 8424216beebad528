"""The table of the lifecycle, written out a second time from the words of the design."""

import re

from dopcrm_tui.rules.lifecycle import RULES, mermaid, moves
from dopcrm_tui.rules.vocabulary import QUEUE_LABELS, QUEUE_OF_STATE, STATE_LABELS, Action, State

ANY_OPEN = "pending info_sought external confirmation_sought"

# action: who may do it, the states it leaves, the state it leads to ("same": it leads nowhere else)
TABLE = {
    "take": ("DIRECTED", "pending", "same"),
    "release": ("ASSIGNEE", "pending", "same"),
    "remark": ("JURISDICTION", ANY_OPEN, "same"),
    "attach": ("JURISDICTION", ANY_OPEN, "same"),
    "correct_contact": ("JURISDICTION", ANY_OPEN, "same"),
    "interim_reply": ("DIRECTED", "pending external", "same"),
    "transfer": ("HANDLER", "pending", "pending"),
    "refer_external": ("DIRECTED", "pending", "external"),
    "external_update": ("DIRECTED", "external", "same"),
    "external_return": ("DIRECTED", "external", "pending"),
    "seek_information": ("DIRECTED", "pending", "info_sought"),
    "give_information": ("COMPLAINANT", "info_sought", "pending"),
    "information_lapses_closed": ("SWEEPER", "info_sought", "closed"),
    "information_lapses_escalated": ("SWEEPER", "info_sought", "pending"),
    "seek_confirmation": ("HANDLER", "pending", "confirmation_sought"),
    "notice_delivered": ("SWEEPER", "confirmation_sought info_sought", "same"),
    "notice_undeliverable": ("SWEEPER", "confirmation_sought info_sought", "same"),
    "interim_drafted": ("SWEEPER", "pending external", "same"),
    "external_reminder": ("SWEEPER", "external", "same"),
    "accept": ("COMPLAINANT", "confirmation_sought", "closed"),
    "reject": ("COMPLAINANT", "confirmation_sought", "pending"),
    "ask_clarification": ("COMPLAINANT", "confirmation_sought", "pending"),
    "confirmation_lapses": ("SWEEPER", "confirmation_sought", "closed"),
    "rate": ("COMPLAINANT", "closed", "same"),
    "escalate": ("HANDLER_OR_SWEEPER", "pending external", "same"),
    "direct": ("LEVEL_SUPERVISOR", "pending", "same"),
    "close_by_direction": ("SUPERIOR", ANY_OPEN, "closed"),
    "withdraw": ("COMPLAINANT", ANY_OPEN, "closed"),
    "reopen": ("REOPENER", "closed", "pending"),
    "review": ("SUPERIOR", f"{ANY_OPEN} closed", "same"),
    "open_enquiry": ("JURISDICTION", f"{ANY_OPEN} closed", "same"),
    "post_disposal": ("JURISDICTION", f"{ANY_OPEN} closed", "same"),
    "close_enquiry": ("JURISDICTION", f"{ANY_OPEN} closed", "same"),
    "claim_compensation": ("JURISDICTION", f"{ANY_OPEN} closed", "same"),
    "sanction_compensation": ("SUPERIOR", f"{ANY_OPEN} closed", "same"),
    "refuse_compensation": ("SUPERIOR", f"{ANY_OPEN} closed", "same"),
    "pay_compensation": ("JURISDICTION", f"{ANY_OPEN} closed", "same"),
    "join_incident": ("JURISDICTION", ANY_OPEN, "same"),
    "leave_incident": ("JURISDICTION", ANY_OPEN, "same"),
}
RISING = {"information_lapses_escalated", "reject", "escalate"}


def test_the_table_says_what_the_design_says():
    built = {
        rule.action.value: (
            rule.who.name,
            {state.value for state in rule.sources},
            rule.to.value if rule.to else "same",
        )
        for rule in RULES
    }
    written = {
        action: (who, set(sources.split()), to) for action, (who, sources, to) in TABLE.items()
    }
    assert built == written


def test_only_reject_silence_and_escalate_raise_the_level():
    assert {rule.action.value for rule in RULES if rule.rises} == RISING


def test_every_action_but_register_has_exactly_one_line():
    assert sorted(rule.action for rule in RULES) == sorted(set(Action) - {Action.REGISTER})


def test_every_state_is_reachable_from_registration():
    reached, fresh = set(), {State.PENDING}
    while fresh:
        reached |= fresh
        fresh = {to for source, _, to in moves() if source in reached} - reached
    assert reached == set(State)


def test_every_open_state_can_end_closed():
    ending, fresh = set(), {State.CLOSED}
    while fresh:
        ending |= fresh
        fresh = {source for source, _, to in moves() if to in ending} - ending
    assert ending == set(State)


def test_only_the_five_ways_of_closing_lead_to_closed():
    closing = {action.value for _, action, to in moves() if to is State.CLOSED}
    assert closing == {
        "accept",
        "confirmation_lapses",
        "information_lapses_closed",
        "close_by_direction",
        "withdraw",
    }


def test_nothing_but_a_reopening_leaves_closed():
    assert {action.value for source, action, _ in moves() if source is State.CLOSED} == {"reopen"}


def test_the_diagram_draws_every_change_of_state_and_no_other():
    drawn = re.findall(r"^ {4}(\S+) --> (\S+): (\S+)$", mermaid(), re.MULTILINE)
    written = [
        (source, to, action)
        for action, (_, sources, to) in TABLE.items()
        for source in sources.split()
        if to != "same"
    ]
    assert mermaid().startswith("stateDiagram-v2\n")
    assert sorted(drawn) == sorted([("[*]", "pending", "register"), *written])


def test_states_are_shown_and_queued_in_the_words_of_the_handbook():
    shown = {
        state.value: (STATE_LABELS[state], QUEUE_LABELS[QUEUE_OF_STATE[state]]) for state in State
    }
    assert shown == {
        "pending": ("Pending for Resolution", "Pending for Resolution"),
        "info_sought": ("Additional Information Sought", "Waiting for Customer"),
        "external": ("Pending at External Authorities", "Pending at External Authorities"),
        "confirmation_sought": ("Closure Confirmation Sought", "Waiting for Customer"),
        "closed": ("Closed", "Closed"),
    }
