"""The department's numbers as the rules use them; the values themselves are data."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from dopcrm_tui.rules.roles import EVERYBODY, Roles


class RunsFrom(StrEnum):
    """What starts the clock of a question put to the customer."""

    DELIVERY = "delivery"
    ASKING = "asking"


class PasswordProfile(StrEnum):
    """What is asked of a password: see `rules.passwords`."""

    ASVS = "asvs"
    NIC = "nic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The policy of one moment; field names are the keys of the policy table."""

    resolve_limit: timedelta = timedelta(days=21)
    resolve_limit_mail: timedelta = timedelta(days=30)
    resolve_limit_lost: timedelta = timedelta(days=30)
    resolve_limit_inquiry: timedelta = timedelta(days=60)
    resolve_limit_compensation: timedelta = timedelta(days=10)
    lost_after_booking: timedelta = timedelta(days=60)
    enquiry_window: timedelta = timedelta(days=30)
    enquiry_stage: timedelta = timedelta(days=3)
    confirmation_window: timedelta = timedelta(hours=48)
    confirmation_runs_from: RunsFrom = RunsFrom.DELIVERY
    information_window: timedelta = timedelta(days=7)
    information_runs_from: RunsFrom = RunsFrom.DELIVERY
    interim_reply_lead: timedelta = timedelta(days=3)
    external_window: timedelta = timedelta(days=30)
    external_window_postal_inquiry: timedelta = timedelta(days=60)
    external_reminder_step: timedelta = timedelta(days=7)
    escalation_step: timedelta = timedelta(days=7)
    reopen_window: timedelta = timedelta(days=30)
    duplicate_window: timedelta = timedelta(days=30)
    ping_pong_limit: int = 3
    response_code_tries: int = 5
    notice_tries: int = 8
    notice_longest_wait: timedelta = timedelta(days=2)
    digest_every: timedelta = timedelta(days=1)
    seal_every: timedelta = timedelta(days=1)
    clock_slack: timedelta = timedelta(minutes=5)
    description_max: int = 5000
    remark_max: int = 2000
    attachment_max_bytes: int = 204_800
    attachments_max: int = 10
    session_idle: timedelta = timedelta(minutes=15)
    session_idle_counter: timedelta = timedelta(minutes=5)
    session_max: timedelta = timedelta(hours=12)
    first_secret_valid: timedelta = timedelta(hours=24)
    password_profile: PasswordProfile = PasswordProfile.ASVS
    password_longest_age: timedelta = timedelta(days=45)
    token_demanded_of: Roles = EVERYBODY
