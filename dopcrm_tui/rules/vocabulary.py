"""The field's words: one for one thing, the same in store, screen and command."""

from enum import IntEnum, StrEnum


class State(StrEnum):
    """Where a complaint stands."""

    PENDING = "pending"
    INFO_SOUGHT = "info_sought"
    EXTERNAL = "external"
    CONFIRMATION_SOUGHT = "confirmation_sought"
    CLOSED = "closed"


STATE_LABELS = {
    State.PENDING: "Pending for Resolution",
    State.INFO_SOUGHT: "Additional Information Sought",
    State.EXTERNAL: "Pending at External Authorities",
    State.CONFIRMATION_SOUGHT: "Closure Confirmation Sought",
    State.CLOSED: "Closed",
}

OPEN = frozenset(State) - {State.CLOSED}
"""Every state but closed."""


class Queue(StrEnum):
    """The lists an operator works from (handbook)."""

    PENDING = "pending"
    WAITING = "waiting"
    EXTERNAL = "external"
    ESCALATED = "escalated"
    CLOSED = "closed"
    MINE = "mine"


QUEUE_LABELS = {
    Queue.PENDING: "Pending for Resolution",
    Queue.WAITING: "Waiting for Customer",
    Queue.EXTERNAL: "Pending at External Authorities",
    Queue.ESCALATED: "Escalated Complaints",
    Queue.CLOSED: "Closed",
    Queue.MINE: "Mine",
}

QUEUE_OF_STATE = {
    State.PENDING: Queue.PENDING,
    State.INFO_SOUGHT: Queue.WAITING,
    State.EXTERNAL: Queue.EXTERNAL,
    State.CONFIRMATION_SOUGHT: Queue.WAITING,
    State.CLOSED: Queue.CLOSED,
}


class Action(StrEnum):
    """Everything that can happen to a complaint."""

    REGISTER = "register"
    TAKE = "take"
    RELEASE = "release"
    REMARK = "remark"
    ATTACH = "attach"
    CORRECT_CONTACT = "correct_contact"
    INTERIM_REPLY = "interim_reply"
    TRANSFER = "transfer"
    REFER_EXTERNAL = "refer_external"
    EXTERNAL_UPDATE = "external_update"
    EXTERNAL_RETURN = "external_return"
    SEEK_INFORMATION = "seek_information"
    GIVE_INFORMATION = "give_information"
    INFORMATION_LAPSES_CLOSED = "information_lapses_closed"
    INFORMATION_LAPSES_ESCALATED = "information_lapses_escalated"
    SEEK_CONFIRMATION = "seek_confirmation"
    NOTICE_DELIVERED = "notice_delivered"
    NOTICE_UNDELIVERABLE = "notice_undeliverable"
    INTERIM_DRAFTED = "interim_drafted"
    EXTERNAL_REMINDER = "external_reminder"
    ACCEPT = "accept"
    REJECT = "reject"
    ASK_CLARIFICATION = "ask_clarification"
    CONFIRMATION_LAPSES = "confirmation_lapses"
    RATE = "rate"
    ESCALATE = "escalate"
    DIRECT = "direct"
    CLOSE_BY_DIRECTION = "close_by_direction"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    REVIEW = "review"
    OPEN_ENQUIRY = "open_enquiry"
    POST_DISPOSAL = "post_disposal"
    CLOSE_ENQUIRY = "close_enquiry"
    CLAIM_COMPENSATION = "claim_compensation"
    SANCTION_COMPENSATION = "sanction_compensation"
    REFUSE_COMPENSATION = "refuse_compensation"
    PAY_COMPENSATION = "pay_compensation"
    JOIN_INCIDENT = "join_incident"
    LEAVE_INCIDENT = "leave_incident"


class Role(StrEnum):
    """What an actor is; the last two are no accounts: the customer and the desk's alarm clock."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    CALL_CENTRE = "call_centre"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    COMPLAINANT = "complainant"
    SWEEPER = "sweeper"


ACCOUNT_ROLES = tuple(role for role in Role if role not in {Role.COMPLAINANT, Role.SWEEPER})


class Level(IntEnum):
    """How high a complaint has been escalated, and which rung of the ladder an office is."""

    NONE = 0
    DIVISION = 1
    REGION = 2
    CIRCLE = 3
    DIRECTORATE = 4


class OfficeKind(StrEnum):
    """What an office is."""

    DIRECTORATE = "directorate"
    CIRCLE = "circle"
    REGION = "region"
    DIVISION = "division"
    HEAD_OFFICE = "ho"
    SUB_OFFICE = "so"
    BRANCH_OFFICE = "bo"
    MAIL_OFFICE = "mail"


LEVEL_OF_KIND = {
    OfficeKind.DIRECTORATE: Level.DIRECTORATE,
    OfficeKind.CIRCLE: Level.CIRCLE,
    OfficeKind.REGION: Level.REGION,
    OfficeKind.DIVISION: Level.DIVISION,
}
"""The administrative offices; every other kind works at the foot of the ladder."""


class DeadlineKind(StrEnum):
    """The alarms a complaint can have armed, at most one of each."""

    RESOLVE = "resolve"
    INFORMATION = "information"
    CONFIRMATION = "confirmation"
    EXTERNAL = "external"
    INTERIM = "interim"


class Task(StrEnum):
    """What the desk has found out that somebody must do; a complaint has one at most."""

    PHONE_CUSTOMER = "phone_customer"
    SEND_INTERIM = "send_interim"
    REMIND_AUTHORITY = "remind_authority"


TASK_LABELS = {
    Task.PHONE_CUSTOMER: "Phone the customer: no notice reaches them",
    Task.SEND_INTERIM: "Send the interim reply that is drafted",
    Task.REMIND_AUTHORITY: "Remind the external authority: its answer is overdue",
}


class ClosureReason(StrEnum):
    """The five ways a complaint is closed; nothing else closes one."""

    CONFIRMED = "confirmed"
    AUTO_CLOSED = "auto_closed"
    NO_INFORMATION = "no_information"
    DIRECTED = "directed"
    WITHDRAWN = "withdrawn"


class Proof(StrEnum):
    """How it is known that an answer, or a closure, is what it claims to be."""

    CODE = "code"
    SIGNED_STATEMENT = "signed_statement"
    SILENCE = "silence"
    ORDER = "order"


class Authority(StrEnum):
    """The external authorities, exactly three kinds (handbook)."""

    AIR_CARGO = "air_cargo"
    CUSTOMS = "customs"
    FOREIGN_ADMINISTRATION = "foreign_administration"


class OnSilence(StrEnum):
    """What silence on a request for information means (handbook)."""

    CLOSE = "close"
    ESCALATE = "escalate"


class Channel(StrEnum):
    """How a complaint reached the department."""

    COUNTER = "counter"
    LETTER = "letter"
    COMPLAINT_BOOK = "complaint_book"
    CALL_CENTRE = "call_centre"
    EMAIL = "email"
    WEB = "web"
    CPGRAMS = "cpgrams"
    SOCIAL_MEDIA = "social_media"
    BULK_UPLOAD = "bulk_upload"


class Relation(StrEnum):
    """What the complainant is to the matter."""

    SENDER = "sender"
    ADDRESSEE = "addressee"
    ACCOUNT_HOLDER = "account_holder"
    NOMINEE = "nominee"
    POLICYHOLDER = "policyholder"
    OTHER = "other"


class Language(StrEnum):
    """The languages notices are written in."""

    ENGLISH = "en"
    HINDI = "hi"
